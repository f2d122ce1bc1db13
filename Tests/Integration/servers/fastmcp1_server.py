"""The FastMCP of the official library's first generation (mcp 1.x) on loopback."""

import argparse

from mcp.server.fastmcp import Context, FastMCP

import behaviour

if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    port = options.parse_args().port
    server = FastMCP("mcp1-peer", host="127.0.0.1", port=port, log_level="WARNING")
    behaviour.install(server, Context)
    server.run(transport="streamable-http")
