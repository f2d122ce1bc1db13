"""What the official conformance suite asks of a server, asked of a server alone and through the gateway.

Each test is one scenario of that suite, or some that are alike, in our own words. Run against both, so that what fails
only through the gateway is the gateway's doing.
"""

import concurrent.futures
import json

import pytest

from harness import registry, upstream
from harness.gateway import Gateway, as_agent
from harness.policy import AGENT
from harness.wire import MODERN, PREFIX, ModernWire, Wire

EVERYTHING_ALLOWED = """
package mcp.authz

import rego.v1

default allow := true
"""
LEGACY = ("2025-03-26", "2025-06-18", "2025-11-25")
PARIS = {"role": "assistant", "content": {"type": "text", "text": "Paris"}, "model": "m", "stopReason": "endTurn"}


@pytest.fixture(scope="module")
def everything(workspace):
    server = upstream.everything(workspace)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def gateway(everything, workspace):
    entries = [registry.entry(tool, everything.url) for tool in everything.tools]
    settings = {
        "upstream": {"url": everything.url},
        "rate_limit": {"requests_per_minute": 1_000_000, "burst": 1_000_000},
    }
    with Gateway(workspace / "conformance", entries, settings, rules=EVERYTHING_ALLOWED) as running:
        yield running


@pytest.fixture(params=["alone", "gateway"])
def address(request, everything, gateway):
    """(url, headers) of the server, or of the gateway before it."""
    if request.param == "alone":
        return everything.url, {}
    return gateway.url, as_agent(AGENT)


@pytest.fixture(params=LEGACY)
def legacy(request, address):
    wire = Wire(*address)
    hello = wire.initialize(request.param, {"sampling": {}, "elicitation": {}, "roots": {}})
    assert hello.result["protocolVersion"] == request.param
    return wire


@pytest.fixture
def newest(address):
    """A client of 2025-11-25."""
    wire = Wire(*address)
    wire.initialize("2025-11-25", {"sampling": {}, "elicitation": {}, "roots": {}})
    return wire


@pytest.fixture
def modern(address):
    return ModernWire(*address, capabilities={"elicitation": {}, "sampling": {}, "roots": {}})


@pytest.fixture(params=["legacy", "modern"])
def either(request, address):
    """A client of the last legacy revision, or of the modern one."""
    if request.param == "modern":
        return ModernWire(*address)
    wire = Wire(*address)
    wire.initialize()
    return wire


# MARK: Life of a session


def test_server_initialize(newest):
    assert newest.session and all("\x21" <= letter <= "\x7e" for letter in newest.session)


def test_server_session_lifecycle(legacy):
    assert legacy.ask("ping").result == {}
    assert legacy.http("DELETE")[0] in (200, 202, 204)
    assert legacy.ask("tools/list").status == 404


def test_ping_and_logging_set_level(legacy):
    assert legacy.ask("ping").result == {}
    assert legacy.ask("logging/setLevel", {"level": "info"}).result == {}


def test_dns_rebinding_protection(address):
    wire = ModernWire(*address)
    evil = wire.ask("tools/list", headers={"Host": "evil.example.com", "Origin": "http://evil.example.com"})
    assert 400 <= evil.status < 500
    port = wire.url.port
    local = wire.ask("tools/list", headers={"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"})
    assert local.status == 200 and local.result["tools"]


# MARK: Tools


def test_tools_list(either):
    tools = either.ask("tools/list").result["tools"]
    assert len(tools) > 15
    assert all(tool["inputSchema"]["type"] == "object" for tool in tools)


def test_json_schema_2020_12(either):
    from servers.everything_server import SCHEMA

    tools = {tool["name"]: tool for tool in either.ask("tools/list").result["tools"]}
    assert tools["json_schema_2020_12_tool"]["inputSchema"] == SCHEMA
    assert tools["test_simple_text"]["annotations"] == {"readOnlyHint": True, "title": "Plain"}


