# What every identified caller may send: the protocol around the calls, but no call.
#
# Nothing is allowed that no policy allows, so what is missing here and elsewhere is denied: reading a resource or
# a prompt, and calling a tool. Which tools a list shows is decided for each tool by itself.
package mcp.authz

import rego.v1

# The handshake, and staying in touch.
allow if input.method in {"initialize", "ping", "server/discover", "logging/setLevel"}

# Notifications of the client: initialized, cancelled, progress.
allow if startswith(input.method, "notifications/")

# Finding out what there is. `tools/list` is left to the policies of agents.
allow if input.method in {"prompts/list", "resources/list", "resources/templates/list", "completion/complete"}

# Following what the caller itself has begun.
allow if input.method in {"tasks/get", "tasks/result", "tasks/update", "tasks/cancel", "subscriptions/listen"}

# Opening the stream of server messages (HTTP GET), answering the server's questions, ending the session (DELETE).
allow if input.method in {"stream/open", "response", "session/end"}
