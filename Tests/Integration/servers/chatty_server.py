"""A server over standard input and output whose tool says hundreds of megabytes before it answers."""

import json
import sys

TOOL = {"name": "chatter", "description": "Says very much", "inputSchema": {"type": "object"}}
NOTE = {"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "info", "data": "x" * 1_000_000}}
MEGABYTES = 300


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


for line in sys.stdin:
    asked = json.loads(line)
    if "id" not in asked:
        continue
    result = {"tools": [TOOL]} if asked["method"] == "tools/list" else {"content": []}
    if asked["method"] == "initialize":
        result = {
            "protocolVersion": asked["params"]["protocolVersion"], "capabilities": {"tools": {}, "logging": {}},
            "serverInfo": {"name": "chatty", "version": "1"},
        }
    if asked["method"] == "tools/call":
        for _ in range(MEGABYTES):
            say(NOTE)
    say({"jsonrpc": "2.0", "id": asked["id"], "result": result})
