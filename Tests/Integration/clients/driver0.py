"""Drives early releases of the official MCP client (mcp 1.6 to 1.12): up to 2025-06-18, and HTTP+SSE at addresses
that end in /sse."""

import asyncio

from mcp import ClientSession, McpError
from mcp.client.sse import sse_client

from conversation import Conversation

PATIENCE = 60  # seconds


def transport(url, headers):
    if url.endswith("/sse"):
        return sse_client(url, headers=headers, timeout=PATIENCE)
    # The releases before Streamable HTTP lack the module.
    from mcp.client.streamable_http import streamablehttp_client

    return streamablehttp_client(url, headers=headers)


class Early(Conversation):
    async def connect(self, stack, url, headers, command, mode):
        read, write, *_ = await stack.enter_async_context(transport(url, headers))
        session = await stack.enter_async_context(ClientSession(read, write))
        hello = await session.initialize()
        return session, hello.protocolVersion, hello.serverInfo.name

    def calling(self, session, name, arguments, on_progress):
        # Progress of calls came with 1.9.
        try:
            return session.call_tool(name, arguments, progress_callback=on_progress)
        except TypeError:
            return session.call_tool(name, arguments)

    def refusal(self, error):
        if isinstance(error, McpError):
            return {"code": error.error.code, "message": error.error.message, "data": error.error.data}
        return None

    def result(self, result):
        content = [part.model_dump(mode="json", by_alias=True, exclude_none=True) for part in result.content]
        structured = getattr(result, "structuredContent", None)
        return {"content": content, "structured": structured, "is_error": result.isError}


asyncio.run(Early().run())
