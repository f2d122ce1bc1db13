"""No body may mean one thing to the gateway and another to the official library: what passes is read alike by both."""

import http.client
import json
import random
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from mcp.types import jsonrpc_message_adapter

from harness import registry
from harness.gateway import Gateway, as_agent
from harness.policy import AGENT

EVERYTHING_ALLOWED = """
package mcp.authz

import rego.v1

default allow := true
"""
TOOLS = ("echo", "echo2", "Echo", "e")
SEED, ROUNDS = 20261125, 1200
KNOWN = ("jsonrpc", "id", "method", "params")


def definitions():
    return [{"name": name, "description": "", "inputSchema": {"type": "object"}} for name in TOOLS]


class Reader(BaseHTTPRequestHandler):
    """Reads each body as the library does, keeps what it understood, and answers the id that it saw."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            message = jsonrpc_message_adapter.validate_json(body).model_dump(by_alias=True, exclude_unset=True)
        except ValueError:
            message = None
        method = message and message.get("method")
        if method == "initialize":
            result = {
                "protocolVersion": "2025-06-18", "capabilities": {"tools": {}},
                "serverInfo": {"name": "reader", "version": "1"},
            }
        elif method == "tools/list":
            # The gateway looks for itself before it lets a call pass.
            result = {"tools": definitions()}
        else:
            result = {"content": [{"type": "text", "text": "read"}]}
            if method != "notifications/initialized":
                self.server.read.append((body, message))
        if message and "id" in message:
            self.answer(200, json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode())
        else:
            self.answer(202 if message else 400, b"")

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def reader():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Reader)
    server.read = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture(scope="module")
def gateway(reader, workspace):
    url = f"http://127.0.0.1:{reader.server_port}/mcp"
    settings = {
        "upstream": {"url": url},
        "rate_limit": {"requests_per_minute": 1_000_000, "burst": 1_000_000},
        "circuit_breaker": {"failure_threshold": 1000},
    }
    entries = [registry.entry(tool, url) for tool in definitions()]
    with Gateway(workspace / "differential", entries, settings, rules=EVERYTHING_ALLOWED) as running:
        yield running


class Mutations:
    """Bodies that are nearly a call of `echo`, in ways that parsers have disagreed about."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.ways = [
            self.repeat_member, self.escape_key, self.change_case, self.other_id, self.wrap, self.noise, self.cut,
            self.flip, self.number, self.add_member, self.other_name, self.swap_params,
        ]

    def body(self):
        text = json.dumps(
            {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "echo", "arguments": {"text": "x"}}},
            separators=self.random.choice([(",", ":"), (", ", ": ")]))
        body = text.encode()
        for _ in range(self.random.choice([1, 1, 1, 2, 3])):
            body = self.random.choice(self.ways)(body)
        return body

    def member(self):
        return self.random.choice([
            b'"name":"echo2"', b'"method":"tools/list"', b'"id":8', b'"jsonrpc":"1.0"', b'"params":{"name":"Echo"}',
            b'"arguments":{"text":"y"}', b'"result":{}', b'"error":{"code":1,"message":"m"}', b'"method":"initialize"',
            b'"Name":"echo2"', b'"name ":"echo2"', b'"n\\u0061me":"echo2"', b'"name":null', b'"name\\u0000":"e"',
        ])

    def repeat_member(self, body):
        places = [match.end() for match in re.finditer(rb"[{,]", body)]
        at = self.random.choice(places) if places else 0
        return body[:at] + self.member() + b"," + body[at:]

    def add_member(self, body):
        places = [match.start() for match in re.finditer(rb"}", body)]
        at = self.random.choice(places) if places else len(body)
        return body[:at] + b"," + self.member() + body[at:]

    def escape_key(self, body):
        letters = [match.start() for match in re.finditer(rb"[a-z/]", body)]
        at = self.random.choice(letters) if letters else 0
        return body[:at] + b"\\u%04x" % body[at] + body[at + 1:]

    def change_case(self, body):
        at = self.random.randrange(max(len(body), 1))
        return body[:at] + body[at:at + 1].swapcase() + body[at + 1:]

    def other_id(self, body):
        ids = [b"null", b'"7"', b"7.0", b"7e0", b"-0", b"1e400", b"9223372036854775808", b"true", b"[7]", b'"\\ud800"', b"07"]
        return body.replace(b'"id":7', b'"id":' + self.random.choice(ids)).replace(b'"id": 7', b'"id": ' + self.random.choice(ids))

    def other_name(self, body):
        names = [b'"echo\\u0000"', b'"\\u0065cho"', b'"echo "', b'"ech\xc3\xb8"', b'"e\\u200bcho"', b"null", b'["echo"]', b'"Echo"']
        return body.replace(b'"echo"', self.random.choice(names))

    def number(self, body):
        return body.replace(b'"x"', self.random.choice([b"NaN", b"Infinity", b"1e999", b"-", b"0x1", b"1_0", b"1.", b".5", b"1" * 400]))

    def wrap(self, body):
        before, after = self.random.choice([
            (b"[", b"]"), (b"\xef\xbb\xbf", b""), (b"/**/", b""), (b"", b"//"), (b"", b"{}"), (b"", b"\x00"), (b" \n", b"\t "),
            (b"", b',{"id":1}'), (b"\x1e", b"\n"), (b"", body),
        ])
        return before + body + after

    def noise(self, body):
        junk = self.random.choice([b"\x00", b"\xff", b"\xc0\xae", b"\xed\xa0\x80", b"\x0c", b"\xe2\x80\xa8", b"\\", b'"', b"{", b"'"])
        at = self.random.randrange(len(body) + 1)
        return body[:at] + junk + body[at:]

    def cut(self, body):
        return body[: self.random.randrange(len(body) + 1)]

    def flip(self, body):
        if not body:
            return body
        at = self.random.randrange(len(body))
        return body[:at] + bytes([body[at] ^ (1 << self.random.randrange(8))]) + body[at + 1:]

    def swap_params(self, body):
        return body.replace(b'"params"', self.random.choice([b'"Params"', b'"params\\u0020"', b'"\\u0070arams"', b'"argument"']))


def test_what_passes_is_read_alike(gateway, reader):
    mutations = Mutations(SEED)
    headers = {
        "Content-Type": "application/json", "Accept": "application/json, text/event-stream", **as_agent(AGENT),
    }
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=20)
    decided, passed = {}, []
    for _ in range(ROUNDS):
        body, before = mutations.body(), len(reader.read)
        connection.request("POST", "/mcp", body, headers)
        answer = connection.getresponse()
        answer.read()
        decision = answer.headers["X-Precinct-Decision-Id"]
        assert answer.status < 500, body
        assert decision, body
        if len(reader.read) > before:
            passed.append((body, decision, reader.read[-1]))
    connection.close()
    for entry in gateway.records():
        if "decision_id" in entry:
            decided.setdefault(entry["decision_id"], entry)
    assert 100 < len(passed) < ROUNDS
    for body, decision, (forwarded, message) in passed:
        entry = decided[decision]
        assert message is not None, f"passed on what the library cannot read: {body!r} as {forwarded!r}"
        assert message["method"] == entry["method"], body
        if message["method"] == "tools/call":
            assert message["params"]["name"] == entry["tool"], body
        strict = json.loads(body, object_pairs_hook=unrepeated)
        # The library forgets members of the message that JSON-RPC does not know.
        assert {key: value for key, value in strict.items() if key in KNOWN} == message, body


def unrepeated(pairs):
    assert len({key for key, _ in pairs}) == len(pairs), f"passed with a repeated member: {pairs}"
    return dict(pairs)