def test_tools_call_content(either):
    from servers.everything_server import PNG, WAV

    text = either.call("test_simple_text").result["content"]
    assert text == [{"type": "text", "text": "This is a simple text response for testing."}]
    image = either.call("test_image_content").result["content"]
    assert image == [{"type": "image", "data": PNG, "mimeType": "image/png"}]
    sound = either.call("test_audio_content").result["content"]
    assert sound == [{"type": "audio", "data": WAV, "mimeType": "audio/wav"}]
    resource = either.call("test_embedded_resource").result["content"][0]
    assert resource["type"] == "resource" and resource["resource"]["uri"] == "test://embedded-resource"
    mixed = either.call("test_multiple_content_types").result["content"]
    assert [part["type"] for part in mixed] == ["text", "image", "resource"]
    assert json.loads(mixed[2]["resource"]["text"]) == {"test": "data", "value": 123}


def test_structured_content(either):
    result = either.call("test_structured", unit="°C").result
    assert result["structuredContent"] == {
        "unit": "°C", "big": 9007199254740993, "half": 0.5, "none": None, "text": "a\u2028b"}


def test_tools_call_error(either):
    result = either.call("test_error_handling").result
    assert result["isError"] and "intentionally" in result["content"][0]["text"]


def test_tools_call_with_logging(legacy):
    lines = legacy.call("test_tool_with_logging").asides
    assert [line["params"]["data"] for line in lines if line["method"] == "notifications/message"] == [
        "Tool execution started", "Tool processing data", "Tool execution completed"]


def test_tools_call_with_progress(either):
    meta = {"progressToken": "tok-1"} | (either.meta() if isinstance(either, ModernWire) else {})
    answer = either.ask("tools/call", {"name": "test_tool_with_progress", "arguments": {}, "_meta": meta})
    steps = [message["params"] for message in answer.asides if message["method"] == "notifications/progress"]
    assert [(step["progressToken"], step["progress"], step["total"]) for step in steps] == [
        ("tok-1", 0, 100), ("tok-1", 50, 100), ("tok-1", 100, 100)]
    assert answer.result["content"][0]["text"] == "done"


def test_tools_call_sampling(legacy):
    legacy.answers["sampling/createMessage"] = lambda params: PARIS
    answer = legacy.call("test_sampling", prompt="Capital of France?")
    assert answer.result["content"][0]["text"] == "LLM response: Paris"
    assert answer.asides[0]["params"]["messages"][0]["content"]["text"] == "Capital of France?"


def test_tools_call_elicitation(newest):
    asked = []

    def reply(params):
        asked.append(params)
        return {"action": "accept", "content": {"username": "ada", "email": "a@b.example"}}

    newest.answers["elicitation/create"] = reply
    answer = newest.call("test_elicitation", message="Who are you?")
    assert answer.result["content"][0]["text"] == "User response: accept"
    assert set(asked[0]["requestedSchema"]["properties"]) == {"username", "email"}


def test_elicitation_defaults_and_enums_survive(newest):
    asked = []

    def reply(params):
        asked.append(params["requestedSchema"]["properties"])
        return {"action": "decline"}

    newest.answers["elicitation/create"] = reply
    assert "decline" in newest.call("test_elicitation_defaults").result["content"][0]["text"]
    assert {name: schema.get("default") for name, schema in asked[0].items()} == {
        "name": "John Doe", "age": 30, "score": 95.5, "verified": True, "grade": "first"}


# MARK: Streams


def test_sse_polling(newest):
    """A priming event, the server ends the stream in the middle, and the answer comes on the resumed one."""
    answer = newest.ask("tools/call", {"name": "test_reconnection", "arguments": {}})
    assert answer.status == 200 and answer.events, "no priming event"
    first = answer.events[0]
    assert first.id and first.message is None and first.retry == "100"
    assert not any("result" in message for message in answer.messages)
    status, messages = newest.listen({"Last-Event-ID": first.id}, seconds=4, enough=1)
    assert status == 200
    assert messages and messages[-1]["result"]["content"][0]["text"] == "Reconnection test completed"


def test_sse_multiple_streams(either):
    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: either.call("test_wait", seconds=0.2), range(6)))
    assert [answer.result["content"][0]["text"] for answer in answers] == ["waited 0.2"] * 6


# MARK: Resources


