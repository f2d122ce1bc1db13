"""Tool servers behind the gateway."""

import json
import urllib.request

from .places import PYTHON1, PYTHON2, ROOT, TESTS, python_of
from .process import Process, free_port

STREAMABLE = "application/json, text/event-stream"


class Upstream:
    """A tool server on loopback. `tools` are its definitions as it tells them itself."""

    def __init__(self, process, port, path="/mcp"):
        self.process, self.port, self.path = process, port, path

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{self.path}"

    @property
    def tools(self):
        return list_tools(self.url)

    def control(self, path, text):
        """Posts `text` to one of the server's control routes."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", text.encode(), method="POST")
        urllib.request.urlopen(request, timeout=5).read()

    def stop(self):
        self.process.stop(seconds=2)


def fastmcp(directory):
    """fastmcp 4.x, all revisions."""
    return _python(PYTHON2, "fastmcp_server.py", directory)


def fastmcp1(directory):
    """The FastMCP of mcp 1.x, up to 2025-11-25."""
    return _python(PYTHON1, "fastmcp1_server.py", directory)


def released(directory, release):
    """The FastMCP of an early release; 1.6 speaks HTTP+SSE only."""
    path = "/sse" if release == "1.6" else "/mcp"
    return _python(python_of(release), "fastmcp1_server.py", directory, path)


def everything(directory):
    """Everything the protocol has, in both eras."""
    return _python(PYTHON2, "everything_server.py", directory)


def tasks(directory):
    """The tasks extension of 2026-07-28."""
    return _python(PYTHON2, "tasks_server.py", directory)


def faulty(directory, manner):
    """A server that misbehaves in one manner (see servers/faulty_server.py)."""
    port = free_port()
    command = [PYTHON2, TESTS / "servers/faulty_server.py", "--port", port, "--manner", manner]
    process = Process(command, directory / f"faulty-{manner}.log")
    process.wait_for_port(port)
    return Upstream(process, port)


class Guard(Upstream):
    """The guard model of servers/guard_server.py."""

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    def ask(self, text):
        asked = {"model": "rules", "messages": [{"role": "user", "content": text}]}
        kind = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/chat/completions", json.dumps(asked).encode(), kind)
        with urllib.request.urlopen(request, timeout=5) as answer:
            return json.load(answer)["choices"][0]["message"]["content"]

    @property
    def count(self):
        """How many times it was asked."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/control/count", timeout=5) as answer:
            return json.load(answer)["count"]


def guard(directory, answers="score"):
    port = free_port()
    command = [PYTHON2, TESTS / "servers/guard_server.py", "--port", port, "--answers", answers]
    process = Process(command, directory / "guard.log")
    process.wait_for_port(port)
    return Guard(process, port)


def stdio_time():
    """The command line of a real stdio server."""
    return [str(ROOT / ".venv-mcp2/bin/mcp-server-time"), "--local-timezone", "Europe/Zurich"]


def _python(python, program, directory, path="/mcp"):
    port = free_port()
    command = [python, TESTS / "servers" / program, "--port", port] + (["--sse"] if path == "/sse" else [])
    process = Process(command, directory / f"{program}-{port}.log")
    process.wait_for_port(port, 40)
    return Upstream(process, port, path)


def list_tools(url):
    """Asks a Streamable HTTP server of any revision for its tools, through the initialize handshake."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "harness", "version": "1"}}
    session, _ = _ask(url, None, {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello})
    _ask(url, session, {"jsonrpc": "2.0", "method": "notifications/initialized"})
    _, answer = _ask(url, session, {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}})
    return answer["result"]["tools"]


def _ask(url, session, message):
    headers = {"Content-Type": "application/json", "Accept": STREAMABLE}
    if session:
        headers |= {"Mcp-Session-Id": session, "MCP-Protocol-Version": "2025-06-18"}
    request = urllib.request.Request(url, json.dumps(message).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        session, text = answer.headers.get("Mcp-Session-Id") or session, answer.read().decode()
        for line in text.splitlines():
            if line.startswith("data:") and line[5:].strip():
                return session, json.loads(line[5:])
        return session, json.loads(text) if text else None
