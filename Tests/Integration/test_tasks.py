"""The tasks extension of 2026-07-28, as the official conformance suite looks at it: alone and through the gateway."""

import pytest

from harness import registry, upstream
from harness.gateway import Gateway, as_agent
from harness.policy import AGENT, AGENTS
from harness.wire import ModernWire, Wire
from servers.tasks_server import EXTENSION, TOOLS
from test_conformance import EVERYTHING_ALLOWED

REQUIRED = {"extensions": {EXTENSION: {}}}


@pytest.fixture(scope="module")
def server(workspace):
    running = upstream.tasks(workspace)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def gateway(server, workspace):
    entries = [registry.entry(tool, server.url) for tool in TOOLS]
    with Gateway(workspace / "tasks", entries, {"upstream": {"url": server.url}}, rules=EVERYTHING_ALLOWED) as running:
        yield running


@pytest.fixture(params=["alone", "gateway"])
def address(request, server, gateway):
    return (server.url, {}) if request.param == "alone" else (gateway.url, as_agent(AGENT))


@pytest.fixture
def wire(address):
    return TaskWire(*address, capabilities=REQUIRED | {"elicitation": {}})


class TaskWire(ModernWire):
    def mirrored(self, method, params):
        named = {"Mcp-Name": params["taskId"]} if method.startswith("tasks/") else {}
        return super().mirrored(method, params) | named

    def start(self, tool):
        result = self.call(tool).result
        assert result["resultType"] == "task" and "task" not in result
        return result

    def task(self, method, number, **more):
        return self.ask("tasks/" + method, {"taskId": number, **more})


def test_lifecycle(wire):
    assert wire.call("quick").result["resultType"] == "complete"
    number = wire.start("slow")["taskId"]
    assert wire.task("get", number).result["status"] == "working"
    done = wire.task("get", number).result
    assert done["status"] == "completed" and done["result"]["content"][0]["text"] == "slow"
    number = wire.start("broken")["taskId"]
    wire.task("get", number)
    failed = wire.task("get", number).result
    assert failed["status"] == "failed" and failed["error"]["code"] == -32603
    number = wire.start("slow")["taskId"]
    assert wire.task("cancel", number).result == {"resultType": "complete"}
    assert wire.task("get", number).result["status"] == "cancelled"


def test_wire_fields(wire):
    started = wire.start("slow")
    assert isinstance(started["ttlMs"], int) and isinstance(started["pollIntervalMs"], int)
    assert not {"ttl", "pollInterval", "requestState"} & started.keys()


def test_input(wire):
    number = wire.start("asking")["taskId"]
    asked = wire.task("get", number).result
    assert asked["status"] == "input_required"
    assert asked["inputRequests"]["name"]["method"] == "elicitation/create"
    given = {"name": {"action": "accept", "content": {}}}
    assert wire.task("update", number, inputResponses=given).result == {"resultType": "complete"}
    assert wire.task("get", number).result["status"] in ("working", "completed")


def test_negotiation(address):
    plain = TaskWire(*address)
    discovered = plain.ask("server/discover").result
    assert EXTENSION in discovered["capabilities"]["extensions"]
    assert plain.call("slow").result["resultType"] == "complete"
    for method in ("get", "update", "cancel"):
        answer = plain.task(method, "task-1")
        assert (answer.status, answer.code) == (400, -32021), method
        assert answer.last["error"]["data"]["requiredCapabilities"] == REQUIRED
    required = plain.call("asking")
    assert (required.status, required.code) == (400, -32021)


def test_headers_and_dispatch(wire):
    number = wire.start("slow")["taskId"]
    for name in (None, "task-0"):
        answer = wire.ask("tasks/get", {"taskId": number}, {"Mcp-Name": name})
        assert (answer.status, answer.code) == (400, -32020)
    for method in ("tasks/result", "tasks/list"):
        assert wire.ask(method, {"taskId": number}).code == -32601
    assert wire.task("get", "task-none").code == -32602
    with_legacy = wire.ask("tools/call", {"name": "quick", "arguments": {}, "task": {"ttl": 5}})
    assert with_legacy.result["resultType"] == "complete"


def test_a_task_is_its_callers_own(gateway):
    owner = TaskWire(gateway.url, as_agent(AGENT), capabilities=REQUIRED)
    other = TaskWire(gateway.url, as_agent(AGENTS + "another/dev"), capabilities=REQUIRED)
    number = owner.start("slow")["taskId"]
    for method in ("get", "update", "cancel"):
        assert other.task(method, number).code == -32602
    assert owner.task("get", number).result["status"] == "working"


def test_a_task_for_a_client_that_takes_none_is_an_invalid_answer(gateway):
    plain = Wire.call(ModernWire(gateway.url, as_agent(AGENT)), "rude")
    assert plain.last["error"]["data"]["code"] == "upstream_invalid_response"
