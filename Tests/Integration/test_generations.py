"""Every client against servers of every revision, alone and through the gateway: the same version, the same results."""

import pytest

from harness import places, registry, upstream
from harness.drivers import Refused
from harness.gateway import Gateway, as_agent
from harness.policy import AGENT, FORBIDDEN_TOOL

# What a client and a server settle on: the older of the two.
CLIENTS = {
    "auto": "2026-07-28", "legacy": "2025-11-25", "first": "2025-11-25",
    "1.12": "2025-06-18", "1.9": "2025-03-26", "1.6": "2024-11-05",
}
SERVERS = {
    "fastmcp": "2026-07-28", "fastmcp1": "2025-11-25", "1.12": "2025-06-18", "1.9": "2025-03-26", "1.6": "2024-11-05",
}
CALLS = [("echo", {"text": "grüezi \U0001f9c0"}), ("add", {"a": 0.1, "b": 1e20}), ("fail", {"why": "no paper"})]


@pytest.fixture(scope="module", params=SERVERS)
def pair(request, workspace, drivers):
    """(name of the server, the server, a gateway before it)."""
    name = request.param
    early = name in places.RELEASES
    server = upstream.released(workspace, name) if early else request.getfixturevalue(name)
    teller = drivers["1.6" if name == "1.6" else "legacy"]
    teller.open(server.url)
    entries = [registry.entry(tool, server.url) for tool in teller.list()]
    teller.close()
    settings = {
        "upstream": {"url": server.url},
        "rate_limit": {"requests_per_minute": 1_000_000, "burst": 1_000_000},
    }
    with Gateway(workspace / f"generation-{name}", entries, settings) as gateway:
        yield name, server, gateway
    if early:
        server.stop()


@pytest.fixture(params=CLIENTS)
def client(request, drivers):
    driver = drivers[request.param]
    yield driver
    driver.close()


def address(client, base):
    """A client of HTTP+SSE is given the address that ends in /sse."""
    return f"{base}/sse" if client.mode == "1.6" else f"{base}/mcp"


def seen(client):
    """What a user of this client sees of the server."""
    tools = {tool["name"]: tool for tool in client.list()}
    tools.pop(FORBIDDEN_TOOL, None)
    answers = [client.call(tool, **arguments) for tool, arguments in CALLS]
    return tools, [{part: answer[part] for part in ("content", "structured", "is_error")} for answer in answers]


def can_meet(client, name):
    """Whether client and server share a transport."""
    return (client.mode == "1.6") == (name == "1.6")


def test_each_client_sees_each_server_as_without_the_gateway(pair, client):
    name, server, gateway = pair
    base = f"http://127.0.0.1:{gateway.port}"
    expected_version = min(CLIENTS[client.mode], SERVERS[name])
    if can_meet(client, name):
        assert client.open(server.url)["version"] == expected_version
        expected = seen(client)
    else:
        expected = None
    assert client.open(address(client, base), as_agent(AGENT))["version"] == expected_version
    through = seen(client)
    if expected:
        assert through == expected
    assert [answer["is_error"] for answer in through[1]] == [False, False, True]
    assert through[1][0]["content"][0]["text"] == "grüezi \U0001f9c0"


def test_what_policy_forbids_is_refused_to_every_client(pair, client):
    _, _, gateway = pair
    client.open(address(client, f"http://127.0.0.1:{gateway.port}"), as_agent(AGENT))
    with pytest.raises(Refused) as refused:
        client.call(FORBIDDEN_TOOL, name="ada")
    assert refused.value.data["code"] == "authz_policy_denied"
