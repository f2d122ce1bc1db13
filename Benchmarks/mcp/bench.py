#!/usr/bin/env python3
"""What idle conversations and long answers cost the gateway in memory.

usage: bench.py [--sessions N] [--streams N] [--megabytes N] [--check]
       --check ends with code 1 where a bound of BOUNDS is passed

Memory is the growth of the process's anonymous pages (RssAnon of /proc), which a busy machine does not change.
"""
import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

import precinct  # noqa: E402
from contenders import free_port, start  # noqa: E402
from server import TOOL, head  # noqa: E402

# KB for one idle session, KB for one idle stream, MB of growth while a long answer passes.
BOUNDS = {"session": 20, "stream": 20, "answer": 40}
TOGETHER = 100  # requests under way at once
MANY = {
    "sessions": {"sessions_max": 100_000, "sessions_per_caller_max": 100_000},
    "listeners": {"data": {"connections_max": 60_000}},
    "upstream": {"connections_max": 60_000, "waiting_max": 60_000},
}


def anonymous(pid, field="RssAnon"):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])  # KB
    raise KeyError(field)


class Client:
    """One agent."""

    def __init__(self, port, number=0):
        self.port = port
        self.fields = (
            f"Host: 127.0.0.1:{port}\r\nX-SPIFFE-ID: {precinct.AGENT}-{number}\r\nContent-Type: application/json\r\n"
            "Accept: application/json, text/event-stream\r\n")

    async def open(self):
        return await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)

    async def post(self, connection, message, session=None):
        """(fields of the head, body); for a stream the body is left to the caller."""
        reader, writer = connection
        body = json.dumps(message).encode()
        named = f"Mcp-Session-Id: {session}\r\nMCP-Protocol-Version: 2025-11-25\r\n" if session else ""
        writer.write(f"POST /mcp HTTP/1.1\r\n{self.fields}{named}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        _, fields = await head(reader)
        return fields, await reader.readexactly(int(fields.get("content-length") or 0))

    async def session(self, connection):
        params = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}}
        hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params}
        fields, body = await self.post(connection, hello)
        name = fields.get("mcp-session-id")
        if not name:
            raise RuntimeError(f"no session: {body[:400]!r}")
        await self.post(connection, {"jsonrpc": "2.0", "method": "notifications/initialized"}, name)
        return name

    async def stream(self, session):
        reader, writer = await self.open()
        writer.write(
            f"GET /mcp HTTP/1.1\r\n{self.fields}Mcp-Session-Id: {session}\r\nMCP-Protocol-Version: 2025-11-25\r\n\r\n".encode())
        first, fields = await head(reader)
        if "text/event-stream" not in fields.get("content-type", ""):
            raise RuntimeError(f"no stream: {first} {fields}")
        return reader, writer

    async def call(self, session, megabytes):
        """Bytes of the answer to one long call."""
        connection = await self.open()
        params = {"name": "long", "arguments": {"megabytes": megabytes}}
        await self.post(connection, {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": params}, session)
        total = 0
        while piece := await connection[0].read(1 << 16):
            total += len(piece)
            if piece.endswith(b"0\r\n\r\n"):
                break
        return total


async def sessions(clients, pid, count):
    """KB for each idle session, and (client, name) of each."""
    connections = [await client.open() for client in clients]
    await asyncio.gather(*(client.session(each) for client, each in zip(clients, connections)))
    before = anonymous(pid)

    async def share(client, connection):
        return [(client, await client.session(connection)) for _ in range(count // len(clients))]

    shares = await asyncio.gather(*(share(client, each) for client, each in zip(clients, connections)))
    found = [session for each in shares for session in each]
    grown = anonymous(pid) - before
    for _, writer in connections:
        writer.close()
    return grown / len(found), found


async def streams(opened, pid):
    """KB for each idle stream of these sessions, and the streams."""
    before, found = anonymous(pid), []
    for start in range(0, len(opened), TOGETHER):
        part = opened[start:start + TOGETHER]
        found += await asyncio.gather(*(client.stream(name) for client, name in part))
    return (anonymous(pid) - before) / len(found), found


async def measure(port, pid, options):
    client = Client(port)
    connection = await client.open()
    session = await client.session(connection)
    await client.call(session, 3)
    before = anonymous(pid)
    passing = asyncio.create_task(client.call(session, options.megabytes))
    peak = before
    while not passing.done():
        await asyncio.sleep(0.02)
        peak = max(peak, anonymous(pid))
    total = await passing
    found = {"answer": (peak - before) / 1024}
    print(f"an answer of {total / 1e6:.0f} MB: {found['answer']:.1f} MB of growth")
    clients = [Client(port, number) for number in range(TOGETHER)]
    found["session"], opened = await sessions(clients, pid, options.sessions)
    print(f"{len(opened)} idle sessions: {found['session']:.1f} KB each")
    found["stream"], open_streams = await streams(opened[: options.streams], pid)
    print(f"{len(open_streams)} idle streams: {found['stream']:.1f} KB each, with their leg to the server")
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sessions", type=int, default=10_000)
    options.add_argument("--streams", type=int, default=4_000)
    options.add_argument("--megabytes", type=int, default=100)
    options.add_argument("--check", action="store_true")
    chosen = options.parse_args()
    directory = Path(tempfile.mkdtemp(prefix="precinct-mcp-bench-"))
    port = free_port()
    server = start("server", [sys.executable, HERE / "server.py", port], port, directory / "server.log")
    gateway = precinct.gateway(directory, port, tools=[TOOL], settings=MANY)
    try:
        found = asyncio.run(measure(gateway.port, gateway.process.pid, chosen))
    finally:
        gateway.stop()
        server.stop()
    over = [f"{name}: {found[name]:.1f}, at most {bound}" for name, bound in BOUNDS.items() if found[name] > bound]
    if chosen.check and over:
        sys.exit("\n".join(over))


if __name__ == "__main__":
    main()
