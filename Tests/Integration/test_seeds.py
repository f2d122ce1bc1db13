"""The commands that users have been given, word for word apart from the port, in a directory with the defaults."""

import json
import os
import shutil
import subprocess

import pytest

from harness import places
from harness.process import Process, free_port, wait_until

AGENT = "spiffe://poc.local/agents/mcp-client/my-agent/dev"

LIST = """curl -s http://localhost:9090/ \\
  -H "Content-Type: application/json" \\
  -H "X-SPIFFE-ID: spiffe://poc.local/agents/mcp-client/my-agent/dev" \\
  -d '{"jsonrpc":"2.0","method":"tools/list","id":1}' | jq ."""
STRANGER = """curl -s http://localhost:9090/ \\
  -H "Content-Type: application/json" \\
  -H "X-SPIFFE-ID: spiffe://poc.local/agents/unknown/attacker" \\
  -d '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"tavily_search","arguments":{"query":"test"}},"id":2}' | jq .code"""
SHELL = """curl -s http://localhost:9090/ \\
  -H "Content-Type: application/json" \\
  -H "X-SPIFFE-ID: spiffe://poc.local/agents/mcp-client/my-agent/dev" \\
  -d '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"bash","arguments":{"command":"whoami"}},"id":1}' \\
  | jq ."""
CALL = """curl -s http://localhost:9090/ \\
  -H "Content-Type: application/json" \\
  -H "X-SPIFFE-ID: spiffe://poc.local/agents/mcp-client/my-agent/dev" \\
  -d '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"tavily_search","arguments":{"query":"AI safety"}},"id":3}' | jq ."""
EVAL = """agw policy eval \\
  --caller "spiffe://poc.local/agents/mcp-client/my-agent/dev" \\
  --tool "%s" \\
  --method "tools/call" """
HASH = """echo -n '{"name":"my_tool","description":"Does something useful","inputSchema":{"type":"object","properties":{"query":{"type":"string"}}}}' \\
  | shasum -a 256 | cut -d' ' -f1"""
FIRST_POLICY = """package mcp.authz
import rego.v1
# Allow my-agent to call tavily_search and echo tools
allow if {
input.caller == "spiffe://poc.local/agents/mcp-client/another-agent/dev"
input.tool in {"tavily_search", "echo"}
}
"""
SECOND_POLICY = """package precinct.authz
import rego.v1
# Allow my-agent to call my_tool
allow if {
input.caller_spiffe_id == "spiffe://poc.local/agents/mcp-client/third-agent/dev"
input.tool_name == "my_tool"
}
# Allow my-agent to list tools
allow if {
input.caller_spiffe_id == "spiffe://poc.local/agents/mcp-client/third-agent/dev"
input.method == "tools/list"
}
"""


class Home:
    """A directory as a newcomer has it: `config/` as shipped, with other ports, and both programs running."""

    def __init__(self, directory):
        self.directory = directory
        self.ports = {"9090": free_port(), "9091": free_port(), "8081": free_port()}
        shutil.copytree(places.ROOT / "config", directory / "config")
        for file in [directory / "config/precinct.yaml", directory / "config/capability-registry-v2.yaml"]:
            file.write_text(self.with_ports(file.read_text()))
        self.running = []

    def with_ports(self, text):
        for shipped, chosen in self.ports.items():
            text = text.replace(shipped, str(chosen))
        return text

    def start(self):
        tools = places.require(places.built("example-tools", "EXAMPLE_TOOLS"), "the example tool server")
        agw = places.require(places.agw(), "the gateway")
        definitions = places.ROOT / "examples/tools/definitions.json"
        serve_tools = [tools.resolve(), "--port", self.ports["8081"], "--definitions", definitions]
        self.running.append(Process(serve_tools, self.directory / "tools.log"))
        self.running[0].wait_for_port(self.ports["8081"])
        serve = [agw.resolve(), "serve", "--config", "config/precinct.yaml"]
        self.running.append(Process(serve, self.directory / "gateway.log", cwd=self.directory))
        self.running[1].wait_for_port(self.ports["9090"])

    def stop(self):
        for process in reversed(self.running):
            process.stop()

    def sh(self, command):
        """Runs one command as a user would type it, `agw` being on the path; its standard output."""
        path = f"{places.agw().resolve().parent}:{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-c", self.with_ports(command)], cwd=self.directory, env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
        assert done.stdout, f"{command}\nexit {done.returncode}: {done.stderr}"
        return done.stdout.strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = Home(tmp_path_factory.mktemp("home"))
    home.start()
    yield home
    home.stop()


