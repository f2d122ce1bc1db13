"""A server that has everything the protocol has, on the official library (mcp 2.x), in both eras at one address.

Names and answers follow the table of the official conformance suite, so that what it asks can be asked of ours.
"""

import argparse
import asyncio
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.prompts.base import UserMessage
from mcp.server.streamable_http import EventMessage, EventStore
from mcp.types import (
    AudioContent,
    BlobResourceContents,
    CallToolResult,
    Completion,
    EmbeddedResource,
    EmptyResult,
    ImageContent,
    InputRequiredResult,
    SamplingMessage,
    SubscribeRequestParams,
    TextContent,
    TextResourceContents,
    ToolAnnotations,
    UnsubscribeRequestParams,
)
from pydantic import BaseModel, Field

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA="
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "$defs": {"address": {"$anchor": "home", "type": "object", "properties": {"street": {"type": "string"}}}},
    "properties": {"name": {"type": "string"}, "home": {"$ref": "#/$defs/address"}, "kind": {"enum": ["a", "b"]}},
    "allOf": [{"required": ["name"]}],
    "anyOf": [{"required": ["home"]}, {"required": ["kind"]}],
    "if": {"properties": {"kind": {"const": "a"}}},
    "then": {"required": ["home"]},
    "else": {"properties": {"name": {"minLength": 1}}},
    "additionalProperties": False,
}


class Memory(EventStore):
    """Events of all streams, for clients that come back."""

    def __init__(self):
        self.events = []

    async def store_event(self, stream_id, message):
        self.events.append((stream_id, message))
        return str(len(self.events))

    async def replay_events_after(self, last_event_id, send_callback):
        last = int(last_event_id)
        stream = self.events[last - 1][0]
        for number, (owner, message) in enumerate(self.events, 1):
            if number > last and owner == stream and message is not None:
                await send_callback(EventMessage(message, str(number)))
        return stream


server = MCPServer("everything", version="1.0", instructions="Ask for anything.", log_level="WARNING")


# MARK: Tools


@server.tool(description="Plain text", annotations=ToolAnnotations(readOnlyHint=True, title="Plain"))
def test_simple_text() -> CallToolResult:
    return CallToolResult(content=[TextContent(text="This is a simple text response for testing.")])


@server.tool(description="An image")
def test_image_content() -> CallToolResult:
    return CallToolResult(content=[ImageContent(data=PNG, mime_type="image/png")])


@server.tool(description="A sound")
def test_audio_content() -> CallToolResult:
    return CallToolResult(content=[AudioContent(data=WAV, mime_type="audio/wav")])


def embedded(text, uri="test://embedded-resource"):
    return EmbeddedResource(resource=TextResourceContents(uri=uri, mime_type="text/plain", text=text))


@server.tool(description="A resource inside the answer")
def test_embedded_resource() -> CallToolResult:
    return CallToolResult(content=[embedded("This is an embedded resource content.")])


@server.tool(description="Several kinds at once")
def test_multiple_content_types() -> CallToolResult:
    parts = [TextContent(text="Multiple content types test:"), ImageContent(data=PNG, mime_type="image/png")]
    return CallToolResult(content=[*parts, embedded('{"test":"data","value":123}', "test://mixed-content-resource")])


@server.tool(description="Data with a schema")
def test_structured(unit: str) -> dict[str, Any]:
    return {"unit": unit, "big": 9007199254740993, "half": 0.5, "none": None, "text": "a\u2028b"}


@server.tool(description="Three lines of log")
async def test_tool_with_logging(ctx: Context) -> str:
    for line in ("Tool execution started", "Tool processing data", "Tool execution completed"):
        await ctx.info(line)
        await asyncio.sleep(0.02)
    return "logged"


@server.tool(description="Fails")
def test_error_handling() -> str:
    raise ToolError("This tool intentionally returns an error for testing")


@server.tool(description="Progress in three steps")
async def test_tool_with_progress(ctx: Context) -> str:
    for done in (0, 50, 100):
        await ctx.report_progress(done, 100, f"Completed step {done} of 100")
        await asyncio.sleep(0.02)
    return "done"


@server.tool(description="Asks the client's model")
async def test_sampling(prompt: str, ctx: Context) -> str:
    asked = [SamplingMessage(role="user", content=TextContent(text=prompt))]
    answer = await ctx.session.create_message(messages=asked, max_tokens=100, related_request_id=ctx.request_id)
    return f"LLM response: {answer.content.text}"


class Login(BaseModel):
    username: str = Field(description="Your name here")
    email: str = Field(description="Where to write")


@server.tool(description="Asks the user")
async def test_elicitation(message: str, ctx: Context) -> str:
    answer = await ctx.elicit(message, Login)
    return f"User response: {answer.action}"


class Defaults(BaseModel):
    name: str = "John Doe"
    age: int = 30
    score: float = 95.5
    verified: bool = True
    grade: Literal["first", "second"] = "first"


@server.tool(description="Asks with defaults")
async def test_elicitation_defaults(ctx: Context) -> str:
    answer = await ctx.elicit("Please review", Defaults)
    return f"Elicitation completed: {answer.action}"


@server.tool(description="Ends its own stream in the middle; the answer waits for whoever resumes")
async def test_reconnection(ctx: Context) -> str:
    await ctx.close_sse_stream()
    await asyncio.sleep(0.3)
    return "Reconnection test completed"


