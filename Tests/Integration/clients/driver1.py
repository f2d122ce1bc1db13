"""Drives the official MCP client, first generation (mcp 1.x): the initialize handshake, up to 2025-11-25."""

import asyncio

import httpx
from mcp import ClientSession, McpError, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

from conversation import Conversation


class First(Conversation):
    async def connect(self, stack, url, headers, command, mode):
        if command:
            transport = stdio_client(StdioServerParameters(command=command[0], args=command[1:]))
        else:
            http = await stack.enter_async_context(httpx.AsyncClient(headers=headers, timeout=60))
            transport = streamable_http_client(url, http_client=http)
        read, write, *_ = await stack.enter_async_context(transport)
        session = await stack.enter_async_context(ClientSession(read, write))
        hello = await session.initialize()
        return session, hello.protocolVersion, hello.serverInfo.name

    def refusal(self, error):
        if isinstance(error, McpError):
            return {"code": error.error.code, "message": error.error.message, "data": error.error.data}
        return None

    def result(self, result):
        content = [part.model_dump(mode="json", by_alias=True, exclude_none=True) for part in result.content]
        return {"content": content, "structured": result.structuredContent, "is_error": result.isError}


asyncio.run(First().run())
