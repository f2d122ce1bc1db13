"""A server of 2026-07-28 with the tasks extension, by hand: the official library does not have it yet."""

import argparse
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

EXTENSION = "io.modelcontextprotocol/tasks"
PREFIX = "io.modelcontextprotocol/"
ASK = {"method": "elicitation/create", "params": {"message": "Name?", "requestedSchema": {"type": "object", "properties": {}}}}
TOOLS = [
    {"name": name, "description": what, "inputSchema": {"type": "object"}}
    for name, what in [
        ("quick", "Answers at once"), ("slow", "Is a task"), ("broken", "Is a task that fails"), ("asking", "Is a task that asks"),
        ("rude", "Is a task whoever calls"),
    ]
]
tasks = {}


def complete(**result):
    return {"resultType": "complete"} | result


def text(words, is_error=False):
    return complete(content=[{"type": "text", "text": words}], isError=is_error)


def shape(task):
    common = {"taskId": task["id"], "ttlMs": 60_000, "pollIntervalMs": 20, "createdAt": "2026-11-25T00:00:00Z"}
    return common | {"lastUpdatedAt": "2026-11-25T00:00:01Z", "status": task["status"]}


def call(params, declared):
    name = params["name"]
    if name == "quick" or (not declared and name not in ("rude", "asking")):
        return text("quick")
    if name == "asking" and not declared:
        return {"error": {"code": -32021, "message": "tasks", "data": {"requiredCapabilities": {"extensions": {EXTENSION: {}}}}}}
    task = {"id": f"task-{len(tasks) + 1}", "status": "input_required" if name == "asking" else "working", "tool": name, "seen": 0}
    tasks[task["id"]] = task
    return {"resultType": "task"} | shape(task)


def get(params, declared):
    task = tasks.get(params["taskId"])
    if task is None:
        return {"error": {"code": -32602, "message": "no such task"}}
    task["seen"] += 1
    if task["status"] == "working" and task["seen"] > 1:
        task["status"] = "failed" if task["tool"] == "broken" else "completed"
    more = {}
    if task["status"] == "completed":
        more = {"result": text("slow")}
    if task["status"] == "failed":
        more = {"error": {"code": -32603, "message": "broken"}}
    if task["status"] == "input_required":
        more = {"inputRequests": {"name": ASK}}
    return complete(**shape(task), **more)


def update(params, declared):
    tasks[params["taskId"]]["status"] = "working"
    return complete()


def cancel(params, declared):
    tasks[params["taskId"]]["status"] = "cancelled"
    return complete()


def discover(params, declared):
    capabilities = {"tools": {}, "extensions": {EXTENSION: {}}}
    return complete(supportedVersions=["2026-07-28"], capabilities=capabilities)


METHODS = {
    "server/discover": discover, "tools/list": lambda params, declared: complete(tools=TOOLS, ttlMs=0, cacheScope="private"),
    "tools/call": call, "tasks/get": get, "tasks/update": update, "tasks/cancel": cancel,
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        params = asked.get("params", {})
        capabilities = params.get("_meta", {}).get(PREFIX + "clientCapabilities", {})
        declared = EXTENSION in capabilities.get("extensions", {})
        if asked["method"] not in METHODS:
            return self.answer(404, asked, {"error": {"code": -32601, "message": "no such method"}})
        if asked["method"].startswith("tasks/") and not declared:
            data = {"requiredCapabilities": {"extensions": {EXTENSION: {}}}}
            return self.answer(400, asked, {"error": {"code": -32021, "message": "tasks", "data": data}})
        if asked["method"].startswith("tasks/") and self.headers.get("Mcp-Name") != params.get("taskId"):
            return self.answer(400, asked, {"error": {"code": -32020, "message": "Mcp-Name"}})
        found = METHODS[asked["method"]](params, declared)
        failed = found.get("error") if "resultType" not in found else None
        status = 400 if failed and failed["code"] == -32021 else 200
        self.answer(status, asked, found if failed else {"result": found})

    def answer(self, status, asked, found):
        body = json.dumps({"jsonrpc": "2.0", "id": asked.get("id")} | found).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    ThreadingHTTPServer(("127.0.0.1", options.parse_args().port), Handler).serve_forever()
