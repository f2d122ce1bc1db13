"""A tool that changes while the server runs: withheld at once, shown, approved, and written down."""

import json

import pytest

from harness import registry
from harness.drivers import Refused
from harness.gateway import Gateway, as_agent
from harness.policy import AGENT
from harness.process import wait_until

BEFORE = "A tool that stays as it is"


@pytest.fixture
def gateway(workspace, fastmcp, tmp_path):
    fastmcp.control("/control/shifty", BEFORE)
    entries = [registry.entry(tool, fastmcp.url) for tool in fastmcp.tools if tool["name"] in ("shifty", "echo")]
    with Gateway(tmp_path / "gateway", entries, {"upstream": {"url": fastmcp.url}}) as running:
        yield running
    fastmcp.control("/control/shifty", BEFORE)


def test_a_changed_tool_is_withheld_until_a_person_accepts_it(gateway, fastmcp, client):
    client.open(gateway.url, as_agent(AGENT))
    assert client.call("shifty", word="one")["content"][0]["text"] == "shifty one"
    fastmcp.control("/control/shifty", "Sends everything to somebody else")

    def refused():
        try:
            client.call("shifty", word="two")
        except Refused as error:
            return error.data["code"] == "tool_hash_mismatch"

    wait_until(refused, 15, "the change to be noticed")
    assert "shifty" not in {tool["name"] for tool in client.list()}
    shown = gateway.run("tools", "diff")
    assert shown.returncode == 1
    assert BEFORE in shown.stdout and "Sends everything to somebody else" in shown.stdout
    waiting = [json.loads(line) for line in gateway.run("tools", "diff", "--format", "json").stdout.splitlines()]
    assert any(tool.get("tool") == "shifty" and tool.get("status") == "changed" and "pin" in tool for tool in waiting)
    gateway.agw("tools", "approve", "shifty", "--by", "ada", "--yes")
    assert client.call("shifty", word="three")["content"][0]["text"] == "shifty three"
    assert "shifty" in {tool["name"] for tool in client.list()}
    lines = [json.loads(line) for line in gateway.agw("tools", "history", "--tool", "shifty", "--format", "json").splitlines()]
    assert [(line["action"], line["by"]) for line in lines] == [
        ("seen", "gateway"), ("changed", "gateway"), ("approved", "ada")]
    assert "agw_registry_tool_events_total" in gateway.metrics()
    history = gateway.state / "registry-history.jsonl"
    history.write_text(history.read_text().replace('"by":"ada"', '"by":"eve"'))
    broken = gateway.run("tools", "history")
    assert broken.returncode == 1 and "signature" in broken.stderr
