"""A tool server of 2025-11-25 on raw sockets, fast and small: sessions, standalone streams, and one very long answer."""

import asyncio
import json
import sys

TOOL = {"name": "long", "description": "Answers with many megabytes", "inputSchema": {"type": "object"}}
NOTE = json.dumps({
    "jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "info", "data": "x" * 1_000_000}}).encode()


async def head(reader):
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    return lines[0].split(" ")[0], fields


class Server:
    def __init__(self):
        self.sessions = 0

    async def serve(self, reader, writer):
        try:
            while True:
                verb, fields = await head(reader)
                body = await reader.readexactly(int(fields.get("content-length") or 0))
                await self.answer(verb, json.loads(body) if body else None, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, verb, message, writer):
        if verb == "GET":
            return await self.stream(writer)
        method = (message or {}).get("method")
        if verb == "DELETE" or "id" not in message:
            return await self.plain(writer, 202, b"")
        if method == "tools/call":
            return await self.long(writer, message)
        result = {"tools": [TOOL]} if method == "tools/list" else {}
        extra = ""
        if method == "initialize":
            self.sessions += 1
            extra = f"Mcp-Session-Id: session-{self.sessions}\r\n"
            result = {
                "protocolVersion": "2025-11-25", "capabilities": {"tools": {}, "logging": {}},
                "serverInfo": {"name": "bench", "version": "1"},
            }
        await self.plain(writer, 200, json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode(), extra)

    async def plain(self, writer, status, body, extra=""):
        writer.write(
            f"HTTP/1.1 {status} OK\r\nContent-Type: application/json\r\n{extra}Content-Length: {len(body)}\r\n\r\n".encode()
            + body)
        await writer.drain()

    async def stream(self, writer):
        """Stays open and says nothing."""
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(3600)

    async def long(self, writer, message):
        """A megabyte of log, again and again, then the result."""
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(message["params"]["arguments"]["megabytes"]):
            await self.event(writer, NOTE)
        result = {"content": [{"type": "text", "text": "done"}]}
        await self.event(writer, json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode())
        writer.write(b"0\r\n\r\n")
        await writer.drain()

    async def event(self, writer, data):
        event = b"data: " + data + b"\n\n"
        writer.write(f"{len(event):x}\r\n".encode() + event + b"\r\n")
        await writer.drain()


async def main(port):
    server = await asyncio.start_server(Server().serve, "127.0.0.1", port, limit=1 << 21)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
