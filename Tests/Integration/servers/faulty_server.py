"""A tool server that is correct until its tool is called, and then fails in one manner.

manner: hang       never answers            garbage    answers bytes that are no HTTP
        not_json   an answer that is text   half       closes in the middle of the body
        wrong_id   answers another request  error      answers 500
        endless    a body without end       reset      closes at once
        silent     an event stream that opens and says nothing more
        fine       answers as it should
POST /control/manner changes it while the server runs.
"""

import argparse
import asyncio
import json

TOOL = {
    "name": "flaky",
    "description": "Echo text back, if it can",
    "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]},
}


class Faulty:
    def __init__(self, manner):
        self.manner = manner

    async def serve(self, reader, writer):
        try:
            while await self.exchange(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def exchange(self, reader, writer):
        """One request and its answer; whether the connection stays."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        body = await reader.readexactly(int(fields.get("content-length", 0)))
        if head.startswith("POST /control/manner"):
            self.manner = body.decode()
            return respond(writer, 200, b"{}")
        if not head.startswith("POST"):
            return respond(writer, 405 if head.startswith("GET") else 200, b"")
        message = json.loads(body)
        if "id" not in message:
            return respond(writer, 202, b"")
        result = result_for(message)
        if message["method"] == "tools/call" and self.manner != "fine":
            return await getattr(self, self.manner)(message, writer)
        if result is None:
            refusal = {"code": -32601, "message": "method not found"}
            return respond(writer, 200, encode({"id": message["id"], "error": refusal}))
        return respond(writer, 200, encode({"id": message["id"], "result": result}))

    async def hang(self, message, writer):
        await asyncio.sleep(60)

    async def garbage(self, message, writer):
        writer.write(b"\x00\xff\xfe not http at all\r\n\r\n" * 4)

    async def not_json(self, message, writer):
        return respond(writer, 200, b"<html>it works</html>")

    async def half(self, message, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{\"jsonrpc\"")
        await writer.drain()

    async def wrong_id(self, message, writer):
        return respond(writer, 200, encode({"id": "another", "result": result_for(message)}))

    async def error(self, message, writer):
        return respond(writer, 500, b"internal address 10.1.2.3 failed", "text/plain")

    async def endless(self, message, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(4000):
            writer.write(b"4000\r\n" + b" " * 0x4000 + b"\r\n")
            await writer.drain()

    async def reset(self, message, writer):
        return False

    async def silent(self, message, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(60)


def result_for(message):
    match message["method"]:
        case "initialize":
            version = message["params"]["protocolVersion"]
            return {
                "protocolVersion": min(version, "2025-11-25"),
                "capabilities": {"tools": {}},
                "serverInfo": {"name": "faulty", "version": "1"},
            }
        case "tools/list":
            return {"tools": [TOOL]}
        case "tools/call":
            text = str(message["params"]["arguments"].get("text", ""))
            return {"content": [{"type": "text", "text": text}], "isError": False}
        case "ping":
            return {}
    return None


def encode(members):
    return json.dumps({"jsonrpc": "2.0", **members}).encode()


def respond(writer, status, body, kind="application/json"):
    head = f"HTTP/1.1 {status} Any\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    return True


async def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--manner", default="fine")
    chosen = options.parse_args()
    server = await asyncio.start_server(Faulty(chosen.manner).serve, "127.0.0.1", chosen.port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
