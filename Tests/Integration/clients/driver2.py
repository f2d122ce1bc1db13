"""Drives the official MCP client, second generation (mcp 2.x): modes auto and legacy, or a revision."""

import asyncio

import httpx2
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

from conversation import Conversation


class Second(Conversation):
    async def connect(self, stack, url, headers, command, mode):
        if command:
            transport = StdioServerParameters(command=command[0], args=command[1:])
        else:
            http = await stack.enter_async_context(httpx2.AsyncClient(headers=headers, timeout=60))
            transport = streamable_http_client(url, http_client=http)
        # Without the response cache, so that every list is asked of the peer.
        client = Client(transport, mode=mode, cache=None)
        session = await stack.enter_async_context(client)
        info = client.server_info
        return session, client.protocol_version, info.name if info else None

    def refusal(self, error):
        if isinstance(error, MCPError):
            return {"code": error.code, "message": error.message, "data": error.data}
        return None

    def result(self, result):
        content = [part.model_dump(mode="json", by_alias=True, exclude_none=True) for part in result.content]
        return {"content": content, "structured": result.structured_content, "is_error": result.is_error}


asyncio.run(Second().run())
