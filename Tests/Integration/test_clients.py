"""One URL changed: the real clients through the gateway see what they see without it."""

import pytest

from harness import registry, upstream
from harness.gateway import Gateway, as_agent
from harness.policy import AGENT, FORBIDDEN_TOOL
from test_peers import VERSIONS

SERVERS = ("fastmcp", "fastmcp1", "stdio")


@pytest.fixture(scope="module", params=SERVERS)
def served(request, workspace, drivers):
    """(name, gateway, how a client reaches the server without it)."""
    if request.param == "stdio":
        command = upstream.stdio_time()
        direct = lambda client: client.run(command)  # noqa: E731
        drivers["legacy"].run(command)
        tools, target = drivers["legacy"].list(), command
        drivers["legacy"].close()
    else:
        server = request.getfixturevalue(request.param)
        direct = lambda client: client.open(server.url)  # noqa: E731
        tools, target = server.tools, server.url
    entries = [registry.entry(tool, target) for tool in tools]
    settings = {
        "upstream": {"command": target, "url": None} if isinstance(target, list) else {"url": target},
        "rate_limit": {"requests_per_minute": 1_000_000, "burst": 1_000_000},
    }
    with Gateway(workspace / f"gateway-{request.param}", entries, settings) as gateway:
        yield request.param, gateway, direct


def through(gateway, client):
    return client.open(gateway.url, as_agent(AGENT))


def test_the_version_is_the_one_without_the_gateway(served, client):
    name, gateway, direct = served
    alone = direct(client)["version"]
    if name != "stdio":
        assert alone == VERSIONS[client.mode, name]
    assert through(gateway, client)["version"] == alone


def test_the_list_is_the_servers_without_what_policy_forbids(served, client):
    _, gateway, direct = served
    direct(client)
    expected = {tool["name"]: tool for tool in client.list()}
    expected.pop(FORBIDDEN_TOOL, None)
    through(gateway, client)
    assert {tool["name"]: tool for tool in client.list()} == expected


def test_results_are_the_servers_own(served, client):
    name, gateway, direct = served
    calls = [("convert_time", {"source_timezone": "UTC", "time": "12:00", "target_timezone": "Asia/Tokyo"})]
    if name != "stdio":
        calls = [("echo", {"text": "grüezi \U0001f9c0"}), ("add", {"a": 0.1, "b": 1e20}), ("fail", {"why": "no paper"})]
    direct(client)
    expected = [client.call(tool, **arguments) for tool, arguments in calls]
    through(gateway, client)
    for (tool, arguments), before in zip(calls, expected):
        after = client.call(tool, **arguments)
        for part in ("content", "structured", "is_error"):
            assert after[part] == before[part], (tool, part)


def test_personal_data_in_results_is_redacted_and_still_fits_the_schema(served, client):
    name, gateway, _ = served
    if name == "stdio":
        pytest.skip("this server knows no customers")
    through(gateway, client)
    answer = client.call("get_customer", name="Ada")
    assert answer["structured"]["name"] == "Ada"
    assert answer["structured"]["email"].startswith("[REDACTED:")
    assert answer["structured"]["card"].startswith("[REDACTED:")
    assert "ada.lovelace" not in str(answer["content"])


def test_progress_arrives_step_by_step(served, client):
    name, gateway, _ = served
    if name == "stdio":
        pytest.skip("this server reports no progress")
    through(gateway, client)
    times = [seconds for seconds, _ in client.call("progress", steps=4, interval=0.15)["progress"]]
    assert len(times) == 4
    assert all(later - earlier > 0.1 for earlier, later in zip(times, times[1:])), times


def test_a_session_survives_many_calls_and_a_second_client(served, client, drivers):
    name, gateway, _ = served
    tool, arguments = ("get_current_time", {"timezone": "UTC"}) if name == "stdio" else ("echo", {"text": "x"})
    other = drivers["legacy" if client.mode != "legacy" else "auto"]
    through(gateway, client)
    through(gateway, other)
    for _ in range(20):
        assert not client.call(tool, **arguments)["is_error"]
        assert not other.call(tool, **arguments)["is_error"]
    other.close()
    assert not client.call(tool, **arguments)["is_error"]


def test_a_client_that_knows_the_revision_need_not_ask_for_it(served, drivers):
    name, gateway, _ = served
    if name != "fastmcp":
        pytest.skip("this server speaks the handshake revisions")
    client = drivers["2026-07-28"]
    try:
        assert through(gateway, client)["version"] == "2026-07-28"
        assert client.call("add", a=1, b=2)["structured"] == {"sum": 3}
    finally:
        client.close()