def test_health(home):
    assert json.loads(home.sh("curl http://localhost:9090/health 2>/dev/null"))["status"] == "ok"


def test_the_agent_lists_its_tools_without_a_handshake(home):
    answer = json.loads(home.sh(LIST))
    assert answer["id"] == 1
    names = {tool["name"] for tool in answer["result"]["tools"]}
    assert {"tavily_search", "echo"} <= names and "bash" not in names


def test_the_agent_calls_a_tool(home):
    answer = json.loads(home.sh(CALL))
    assert answer["id"] == 3 and "AI safety" in json.dumps(answer["result"])


def test_a_stranger_is_denied_by_policy(home):
    assert home.sh(STRANGER) == '"authz_policy_denied"'


def test_the_shell_is_denied_by_policy(home):
    answer = json.loads(home.sh(SHELL))
    assert answer["code"] == "authz_policy_denied" and answer["layer"] == 6
    for key in ("message", "layer_name", "decision_id", "trace_id", "details", "remediation", "docs_url"):
        assert key in answer
    assert answer["docs_url"].endswith("#authz_policy_denied")


def test_inspect_tools_shows_hash_and_risk(home):
    listed = home.sh("agw inspect tools")
    digest = home.sh(HASH)
    assert "my_tool" in listed and "bash" in listed and "critical" in listed
    assert digest[:8] in listed


def test_policy_eval(home):
    assert home.sh(EVAL % "tavily_search").splitlines()[0].startswith("ALLOW")
    assert home.sh(EVAL % "my_tool").splitlines()[0].startswith("ALLOW")
    assert home.sh(EVAL % "bash").splitlines()[0].startswith("DENY")


@pytest.mark.parametrize("place, policy, agent, tool", [
    ("config/opa/another_agent_policy.rego", FIRST_POLICY, "another-agent", "echo"),
    ("config/opa/policies/third_agent.rego", SECOND_POLICY, "third-agent", "my_tool"),
])
def test_a_new_policy_takes_effect_without_a_restart(home, place, policy, agent, tool):
    call = CALL.replace("my-agent", agent).replace("tavily_search", tool)
    call = call.replace('"query"', '"message"') if tool == "echo" else call
    assert json.loads(home.sh(call))["code"] == "authz_policy_denied"
    file = home.directory / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(policy)
    home.sh("agw policy reload")
    assert "result" in json.loads(home.sh(call))
    assert home.sh((EVAL % tool).replace("my-agent", agent)).splitlines()[0].startswith("ALLOW")


def test_audit_search(home):
    home.sh(CALL)
    found = home.sh(f'agw audit search --caller "{AGENT}"')
    assert "ALLOW" in found and AGENT in found
    record = json.loads(home.sh("agw audit search --last 1 | jq ."))
    for key in ("decision_id", "trace_id", "spiffe_id", "tool", "decision", "layers_traversed", "timestamp",
                "risk_score", "prev_hash"):
        assert key in record, key
    assert record["tool"] == "tavily_search"


def test_the_decision_of_an_allowed_call_lists_all_thirteen_layers(home):
    home.sh(CALL)
    log = home.sh("cat state/audit.jsonl | jq -c 'select(.caller_id | contains(\"my-agent\"))'")
    decisions = [one for one in map(json.loads, log.splitlines()) if one["event"] == "decision" and one.get("tool") == "tavily_search"]
    assert [layer["layer"] for layer in decisions[-1]["layers_traversed"]] == list(range(1, 14))


def test_identity_list(home):
    home.sh(LIST)
    assert AGENT in home.sh("agw identity list")


def test_the_log_verifies_and_a_changed_line_is_named(home):
    home.sh("agw audit verify")
    copy = home.directory / "copy.jsonl"
    wait_until(lambda: (home.directory / "state/audit.jsonl").exists(), 5, "the audit log")
    lines = (home.directory / "state/audit.jsonl").read_text().splitlines()
    lines[1] = lines[1].replace('"ALLOW"', '"DENY"') if '"ALLOW"' in lines[1] else lines[1].replace('"DENY"', '"ALLOW"')
    copy.write_text("\n".join(lines) + "\n")
    said = home.sh("agw audit verify --log copy.jsonl 2>&1 || true")
    assert "2" in said or "line" in said
