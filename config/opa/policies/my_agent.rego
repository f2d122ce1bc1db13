package precinct.authz

import rego.v1

# Allow my-agent to call my_tool
allow if {
	input.caller_spiffe_id == "spiffe://poc.local/agents/mcp-client/my-agent/dev"
	input.tool_name == "my_tool"
}

# Allow my-agent to list tools
allow if {
	input.caller_spiffe_id == "spiffe://poc.local/agents/mcp-client/my-agent/dev"
	input.method == "tools/list"
}
