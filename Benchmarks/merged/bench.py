"""Measures the one list of tools that many servers behind one URL make.

usage: AGW=.build/release/agw python3 Benchmarks/merged/bench.py
Needs no library. Figures are of one run on this machine; see docs/performance.md.
"""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import server as peer

ROOT = Path(__file__).resolve().parents[2]
SERVERS = 50
AGENT = "spiffe://poc.local/agents/mcp-client/bench/dev"
POLICY = 'package mcp.authz\n\nimport rego.v1\n\nallow if startswith(input.caller, "spiffe://poc.local/")\n'


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Stand:
    """A gateway before the measuring server."""

    def __init__(self, servers):
        self.directory = Path(tempfile.mkdtemp(prefix="precinct-bench-"))
        self.upstream_port, self.port = free_port(), free_port()
        (self.directory / "opa").mkdir()
        (self.directory / "opa/bench.rego").write_text(POLICY)
        tools = [
            {"name": tool["name"], "description": tool["description"], "input_schema": tool["inputSchema"],
             "server": f"s{server}", "risk_level": "low"}
            for server in range(servers) for tool in peer.tools(server)]
        (self.directory / "registry.yaml").write_text(json.dumps({"tools": tools}))
        url = f"http://127.0.0.1:{self.upstream_port}"
        overlay = {
            "state_directory": str(self.directory / "state"),
            "listeners": {"data": {"port": self.port, "connections_max": 50_000}, "control": {"port": free_port()}},
            "decision_point": {"listen": f"127.0.0.1:{free_port()}"},
            "audit": {"path": str(self.directory / "state/audit.jsonl")},
            "registry": {"file": str(self.directory / "registry.yaml")},
            "policy": {"directory": str(self.directory / "opa")},
            "rate_limit": {"requests_per_minute": 1_000_000, "burst": 1_000_000},
            "servers": {f"s{n}": {"url": f"{url}/s{n}/mcp", "connections_max": 20_000} for n in range(servers)},
        }
        (self.directory / "overlay.json").write_text(json.dumps(overlay))

    def __enter__(self):
        here = Path(__file__).parent
        self.upstream = subprocess.Popen([sys.executable, here / "server.py", str(self.upstream_port)])
        agw = os.environ.get("AGW", str(ROOT / ".build/release/agw"))
        command = [agw, "serve", "--config", "config/precinct.yaml", "--config", self.directory / "overlay.json"]
        self.gateway = subprocess.Popen(command, cwd=ROOT, stderr=open(self.directory / "gateway.log", "w"), stdout=subprocess.DEVNULL)
        for _ in range(1200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the gateway did not start; see " + str(self.directory / "gateway.log"))

    def __exit__(self, *_):
        for process in (self.gateway, self.upstream):
            process.kill()
            process.wait()

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, connection, method, params, session=None):
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", "X-SPIFFE-ID": AGENT}
        if session:
            headers["Mcp-Session-Id"] = session
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        connection.request("POST", "/mcp", body, headers)
        answer = connection.getresponse()
        return answer, answer.read()


def measure_list():
    with Stand(SERVERS) as stand:
        connection = stand.connection()
        wanted = SERVERS * peer.TOOLS
        deadline = time.monotonic() + 120
        count = 0
        while count < wanted and time.monotonic() < deadline:
            begun = time.perf_counter()
            _, body = stand.ask(connection, "tools/list", {})
            first = time.perf_counter() - begun
            count = body.count(b'"inputSchema"')
            time.sleep(0.2)
        times = []
        for _ in range(200):
            begun = time.perf_counter()
            _, body = stand.ask(connection, "tools/list", {})
            times.append((time.perf_counter() - begun) * 1000)
        times.sort()
        print(f"tools/list, {SERVERS} servers, {count} tools, {len(body) / 1e6:.2f} MB: first {first * 1000:.1f} ms, then "
              f"median {statistics.median(times):.2f} ms, 99 % {times[197]:.2f} ms")


if __name__ == "__main__":
    measure_list()
