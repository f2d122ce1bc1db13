package mcp.authz

import rego.v1

# Allow my-agent to call these tools
allow if {
	input.caller == "spiffe://poc.local/agents/mcp-client/my-agent/dev"
	input.method == "tools/call"
	input.tool in {"tavily_search", "echo", "get_weather"}
}

# Allow my-agent (K8s SPIFFE ID) to call specific tools
allow if {
	input.caller == "spiffe://agentic-ref-arch.poc/ns/tools/sa/my-agent"
	input.method == "tools/call"
	input.tool in {"tavily_search", "echo"}
}

# ... and to list tools
allow if {
	input.caller == "spiffe://agentic-ref-arch.poc/ns/tools/sa/my-agent"
	input.method == "tools/list"
}
