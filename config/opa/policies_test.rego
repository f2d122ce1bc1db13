package policies_test

import rego.v1

import data.mcp
import data.precinct

my_agent := "spiffe://poc.local/agents/mcp-client/my-agent/dev"

ops_agent := "spiffe://poc.local/agents/mcp-client/ops-agent/dev"

attacker := "spiffe://poc.local/agents/unknown/attacker"

question(caller, method, tool) := {
	"caller": caller, "caller_spiffe_id": caller, "method": method,
	"tool": tool, "tool_name": tool, "action": tool,
}

call(caller, tool) := question(caller, "tools/call", tool)

test_my_agent_may_search if mcp.authz.allow with input as call(my_agent, "tavily_search")

test_my_agent_may_call_my_tool if precinct.authz.allow with input as call(my_agent, "my_tool")

test_my_agent_may_list_tools if precinct.authz.allow with input as question(my_agent, "tools/list", null)

test_my_agent_may_not_use_the_shell if {
	not mcp.authz.allow with input as call(my_agent, "bash")
	not precinct.authz.allow with input as call(my_agent, "bash")
}

test_strangers_may_shake_hands if {
	every method in ["initialize", "ping", "notifications/initialized", "server/discover", "session/end"] {
		mcp.authz.allow with input as question(attacker, method, null)
	}
}

test_strangers_may_call_nothing if {
	every tool in ["tavily_search", "echo", "my_tool", "bash"] {
		not mcp.authz.allow with input as call(attacker, tool)
		not precinct.authz.allow with input as call(attacker, tool)
	}
}

test_strangers_may_not_list_tools if {
	not mcp.authz.allow with input as question(attacker, "tools/list", null)
	not precinct.authz.allow with input as question(attacker, "tools/list", null)
}

test_nobody_reads_resources_by_default if {
	every caller in [my_agent, ops_agent, attacker] {
		not mcp.authz.allow with input as question(caller, "resources/read", "file:///etc/passwd")
		not precinct.authz.allow with input as question(caller, "resources/read", "file:///etc/passwd")
	}
}

test_ops_agent_may_use_the_shell if precinct.authz.allow with input as call(ops_agent, "bash")