def test_resources(either):
    listed = {each["uri"] for each in either.ask("resources/list").result["resources"]}
    assert {"test://static-text", "test://static-binary"} <= listed
    templates = either.ask("resources/templates/list").result["resourceTemplates"]
    assert templates[0]["uriTemplate"] == "test://template/{id}/data"
    text = either.ask("resources/read", {"uri": "test://static-text"}).result["contents"][0]
    assert text["text"] == "This is the content of the static text resource." and text["mimeType"] == "text/plain"
    binary = either.ask("resources/read", {"uri": "test://static-binary"}).result["contents"][0]
    assert len(binary["blob"]) == 344
    filled = either.ask("resources/read", {"uri": "test://template/123/data"}).result["contents"][0]
    assert json.loads(filled["text"]) == {"id": "123", "templateTest": True}


def test_resources_subscribe(legacy):
    assert legacy.ask("resources/subscribe", {"uri": "test://static-text"}).result == {}
    assert legacy.ask("resources/unsubscribe", {"uri": "test://static-text"}).result == {}


def test_resource_not_found(modern):
    answer = modern.ask("resources/read", {"uri": "test://no-such-thing"})
    assert answer.code == -32602
    assert answer.last["error"]["data"]["uri"] == "test://no-such-thing"


# MARK: Prompts and completion


def test_prompts(either):
    assert len(either.ask("prompts/list").result["prompts"]) >= 4
    simple = either.ask("prompts/get", {"name": "test_simple_prompt"}).result["messages"]
    assert simple[0]["content"]["text"] == "This is a simple prompt for testing."
    given = {"name": "test_prompt_with_arguments", "arguments": {"arg1": "hello", "arg2": "world"}}
    filled = either.ask("prompts/get", given).result["messages"]
    assert filled[0]["content"]["text"] == "Prompt with arguments: arg1='hello', arg2='world'"
    held = {"name": "test_prompt_with_embedded_resource", "arguments": {"resourceUri": "test://example-resource"}}
    assert either.ask("prompts/get", held).result["messages"][0]["content"]["resource"]["uri"] == "test://example-resource"
    image = either.ask("prompts/get", {"name": "test_prompt_with_image"}).result["messages"]
    assert image[0]["content"]["type"] == "image"


def test_completion_complete(either):
    ref = {"type": "ref/prompt", "name": "test_prompt_with_arguments"}
    answer = either.ask("completion/complete", {"ref": ref, "argument": {"name": "arg1", "value": "par"}})
    assert answer.result["completion"] == {"values": ["paris", "park", "party"], "total": 3, "hasMore": False}


# MARK: Stateless


def test_discover(modern):
    result = modern.ask("server/discover").result
    assert MODERN in result["supportedVersions"]
    assert {"tools", "resources", "prompts", "completions"} <= result["capabilities"].keys()
    assert result["_meta"][PREFIX + "serverInfo"]["name"] == "everything"


@pytest.mark.parametrize(
    "missing, code", [("protocolVersion", -32602), ("clientCapabilities", -32602), ("clientInfo", None)])
def test_stateless_metadata(modern, missing, code):
    meta = modern.meta()
    del meta[PREFIX + missing]
    answer = modern.ask("tools/list", {"_meta": meta})
    assert answer.code == code
    assert answer.status == (400 if code else 200)


def test_stateless_without_any_metadata(modern):
    answer = modern.post(
        {"jsonrpc": "2.0", "id": 7, "method": "tools/list", "params": {}}, modern.mirrored("tools/list", {}))
    assert (answer.status, answer.code) == (400, -32602)


def test_stateless_unsupported_version(modern):
    meta = modern.meta() | {PREFIX + "protocolVersion": "2099-01-01"}
    answer = modern.ask("tools/list", {"_meta": meta}, {"MCP-Protocol-Version": "2099-01-01"})
    assert (answer.status, answer.code) == (400, -32022)
    assert MODERN in answer.last["error"]["data"]["supported"]
    assert answer.last["error"]["data"]["requested"] == "2099-01-01"
    assert answer.last["id"] == modern.number


