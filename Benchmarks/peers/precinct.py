"""The gateway as a contender: embedded defaults, all layers on, durable audit, one registered tool server."""

import hashlib
import http.client
import json
import os
import statistics
import time
from pathlib import Path

from contenders import ROOT, Running, free_port, spawn, start

AGENT = "spiffe://poc.local/agents/mcp-client/bench/dev"
STARTS = 5

# The tools of mcp-echo, as it describes them.
TOOLS = [
    {"name": "echo", "description": "Echo text back",
     "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}},
    {"name": "add", "description": "Add two numbers",
     "inputSchema": {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "number"}},
                     "required": ["a", "b"]}},
]

POLICY = f"""package mcp.authz

import rego.v1

allow if {{
    startswith(input.caller, "{AGENT}")
    input.tool in {{"echo", "add", "long"}}
}}

allow if {{
    startswith(input.caller, "{AGENT}")
    not input.method in {{"tools/list", "tools/call"}}
}}
"""

# Only what a load generator meets and an agent does not: limits on one caller and one address.
UNLIMITED = {"requests_per_minute": 60_000_000, "burst": 1_000_000}
PEER = {"peer_requests_per_minute": 60_000_000, "peer_burst": 1_000_000}


def program():
    path = Path(os.environ.get("AGW", ROOT / ".build/release/agw"))
    if not path.exists():
        raise FileNotFoundError(f"{path} is not built")
    return path


def configure(directory, upstream, threads, tools=TOOLS, settings=None):
    """Writes registry, policy and overlay; JSON is YAML. `settings` are laid over ours. Returns (command, port)."""
    directory.mkdir(parents=True, exist_ok=True)
    port, url = free_port(), f"http://127.0.0.1:{upstream}/mcp"
    entries = [{"name": tool["name"], "description": tool["description"], "risk_level": "low",
                "hash": hashlib.sha256(json.dumps(tool, separators=(",", ":")).encode()).hexdigest(),
                "input_schema": tool["inputSchema"]} for tool in tools]
    (directory / "registry.yaml").write_text(json.dumps({"tools": entries}))
    (directory / "opa").mkdir(exist_ok=True)
    (directory / "opa/bench.rego").write_text(POLICY)
    state = directory / "state"
    overlay = {
        "state_directory": str(state),
        "listeners": {"data": {"port": port, "threads": threads} | PEER, "control": {"port": free_port()}},
        "audit": {"path": str(state / "audit.jsonl"), "durability": "commit"},
        "registry": {"file": str(directory / "registry.yaml")},
        "policy": {"directory": str(directory / "opa")},
        "rate_limit": UNLIMITED,
        "detection": {"cache_directory": str(ROOT / ".cache/bench/rules")},
        "upstream": {"url": url},
    }
    command = [program(), "serve", "--config", ROOT / "config/precinct.yaml"]
    for name, values in (("overlay", overlay), ("settings", settings)):
        if values:
            (directory / f"{name}.yaml").write_text(json.dumps(values, indent=2))
            command += ["--config", directory / f"{name}.yaml"]
    return command, port


def gateway(directory, upstream, threads=1, **more):
    command, port = configure(directory / "precinct", upstream, threads, **more)
    return start("precinct", command, port, directory / "precinct.log", headers=[f"X-SPIFFE-ID={AGENT}"])


def first_answer(port, seconds):
    """Asks again and again until a tools/call is answered 200."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "echo", "arguments": {"text": "x"}}}
    headers = {"Content-Type": "application/json", "X-SPIFFE-ID": AGENT}
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        try:
            connection.request("POST", "/", json.dumps(body), headers)
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.002)
    raise TimeoutError("no answer")


def start_to_first_answer(directory, upstream):
    """Median seconds from exec to the first answered call, each with an empty state directory; None if not built."""
    times = []
    try:
        for number in range(STARTS):
            command, port = configure(directory / f"start-{number}", upstream, 1)
            begun = time.monotonic()
            process = spawn(command, directory / "start.log")
            running = Running("start", port, process)
            try:
                first_answer(port, 20)
                times.append(time.monotonic() - begun)
            finally:
                running.stop()
    except FileNotFoundError:
        return None
    return statistics.median(times)
