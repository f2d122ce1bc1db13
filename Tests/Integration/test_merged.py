"""Two real servers behind one URL, seen by every client as one; and what happens when one of them goes away."""

import pytest

from harness import registry
from harness.gateway import Gateway, as_agent
from harness.policy import AGENT

# One of the servers knows the legacy revisions alone, so every client opens with the handshake.
VERSION = "2025-11-25"


def named(tool, server):
    """An entry that names its server by its name in the configuration."""
    entry = registry.entry(tool, "")
    del entry["upstream"]
    return entry | {"server": server}


@pytest.fixture(scope="module")
def both(workspace, fastmcp, fastmcp1):
    """fastmcp (every revision) as `new`, mcp 1.x (legacy alone) as `old`: both have a tool `echo`."""
    tools = {"new": fastmcp.tools, "old": fastmcp1.tools}
    wanted = {"new": {"echo", "add", "seen_headers"}, "old": {"echo", "progress"}}
    entries = [named(tool, server) for server in tools for tool in tools[server] if tool["name"] in wanted[server]]
    settings = {
        "servers": {"new": {"url": fastmcp.url}, "old": {"url": fastmcp1.url}},
        "rate_limit": {"requests_per_minute": 1_000_000, "burst": 1_000_000},
    }
    with Gateway(workspace / "merged", entries, settings) as gateway:
        yield gateway


def test_a_client_sees_both_servers_as_one(both, client):
    assert client.open(both.url, as_agent(AGENT))["version"] == VERSION
    names = sorted(tool["name"] for tool in client.list())
    assert names == ["add", "new__echo", "old__echo", "progress", "seen_headers"]
    answer = client.call("new__echo", text="grüezi")
    assert answer["content"][0]["text"] == "grüezi"
    assert client.call("add", a=1, b=2)["structured"] == {"sum": 3.0}


def test_each_server_is_also_there_alone(both, client):
    client.open(f"http://127.0.0.1:{both.port}/servers/new/mcp", as_agent(AGENT))
    assert {tool["name"] for tool in client.list()} == {"echo", "add", "seen_headers"}
    assert client.call("echo", text="alone")["content"][0]["text"] == "alone"


@pytest.mark.parametrize("kind", ["legacy", "first"])
def test_progress_comes_from_the_server_that_works(both, drivers, kind):
    client = drivers[kind]
    client.open(both.url, as_agent(AGENT))
    answer = client.call("progress", steps=3, interval=0.05)
    assert [step for _, step in answer["progress"]] == [1, 2, 3]
    assert client.call("old__echo", text="old")["content"][0]["text"] == "old"
    client.close()
