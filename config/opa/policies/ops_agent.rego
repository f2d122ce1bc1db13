# An agent for operations, which may do harm: what it calls is of high or critical risk, so the later layers ask a
# guard model and a person before anything happens.
package precinct.authz

import rego.v1

ops_agent := "spiffe://poc.local/agents/mcp-client/ops-agent/dev"

allow if {
	input.caller_spiffe_id == ops_agent
	input.method == "tools/list"
}

allow if {
	input.caller_spiffe_id == ops_agent
	input.method == "tools/call"
	input.tool_name in {"echo", "get_weather", "read_customer", "send_email", "bash"}
}