@pytest.mark.parametrize(
    "method", ["initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "no/such"])
def test_stateless_removed_methods(modern, method):
    answer = modern.ask(method)
    assert (answer.status, answer.code) == (404, -32601)
    assert answer.last["id"] == modern.number


def test_stateless_has_no_get_and_no_delete(modern):
    for method in ("GET", "DELETE"):
        status, headers, _ = modern.http(method, headers={"Accept": "text/event-stream", "MCP-Protocol-Version": MODERN})
        assert status == 405, method


@pytest.mark.parametrize("headers", [
    {"Mcp-Method": None}, {"Mcp-Method": "tools/list"}, {"Mcp-Method": "TOOLS/CALL"},
    {"Mcp-Name": None}, {"Mcp-Name": "test_error_handling"}, {"Mcp-Name": "TEST_SIMPLE_TEXT"},
    {"MCP-Protocol-Version": "2025-11-25"},
])  # fmt: skip
def test_http_header_validation(modern, headers):
    answer = modern.ask("tools/call", {"name": "test_simple_text", "arguments": {}}, headers)
    assert answer.status == 400, (headers, answer.last)
    if "MCP-Protocol-Version" not in headers:
        assert answer.code == -32020


def test_http_header_names_in_any_case_and_with_spaces(modern):
    params = {"name": "test_simple_text", "arguments": {}}
    answer = modern.ask(
        "tools/call", params, {"Mcp-Method": None, "mCP-mETHOD": "  tools/call ", "Mcp-Name": None, "MCP-NAME": "test_simple_text"})
    assert answer.result["content"][0]["type"] == "text"


def test_http_header_name_in_base64(modern):
    params = {"name": "test_simple_text", "arguments": {}}
    assert modern.ask("tools/call", params, {"Mcp-Name": "=?base64?dGVzdF9zaW1wbGVfdGV4dA==?="}).result
    for broken in ("=?base64?dGVzdF9zaW1wbGVfdGV4dA?=", "=?base64?dGVzd!9zaW1wbGVfdGV4dA==?="):
        assert modern.ask("tools/call", params, {"Mcp-Name": broken}).code == -32020


def custom(wire, region, /, **headers):
    named = {"Mcp-Param-" + name.capitalize(): value for name, value in headers.items()}
    return wire.ask("tools/call", {"name": "test_custom_headers", "arguments": {"region": region, "count": 2}}, named)


def test_http_custom_headers(modern):
    assert custom(modern, "eu", region="eu", count="2").result["content"][0]["text"] == "2 in eu"
    assert custom(modern, "Zürich", region="=?base64?WsO8cmljaA==?=", count="2").result["content"][0]["text"] == "2 in Zürich"
    for headers in (
        {"region": "us", "count": "2"}, {"count": "2"}, {"region": "eu", "count": "3"}, {"region": "eu"},
        {"region": "=?base64?ZXU?=", "count": "2"}, {"region": "=?base64?ZX!=?=", "count": "2"},
    ):  # fmt: skip
        answer = custom(modern, "eu", **headers)
        assert (answer.status, answer.code) == (400, -32020), (headers, answer.last)
    literal = "base64?ZXU=?"
    assert custom(modern, literal, region=literal, count="2").result["content"][0]["text"] == f"2 in {literal}"


def test_no_log_without_a_level(modern):
    answer = modern.call("test_tool_with_logging")
    assert answer.asides == []
    meta = modern.meta() | {PREFIX + "logLevel": "info"}
    answer = modern.ask("tools/call", {"name": "test_tool_with_logging", "arguments": {}, "_meta": meta})
    assert [message["method"] for message in answer.asides] == ["notifications/message"] * 3


def test_caching(modern):
    for method, params in [
        ("tools/list", {}), ("prompts/list", {}), ("resources/list", {}), ("resources/templates/list", {}),
        ("resources/read", {"uri": "test://static-text"}),
    ]:  # fmt: skip
        result = modern.ask(method, params).result
        assert isinstance(result["ttlMs"], int) and result["ttlMs"] >= 0, method
        assert result["cacheScope"] in ("public", "private"), method
        assert result["resultType"] == "complete", method


def test_listen(modern, address):
    other = ModernWire(*address)
    wanted = {"notifications": {"toolsListChanged": True, "resourceSubscriptions": ["test://static-text"]}}
    number, status, messages = modern.stream(
        "subscriptions/listen", wanted, seconds=4, enough=3, during=lambda: other.call("test_changes"))
    assert status == 200
    assert messages[0]["method"] == "notifications/subscriptions/acknowledged"
    assert all(message["params"]["_meta"][PREFIX + "subscriptionId"] == number for message in messages)
    assert [message["method"] for message in messages[1:]] == [
        "notifications/tools/list_changed", "notifications/resources/updated"]


# MARK: Several rounds in one call

NAME = {"name": {"action": "accept", "content": {"name": "Ada"}}}
ROOTS = {"roots": {"roots": [{"uri": "file:///a"}, {"uri": "file:///b"}]}}
CAPITAL = {"capital": PARIS}


def again(wire, tool, answers, state=None, **more):
    params = {"name": tool, "arguments": {}, "inputResponses": answers} | more
    return wire.ask("tools/call", params | ({"requestState": state} if state is not None else {}))


@pytest.mark.parametrize("tool, method, answers, text", [
    ("test_input_required_elicitation", "elicitation/create", NAME, "Hello, Ada!"),
    ("test_input_required_sampling", "sampling/createMessage", CAPITAL, "It is Paris."),
    ("test_input_required_roots", "roots/list", ROOTS, "2 roots"),
])  # fmt: skip
def test_input_required_basic(modern, tool, method, answers, text):
    asked = modern.call(tool).result
    assert asked["resultType"] == "input_required"
    (key,) = asked["inputRequests"]
    assert asked["inputRequests"][key]["method"] == method
    done = again(modern, tool, answers).result
    assert done["resultType"] == "complete" and done["content"][0]["text"] == text


def test_input_required_rounds_and_state(modern):
    asked, states = modern.call("test_input_required_rounds").result, []
    for _ in range(3):
        states.append(asked["requestState"])
        last = again(modern, "test_input_required_rounds", NAME, asked["requestState"])
        asked = last.result
    assert asked["content"][0]["text"] == "three rounds"
    assert len(set(states)) == 3


def test_input_required_many_and_missing(modern):
    asked = modern.call("test_input_required_many").result
    assert set(asked["inputRequests"]) == {"name", "roots"}
    more = again(modern, "test_input_required_many", NAME, asked["requestState"]).result
    assert more["resultType"] == "input_required"
    done = again(modern, "test_input_required_many", NAME | ROOTS, more["requestState"]).result
    assert done["content"][0]["text"] == "both"


def test_input_required_with_a_wrong_key_asks_again(modern):
    asked = again(modern, "test_input_required_elicitation", {"nobody": NAME["name"]}).result
    assert asked["resultType"] == "input_required"


def test_input_required_ignores_extra_parameters(modern):
    done = again(modern, "test_input_required_elicitation", NAME | {"other": NAME["name"]}, extra=1).result
    assert done["content"][0]["text"] == "Hello, Ada!"


def test_input_required_tampered_state(modern):
    state = modern.call("test_input_required_rounds").result["requestState"]
    tampered = state[:-2] + ("A" if state[-2] != "A" else "B") + state[-1]
    answer = again(modern, "test_input_required_rounds", NAME, tampered)
    assert answer.code is not None


def test_input_required_of_a_prompt(modern):
    asked = modern.ask("prompts/get", {"name": "test_input_required_prompt"}).result
    assert asked["resultType"] == "input_required"
    done = modern.ask("prompts/get", {"name": "test_input_required_prompt", "inputResponses": NAME}).result
    assert done["messages"][0]["content"]["text"] == "For Ada"


def test_input_required_only_of_what_the_client_can(gateway):
    """This server asks whoever calls; the gateway does not let it."""
    wire = ModernWire(gateway.url, as_agent(AGENT))
    answer = wire.call("test_input_required_elicitation")
    assert answer.code is not None or answer.last["result"].get("resultType") != "input_required"


def test_input_required_with_broken_answers(modern):
    answer = again(modern, "test_input_required_elicitation", {"name": {"action": 7, "content": "x"}})
    assert answer.code is not None or answer.result["resultType"] == "input_required"
