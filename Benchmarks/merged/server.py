"""Many small MCP servers in one process: POST /s<n>/mcp is server <n>, with TOOLS tools."""

import asyncio
import json
import sys

TOOLS = 100
SCHEMA = {
    "type": "object",
    "properties": {
        "query": {"type": "string", "description": "What to look for"},
        "limit": {"type": "integer", "minimum": 1, "maximum": 100},
    },
    "required": ["query"],
}


def tool(server, number):
    return {"name": f"find_{server}_{number}", "description": f"Look for things of kind {number} in store {server}", "inputSchema": SCHEMA}


def tools(server):
    return [tool(server, number) for number in range(TOOLS)]


def answer(server, message):
    match message.get("method"):
        case "initialize":
            version = message["params"]["protocolVersion"]
            return {"protocolVersion": version, "capabilities": {"tools": {"listChanged": True}},
                    "serverInfo": {"name": f"s{server}", "version": "1"}}
        case "tools/list":
            return {"tools": tools(server)}
        case "tools/call":
            return {"content": [{"type": "text", "text": "found"}]}
    return None


async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = head.split("\r\n")
            _, path, _ = lines[0].split(" ", 2)
            fields = {k.lower(): v.strip() for k, v in (line.split(":", 1) for line in lines[1:] if ":" in line)}
            body = await reader.readexactly(int(fields.get("content-length", 0)))
            server = int(path.split("/")[1][1:])
            message = json.loads(body) if body else {}
            result = answer(server, message)
            if result is None:
                writer.write(b"HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")
            else:
                text = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode()
                session = "mcp-session-id: s\r\n" if message["method"] == "initialize" else ""
                writer.write(
                    f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{session}content-length: {len(text)}\r\n\r\n".encode()
                    + text)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def main(port):
    server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=4096, limit=1 << 22)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
