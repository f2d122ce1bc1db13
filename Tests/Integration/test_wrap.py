"""`agw wrap` between real clients and real servers that speak over standard input and output."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
import yaml

from harness import places, policy, upstream
from harness.process import wait_until

RULES = policy.POLICY


@pytest.fixture
def wrapped(tmp_path):
    """Gives the command line that a desktop client's file would hold for a server, and where its state is."""
    opa = tmp_path / "opa"
    policy.write(opa, RULES)
    (tmp_path / "registry.yaml").write_text("tools: []\n")
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(yaml.safe_dump({
        "state_directory": str(tmp_path / "state"),
        "audit": {"path": str(tmp_path / "state/audit.jsonl")},
        "registry": {"file": str(tmp_path / "registry.yaml"), "first_seen": "admit"},
        "policy": {"directory": str(opa)},
    }))
    configuration = ["--config", str(places.ROOT / "config/precinct.yaml"), "--config", str(overlay)]

    def command(*server):
        return [str(places.agw()), "wrap", "--directory", str(places.ROOT), "--name", "test",
                "--identity", policy.AGENT, *configuration, "--", *map(str, server)]

    command.state = tmp_path / "state/wrap/test"
    return command


def records(state):
    return [json.loads(line) for line in (state / "audit.jsonl").read_text().splitlines()]


def test_a_client_works_through_it_as_without_it(wrapped, client):
    server = upstream.stdio_time()
    alone = client.run(server)
    expected = [tool["name"] for tool in client.list()]
    client.close()
    through = client.run(wrapped(*server))
    assert through["version"] == alone["version"]
    assert [tool["name"] for tool in client.list()] == expected
    answer = client.call("get_current_time", timezone="UTC")
    assert json.loads(answer["content"][0]["text"])["timezone"] == "UTC"
    client.close()
    calls = [entry for entry in records(wrapped.state) if entry.get("tool") == "get_current_time"]
    assert {entry["decision"] for entry in calls if entry.get("decision")} == {"ALLOW"}


def talk(command, *messages, patience=30):
    """Sends messages, closes the input, and gives what comes back."""
    text = "".join(json.dumps(message) + "\n" for message in messages)
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=patience)
    return [json.loads(line) for line in done.stdout.splitlines()], done


def test_what_policy_forbids_is_refused_and_nonsense_is_answered(wrapped):
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    answers, done = talk(
        wrapped(*upstream.stdio_time()),
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "nothing_such", "arguments": {}}},
        {"jsonrpc": "1.0", "id": 3, "method": "ping"})
    by_id = {answer.get("id"): answer for answer in answers}
    assert by_id[1]["result"]["protocolVersion"] == "2025-06-18"
    assert by_id[2]["error"]["data"]["code"] == "tool_not_in_registry"
    assert by_id[3]["error"]["code"] == -32600
    assert done.returncode == 0


GRANDCHILD = """
import os, sys, time
for line in sys.stdin:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            open(sys.argv[1], "w").write(str(os.getpid()))
            time.sleep(600)
        os._exit(0)
    os.wait()
"""


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_gateway_however_it_ends(wrapped, tmp_path, number):
    """Not even a grandchild that has a session of its own."""
    place = tmp_path / "pid"
    command = wrapped(places.PYTHON2, "-c", GRANDCHILD, place)
    gateway = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    wait_until(lambda: place.exists() and place.read_text(), 30, "the grandchild")
    grandchild = int(place.read_text())
    assert alive(grandchild)
    os.kill(gateway.pid, number)
    gateway.wait(30)
    wait_until(lambda: not alive(grandchild), 15, "the grandchild to end")
