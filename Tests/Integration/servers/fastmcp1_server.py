"""The FastMCP of the official library's first generation (mcp 1.x) on loopback."""

import argparse

from mcp.server.fastmcp import Context, FastMCP

import behaviour

if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--sse", action="store_true", help="HTTP+SSE at /sse instead of Streamable HTTP")
    chosen = options.parse_args()
    server = FastMCP("mcp1-peer", host="127.0.0.1", port=chosen.port, log_level="WARNING")
    behaviour.install(server, Context)
    server.run(transport="sse" if chosen.sse else "streamable-http")