@server.tool(description="Waits")
async def test_wait(seconds: float) -> str:
    await asyncio.sleep(min(seconds, 10))
    return f"waited {seconds}"


@server.tool(description="Repeats two arguments in the head of the request")
def test_custom_headers(
    region: Annotated[str, Field(json_schema_extra={"x-mcp-header": "Region"})],
    count: Annotated[int, Field(json_schema_extra={"x-mcp-header": "Count"})] = 1,
) -> str:
    return f"{count} in {region}"


@server.tool(description="A schema of the year 2020")
def json_schema_2020_12_tool(name: str) -> str:
    return name


# MARK: Several rounds in one call (2026-07-28)

ELICIT = {
    "method": "elicitation/create",
    "params": {
        "message": "What is your name?",
        "requestedSchema": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
    },
}
SAMPLE = {
    "method": "sampling/createMessage",
    "params": {"messages": [{"role": "user", "content": {"type": "text", "text": "Capital of France?"}}], "maxTokens": 9},
}
ROOTS = {"method": "roots/list", "params": {}}


def ask(state=None, **requests):
    return InputRequiredResult(input_requests=requests or None, request_state=state)


@server.tool(description="Asks for a name")
async def test_input_required_elicitation(ctx: Context) -> str | InputRequiredResult:
    answer = (ctx.input_responses or {}).get("name")
    return f"Hello, {answer.content['name']}!" if answer else ask(name=ELICIT)


@server.tool(description="Asks for a sample")
async def test_input_required_sampling(ctx: Context) -> str | InputRequiredResult:
    answer = (ctx.input_responses or {}).get("capital")
    return f"It is {answer.content.text}." if answer else ask(capital=SAMPLE)


@server.tool(description="Asks for the roots")
async def test_input_required_roots(ctx: Context) -> str | InputRequiredResult:
    answer = (ctx.input_responses or {}).get("roots")
    return f"{len(answer.roots)} roots" if answer else ask(roots=ROOTS)


@server.tool(description="Three rounds with a state")
async def test_input_required_rounds(ctx: Context) -> str | InputRequiredResult:
    done = int(ctx.request_state or 0)
    return "three rounds" if done == 3 else ask(state=str(done + 1), name=ELICIT)


@server.tool(description="Two questions of different kinds")
async def test_input_required_many(ctx: Context) -> str | InputRequiredResult:
    answers = ctx.input_responses or {}
    if {"name", "roots"} <= answers.keys():
        return "both"
    return ask(state="asked", name=ELICIT, roots=ROOTS)


# MARK: Resources, prompts, completion


@server.resource("test://static-text", mime_type="text/plain", description="Text")
def static_text() -> str:
    return "This is the content of the static text resource."


@server.resource("test://static-binary", mime_type="image/png", description="Bytes")
def static_binary() -> bytes:
    return bytes(range(256))


@server.resource("test://template/{id}/data", mime_type="application/json", description="Any of many")
def template(id: str) -> str:
    return f'{{"id":"{id}","templateTest":true}}'


@server.prompt(description="Without arguments")
def test_simple_prompt() -> str:
    return "This is a simple prompt for testing."


@server.prompt(description="With two arguments")
def test_prompt_with_arguments(arg1: str, arg2: str) -> str:
    return f"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"


@server.prompt(description="With a resource")
def test_prompt_with_embedded_resource(resourceUri: str) -> list[UserMessage]:
    return [UserMessage(embedded("Embedded resource content for testing.", resourceUri)), UserMessage("Please process it.")]


@server.prompt(description="With an image")
def test_prompt_with_image() -> list[UserMessage]:
    return [UserMessage(ImageContent(data=PNG, mime_type="image/png")), UserMessage("Please look at it.")]


@server.prompt(description="Asks first")
def test_input_required_prompt(ctx: Context) -> str | InputRequiredResult:
    answer = (ctx.input_responses or {}).get("name")
    return f"For {answer.content['name']}" if answer else ask(name=ELICIT)


@server.completion()
async def complete(ref, argument, context):
    words = ["paris", "park", "party"]
    return Completion(values=[word for word in words if word.startswith(argument.value)], total=3, has_more=False)


# MARK: What notifies


@server.tool(description="Says that lists and a resource changed")
async def test_changes(ctx: Context) -> str:
    await ctx.notify_tools_changed()
    await ctx.notify_prompts_changed()
    await ctx.notify_resource_updated("test://static-text")
    return "told"


async def subscribed(ctx, params):
    return EmptyResult()


async def set_level(ctx, params):
    return EmptyResult()


def install(lowlevel):
    """What the library leaves to its low-level server, and a schema that no Python function has."""
    from mcp.types import SetLevelRequestParams

    lowlevel.add_request_handler("resources/subscribe", SubscribeRequestParams, subscribed)
    lowlevel.add_request_handler("resources/unsubscribe", UnsubscribeRequestParams, subscribed)
    lowlevel.add_request_handler("logging/setLevel", SetLevelRequestParams, set_level)
    server._tool_manager.get_tool("json_schema_2020_12_tool").parameters = SCHEMA


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    port = options.parse_args().port
    install(server._lowlevel_server)
    server.run(transport="streamable-http", host="127.0.0.1", port=port, event_store=Memory(), retry_interval=100)
