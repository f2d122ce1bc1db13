"""What no polite client sends and what no healthy server does: a clear refusal, nothing lost, nothing crashed."""

import json
import os
import subprocess
import time

import pytest

from harness import registry, upstream
from harness.gateway import Gateway
from harness.policy import AGENT, agent
from harness.rawhttp import Connection, call, exchange, request

PLAIN = [("Content-Type", "application/json"), ("X-SPIFFE-ID", AGENT)]
LIMIT = 65536
SETTINGS = {
    "limits": {"body_bytes_max": LIMIT, "json_depth_max": 32},
    "rate_limit": {"requests_per_minute": 1_000_000, "burst": 1_000_000},
    "sessions": {"refuse_from_risk_score": 101},
    "step_up": {"from_risk_score": 101},
    "listeners": {"data": {"request_timeout_ms": 1000}},
    "upstream": {"response_timeout_ms": 1000, "stream_idle_timeout_ms": 1000, "connect_timeout_ms": 500},
    "circuit_breaker": {"failure_threshold": 1000},
}


@pytest.fixture(scope="module")
def faulty(workspace):
    server = upstream.faulty(workspace, "fine")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def gateway(workspace, fastmcp, faulty):
    entries = [registry.entry(tool, fastmcp.url) for tool in fastmcp.tools]
    entries += [registry.entry(tool, faulty.url) for tool in faulty.tools]
    gone = {"name": "gone", "description": "Its server is away", "inputSchema": {"type": "object"}}
    entries.append(registry.entry(gone, "http://127.0.0.1:9/mcp"))
    limits = SETTINGS["upstream"]
    servers = {"upstream": limits | {"url": fastmcp.url}, "servers": {"faulty": limits | {"url": faulty.url}}}
    with Gateway(workspace / "bad-input", entries, SETTINGS | servers) as running:
        yield running


@pytest.fixture(autouse=True)
def still_whole(gateway):
    """After every test: the same process still answers an ordinary call."""
    yield
    assert gateway.process.is_running
    assert exchange(gateway.port, request(call("echo", {"text": "fine"}), PLAIN)).status == 200


def refused(answer, status, *codes):
    assert answer.status == status, answer
    told = answer.json
    assert told["code"] in codes, told
    assert told["message"].endswith(".") and told["decision_id"] and told["remediation"]
    assert "127.0.0.1" not in told["message"] and "Traceback" not in told["message"]
    return told


def send(gateway, body, headers=PLAIN, **more):
    return exchange(gateway.port, request(body, headers, **more))


ORDINARY = call("echo", {"text": "x"})

# Layer 1


def test_a_body_declared_too_large_is_refused_before_it_is_sent(gateway):
    with Connection(gateway.port) as connection:
        connection.send(request(b"", PLAIN, length=LIMIT + 1))
        refused(connection.answer(), 413, "request_too_large")


