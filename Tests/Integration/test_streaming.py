"""Event streams pass the gateway event by event: what the tool server sends now, the client has now."""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness import places, registry
from harness.gateway import Gateway, as_agent
from harness.policy import AGENT
from harness.rawhttp import Connection, request
from harness.upstream import STREAMABLE
from harness.wire import Wire

STEPS, INTERVAL = 5, 0.2


@pytest.fixture(scope="module")
def gateway(workspace, fastmcp):
    entries = [registry.entry(tool, fastmcp.url) for tool in fastmcp.tools]
    with Gateway(workspace / "streaming", entries, {"upstream": {"url": fastmcp.url}}) as running:
        yield running


def headers(session=None):
    found = [("Content-Type", "application/json"), ("Accept", STREAMABLE), ("X-SPIFFE-ID", AGENT)]
    return found + ([("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-06-18")] if session else [])


def message(method, params=None, number=None):
    body = {"jsonrpc": "2.0", "method": method, "params": params or {}}
    return json.dumps(body | ({} if number is None else {"id": number})).encode()


def open_session(connection):
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "raw", "version": "1"}}
    connection.send(request(message("initialize", hello, 0), headers(), path="/mcp"))
    session = connection.answer().headers["mcp-session-id"]
    connection.send(request(message("notifications/initialized"), headers(session), path="/mcp"))
    assert connection.answer().status == 202
    return session


def progress_call(number=1):
    params = {"name": "progress", "arguments": {"steps": STEPS, "interval": INTERVAL}, "_meta": {"progressToken": "t"}}
    return message("tools/call", params, number)


def test_events_arrive_one_by_one(gateway):
    with Connection(gateway.port) as connection:
        session = open_session(connection)
        connection.send(request(progress_call(), headers(session), path="/mcp"))
        answer = connection.answer()
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "no-cache" in answer.headers.get("cache-control", "")
    steps = [seconds for seconds, piece in answer.arrivals if b"notifications/progress" in piece]
    assert len(steps) == STEPS, answer.arrivals
    gaps = [later - earlier for earlier, later in zip(steps, steps[1:])]
    assert all(gap > INTERVAL / 2 for gap in gaps), gaps
    assert b'"result"' in answer.arrivals[-1][1] or b'"result"' in answer.body.split(b"data:")[-1]


def test_a_stream_does_not_hold_up_other_calls(gateway):
    with Connection(gateway.port) as stream, Connection(gateway.port) as other:
        session = open_session(stream)
        stream.send(request(progress_call(), headers(session), path="/mcp"))
        begun = time.monotonic()
        other.send(request(message("tools/call", {"name": "echo", "arguments": {"text": "quick"}}, 2),
                           headers(session), path="/mcp"))
        assert b"quick" in other.answer().body
        assert time.monotonic() - begun < STEPS * INTERVAL / 2
        assert stream.answer().status == 200


def test_a_client_that_hangs_up_leaves_the_gateway_whole(gateway):
    for _ in range(5):
        with Connection(gateway.port) as connection:
            session = open_session(connection)
            connection.send(request(progress_call(), headers(session), path="/mcp"))
            time.sleep(INTERVAL * 1.5)
    with Connection(gateway.port) as connection:
        session = open_session(connection)
        connection.send(request(message("tools/call", {"name": "echo", "arguments": {"text": "alive"}}, 3),
                                headers(session), path="/mcp"))
        assert b"alive" in connection.answer().body


def test_a_large_answer_passes_whole(gateway):
    with Connection(gateway.port) as connection:
        session = open_session(connection)
        connection.send(request(message("tools/call", {"name": "big", "arguments": {"size": 2_000_000}}, 4),
                                headers(session), path="/mcp"))
        answer = connection.answer()
    assert answer.body.count(b"x" * 1000) >= 1990


def test_idle_streams_take_no_calls_place(workspace, fastmcp):
    """More streams than there are connections for calls, and a call still comes through."""
    entries = [registry.entry(tool, fastmcp.url) for tool in fastmcp.tools]
    settings = {
        "listeners": {"data": {"threads": 1}},
        "upstream": {"url": fastmcp.url, "connections_max": 2, "waiting_timeout_ms": 500},
    }
    with Gateway(workspace / "many-streams", entries, settings) as gateway:
        wires = [Wire(gateway.url, as_agent(AGENT)) for _ in range(5)]
        for wire in wires:
            wire.initialize()
        with ThreadPoolExecutor(len(wires)) as pool:
            listening = [pool.submit(wire.listen, seconds=3) for wire in wires]
            time.sleep(1)
            assert wires[0].call("echo", text="through").result["content"][0]["text"] == "through"
            assert {stream.result()[0] for stream in listening} == {200}


def resident_megabytes(process):
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) / 1024


def test_a_client_that_does_not_read_costs_no_memory(workspace):
    """A server on pipes says far more than fits between it and a client that never reads."""
    command = [sys.executable, str(places.TESTS / "servers/chatty_server.py")]
    tool = {"name": "chatter", "description": "Says very much", "inputSchema": {"type": "object"}}
    settings = {"upstream": {"command": command, "url": None}}
    with Gateway(workspace / "chatty", [registry.entry(tool, command)], settings) as gateway:
        with Connection(gateway.port) as connection:
            session = open_session(connection)
            before = resident_megabytes(gateway.process)
            body = message("tools/call", {"name": "chatter", "arguments": {}}, 1)
            connection.send(request(body, headers(session), path="/mcp"))
            peak, deadline = before, time.monotonic() + 5
            while time.monotonic() < deadline:
                peak = max(peak, resident_megabytes(gateway.process))
                time.sleep(0.05)
        assert peak - before < 160, f"grew by {peak - before:.0f} MB"
        assert gateway.run("status").returncode == 0
