"""The policy of the tests: agents below one path may use every tool but one; strangers nothing."""

AGENTS = "spiffe://poc.local/agents/mcp-client/"
AGENT = AGENTS + "my-agent/dev"
STRANGER = "spiffe://poc.local/agents/unknown/attacker"
FORBIDDEN_TOOL = "close_account"

POLICY = f"""
package mcp.authz

import rego.v1

known_agent if startswith(input.caller_spiffe_id, "{AGENTS}")

allow if {{
    known_agent
    input.method in {{"tools/list", "tools/call"}}
    input.tool_name != "{FORBIDDEN_TOOL}"
}}

allow if {{
    known_agent
    not input.method in {{"tools/list", "tools/call"}}
}}
"""


def write(directory, text=POLICY):
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "tests.rego").write_text(text)


def agent(name):
    """The identity of one agent, so that tests do not share buckets and sessions."""
    return f"{AGENTS}{name}/dev"