def test_a_body_that_grows_too_large_is_refused_while_it_streams(gateway):
    with Connection(gateway.port) as connection:
        connection.send(request(b"", PLAIN + [("Transfer-Encoding", "chunked")]))
        try:
            for _ in range(64):
                connection.send(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")
        except OSError:
            pass  # The gateway may close before it has read what it refuses.
        refused(connection.answer(), 413, "request_too_large")


def test_half_a_body_and_a_hang_up_leave_nothing_behind(gateway):
    for _ in range(20):
        with Connection(gateway.port) as connection:
            connection.send(request(ORDINARY, PLAIN)[:-10])


def test_half_a_body_and_silence_end_in_time(gateway):
    begun = time.monotonic()
    with Connection(gateway.port) as connection:
        connection.send(request(ORDINARY, PLAIN)[:-10])
        try:
            assert connection.answer().status in (400, 408)
        except ConnectionError:
            pass
    assert time.monotonic() - begun < 5


# Layer 2

BAD_BODIES = {
    "no JSON": b"hello",
    "an empty body": b"",
    "bad UTF-8": ORDINARY.replace(b'"x"', b'"\xff\xfe"'),
    "an overlong encoding": ORDINARY.replace(b'"x"', b'"\xc0\xaf"'),
    "a lone surrogate": ORDINARY.replace(b'"x"', b'"\\ud800"'),
    "a byte-order mark": b"\xef\xbb\xbf" + ORDINARY,
    "deep nesting": call("echo", {"text": "x"}).replace(b'"x"', b"[" * 40 + b"]" * 40),
    "very deep nesting": b"[" * 60000,
    "a duplicate key": ORDINARY.replace(b'"id": 1', b'"id": 1, "id": 2'),
    "a duplicate method": ORDINARY[:-1] + b', "method": "tools/list"}',
    "a duplicate key that is escaped": ORDINARY[:-1] + b', "m\\u0065thod": "tools/list"}',
    "a duplicate key far inside": ORDINARY.replace(b'"text": "x"', b'"text": "x", "text": "y"'),
    "trailing data": ORDINARY + b"{}",
    "a batch": b"[" + ORDINARY + b"," + ORDINARY + b"]",
    "an empty batch": b"[]",
    "another version": ORDINARY.replace(b'"2.0"', b'"1.0"'),
    "no method": b'{"jsonrpc": "2.0", "id": 1}',
    "an id that is an object": ORDINARY.replace(b'"id": 1', b'"id": {}'),
    "an id that is null": ORDINARY.replace(b'"id": 1', b'"id": null'),
    "not a number": ORDINARY.replace(b'"x"', b"NaN"),
    "parameters that are text": b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": "echo"}',
    "a tool name that is a number": ORDINARY.replace(b'"name": "echo"', b'"name": 7'),
    "no tool name": ORDINARY.replace(b'"name": "echo"', b'"label": "echo"'),
}


@pytest.mark.parametrize("what", BAD_BODIES)
def test_a_malformed_envelope_is_refused(gateway, what):
    refused(send(gateway, BAD_BODIES[what]), 400, "invalid_jsonrpc")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/json-seq", None])
def test_a_wrong_content_type_is_refused(gateway, kind):
    headers = [("X-SPIFFE-ID", AGENT)] + ([("Content-Type", kind)] if kind else [])
    answer = send(gateway, ORDINARY, headers)
    assert answer.status in (400, 415)
    assert answer.json["code"], answer


@pytest.mark.parametrize("head", [
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * 100_000 + b"\r\n\r\n",
    b"POST / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\x00" * 100 + b"\r\n\r\n",
])
def test_a_malformed_head_is_refused_or_cut(gateway, head):
    with Connection(gateway.port, 12) as connection:
        connection.send(head)
        try:
            assert 400 <= connection.answer().status < 600
        except (ConnectionError, IndexError, ValueError):
            pass


# Layer 3

BAD_IDENTITIES = {
    "no identity": [],
    "two identities": [("X-SPIFFE-ID", AGENT), ("X-SPIFFE-ID", agent("other"))],
    "the same identity twice": [("X-SPIFFE-ID", AGENT), ("X-SPIFFE-ID", AGENT)],
    "two in one header": [("X-SPIFFE-ID", f"{AGENT}, {agent('other')}")],
    "an empty identity": [("X-SPIFFE-ID", "")],
    "no SPIFFE ID": [("X-SPIFFE-ID", "https://poc.local/agent")],
    "a path that climbs": [("X-SPIFFE-ID", "spiffe://poc.local/agents/../admin")],
    "a foreign trust domain": [("X-SPIFFE-ID", "spiffe://evil.example/agents/mcp-client/my-agent/dev")],
}


@pytest.mark.parametrize("what", BAD_IDENTITIES)
def test_a_caller_without_one_clear_identity_is_refused(gateway, what):
    answer = send(gateway, ORDINARY, [("Content-Type", "application/json"), *BAD_IDENTITIES[what]])
    told = answer.json
    assert answer.status in (401, 403) and told["layer"] == 3, told


def test_the_spelling_of_header_names_does_not_hide_a_second_identity(gateway):
    headers = PLAIN + [("x-spiffe-id", agent("other"))]
    assert send(gateway, ORDINARY, headers).status in (401, 403)


# Layers 4 and 5


def test_an_unknown_tool_is_refused(gateway):
    refused(send(gateway, call("nothing", {})), 403, "tool_not_in_registry")


def test_tool_names_match_by_case_and_byte(gateway):
    for name in ("Echo", "echo ", "ech\u00f6", "e\u0441ho", "echo\u200b"):
        refused(send(gateway, call(name, {})), 403, "tool_not_in_registry")


def test_a_full_disk_under_the_log_refuses_calls_until_there_is_room(gateway):
    gateway.disk_full()
    try:
        for _ in range(3):
            refused(send(gateway, ORDINARY), 503, "audit_unavailable")
    finally:
        gateway.disk_free()
    deadline = time.monotonic() + 10
    while send(gateway, ORDINARY).status != 200:
        assert time.monotonic() < deadline, "it does not recover"
        time.sleep(0.2)
    assert gateway.run("audit", "verify").returncode == 0


def can_mount(directory):
    if os.geteuid() != 0:
        return False
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "none", str(directory)], capture_output=True)
    return mounted.returncode == 0


