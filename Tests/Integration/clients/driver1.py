"""Drives the official MCP client, first generation (mcp 1.x): the initialize handshake, up to 2025-11-25."""

import asyncio

import httpx
from mcp import ClientSession, McpError
from mcp.client.streamable_http import streamable_http_client

from conversation import Conversation


class First(Conversation):
    async def connect(self, url, headers, mode):
        http = await self.stack.enter_async_context(httpx.AsyncClient(headers=headers, timeout=60))
        read, write, _ = await self.stack.enter_async_context(streamable_http_client(url, http_client=http))
        self.session = await self.stack.enter_async_context(ClientSession(read, write))
        hello = await self.session.initialize()
        return hello.protocolVersion, hello.serverInfo.name

    def refusal(self, error):
        if isinstance(error, McpError):
            return {"code": error.error.code, "message": error.error.message, "data": error.error.data}
        return None

    def result(self, result):
        content = [part.model_dump(mode="json", by_alias=True, exclude_none=True) for part in result.content]
        return {"content": content, "structured": result.structuredContent, "is_error": result.isError}


asyncio.run(First().run())