def test_a_file_system_that_runs_full_loses_no_answered_call(tmp_path, fastmcp):
    state = tmp_path / "state"
    state.mkdir()
    if not can_mount(state):
        pytest.skip("mounting a small file system needs root")
    try:
        entries = [registry.entry(tool, fastmcp.url) for tool in fastmcp.tools]
        with Gateway(tmp_path, entries, SETTINGS | {"upstream": {"url": fastmcp.url}}) as gateway:
            answered, refusal = [], None
            for _ in range(4000):
                answer = send(gateway, ORDINARY)
                if answer.status != 200:
                    refusal = answer
                    break
                answered.append(answer.headers["x-precinct-decision-id"])
            refused(refusal, 503, "audit_unavailable")
            recorded = {one.get("decision_id") for one in gateway.records() if one}
            assert answered and set(answered) <= recorded
            assert gateway.process.is_running
    finally:
        subprocess.run(["umount", "-l", str(state)], check=True)


# The other side


@pytest.mark.parametrize("manner", ["hang", "garbage", "not_json", "half", "wrong_id", "error", "reset", "endless", "silent"])
def test_a_tool_server_that_misbehaves_is_told_as_such(gateway, faulty, manner):
    faulty.control("/control/manner", manner)
    begun = time.monotonic()
    try:
        answer = send(gateway, call("flaky", {"text": "x"}))
    finally:
        faulty.control("/control/manner", "fine")
    assert time.monotonic() - begun < 10
    assert 500 <= answer.status < 600, answer
    assert answer.json["code"].startswith(("upstream_", "answer_")), answer.json
    assert "10.1.2.3" not in answer.body.decode()


def test_a_tool_server_that_is_away_is_told_as_such(gateway):
    answer = send(gateway, call("gone", {}))
    assert answer.status in (502, 503, 504) and answer.json["code"], answer


# Reload


def test_malformed_rego_keeps_the_old_policy_in_force(gateway):
    file = gateway.policies / "broken.rego"
    file.write_text("package mcp.authz\n\nallow if { this is not rego\n")
    try:
        reload = gateway.run("policy", "reload")
        assert reload.returncode == 1
        assert "broken.rego" in reload.stdout + reload.stderr
        assert send(gateway, ORDINARY).status == 200
        refused(send(gateway, call("close_account", {"name": "x"})), 403, "authz_policy_denied")
    finally:
        file.unlink()
    assert gateway.run("policy", "reload").returncode == 0


def test_a_malformed_registry_keeps_the_old_one_in_force(gateway):
    before = gateway.registry.read_text()
    gateway.registry.write_text(before + "  - name: [\n")
    time.sleep(0.5)
    try:
        assert send(gateway, ORDINARY).status == 200
    finally:
        gateway.registry.write_text(before)


# HTTP


@pytest.mark.parametrize("method, path, statuses", [
    ("GET", "/nowhere", (404,)), ("PUT", "/", (405,)), ("POST", "/nowhere", (404,)), ("OPTIONS", "/mcp", (200, 204, 403, 405)),
    ("POST", "/../etc/passwd", (400, 404)), ("TRACE", "/", (405, 501, 400)),
])
def test_other_methods_and_paths_are_refused(gateway, method, path, statuses):
    assert send(gateway, ORDINARY, method=method, path=path).status in statuses


def test_a_foreign_origin_is_refused(gateway):
    assert send(gateway, ORDINARY, PLAIN + [("Origin", "https://evil.example")]).status == 403


def test_requests_in_a_row_on_one_connection_are_answered_in_order(gateway):
    with Connection(gateway.port) as connection:
        connection.send(b"".join(request(call("echo", {"text": f"number {n}"}, n), PLAIN) for n in range(1, 6)))
        for number in range(1, 6):
            answer = connection.answer().json
            assert answer["id"] == number and f"number {number}" in json.dumps(answer)
