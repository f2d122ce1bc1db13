"""MCP over HTTP written by hand, message by message: what the client libraries would hide is what is looked at."""

import http.client
import json
import threading
import time
from urllib.parse import urlsplit

MODERN = "2026-07-28"
PREFIX = "io.modelcontextprotocol/"
NAMED = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}
PATIENCE = 15  # seconds


class Event:
    """One event of a stream: id, retry and the parsed message, if it holds one."""

    def __init__(self, fields):
        self.id, self.retry = fields.get("id"), fields.get("retry")
        data = fields.get("data", "")
        self.message = json.loads(data) if data else None


def events(response):
    """The events of a response as they arrive."""
    fields = {}
    for line in iter(response.readline, b""):
        line = line.decode().rstrip("\r\n")
        if not line:
            if fields:
                yield Event(fields)
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            fields[name] = f"{fields[name]}\n{value}" if name == "data" and name in fields else value


class Answer:
    """What came back for one post: status, headers, every message in order, and the last of them."""

    def __init__(self, status, headers, messages, seen):
        self.status, self.headers, self.messages, self.events = status, headers, messages, seen
        self.last = messages[-1] if messages else None

    @property
    def result(self):
        assert self.last and "result" in self.last, (self.status, self.last)
        return self.last["result"]

    @property
    def code(self):
        return self.last["error"]["code"] if self.last and "error" in self.last else None

    @property
    def asides(self):
        """The messages before the answer."""
        return self.messages[:-1]


class Wire:
    """One client. `answers` gives the result for a request of the server: method -> params -> result."""

    def __init__(self, url, headers=None):
        self.url, self.own = urlsplit(url), headers or {}
        self.session, self.version, self.number = None, None, 0
        self.answers = {}

    # MARK: HTTP

    def connect(self):
        return http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=PATIENCE)

    def headers(self, extra=None):
        base = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"} | self.own
        if self.session:
            base["Mcp-Session-Id"] = self.session
        if self.version and self.version >= "2025-06-18":
            base["MCP-Protocol-Version"] = self.version
        merged = base | (extra or {})
        return {name: value for name, value in merged.items() if value is not None}

    def http(self, method, body=None, headers=None):
        """(status, headers, body) of one plain exchange."""
        connection = self.connect()
        connection.request(method, self.url.path, body, self.headers(headers))
        response = connection.getresponse()
        try:
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def post(self, message, headers=None):
        """Posts a message (or bytes) and reads everything that comes back, answering what the server asks."""
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        connection = self.connect()
        connection.request("POST", self.url.path, body, self.headers(headers))
        response = connection.getresponse()
        messages, seen = [], []
        if response.headers.get("Content-Type", "").startswith("text/event-stream"):
            for event in events(response):
                seen.append(event)
                if event.message is not None:
                    messages.append(event.message)
                    self.react(event.message)
        elif text := response.read():
            try:
                messages.append(json.loads(text))
            except ValueError:
                pass
        connection.close()
        return Answer(response.status, response.headers, messages, seen)

    def react(self, message):
        if "method" in message and "id" in message and message["method"] in self.answers:
            result = self.answers[message["method"]](message.get("params"))
            self.post({"jsonrpc": "2.0", "id": message["id"], "result": result})

    def listen(self, headers=None, seconds=2.0, enough=None):
        """The events of a GET within `seconds`, or until `enough` of them."""
        connection = self.connect()
        connection.request("GET", self.url.path, None, self.headers(headers) | {"Accept": "text/event-stream"})
        response = connection.getresponse()
        return response.status, gather(connection, response, seconds, enough)

    # MARK: Messages

    def next(self):
        self.number += 1
        return self.number

    def ask(self, method, params=None, headers=None, **more):
        """A request as the revision writes it."""
        message = {"jsonrpc": "2.0", "id": self.next(), "method": method, "params": params or {}} | more
        return self.post(message, headers)

    def call(self, name, /, **arguments):
        return self.ask("tools/call", {"name": name, "arguments": arguments})

    def initialize(self, version="2025-11-25", capabilities=None):
        params = {
            "protocolVersion": version, "capabilities": capabilities or {},
            "clientInfo": {"name": "wire", "version": "1"},
        }
        hello = self.ask("initialize", params)
        self.session = hello.headers.get("Mcp-Session-Id")
        self.version = hello.result["protocolVersion"]
        self.post({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return hello


class ModernWire(Wire):
    """A client of 2026-07-28: every request says all of itself."""

    def __init__(self, url, headers=None, capabilities=None):
        super().__init__(url, headers)
        self.version = MODERN
        self.capabilities = capabilities or {}

    def meta(self):
        return {
            PREFIX + "protocolVersion": MODERN, PREFIX + "clientCapabilities": self.capabilities,
            PREFIX + "clientInfo": {"name": "wire", "version": "1"},
        }

    def mirrored(self, method, params):
        headers = {"MCP-Protocol-Version": MODERN, "Mcp-Method": method}
        if method in NAMED and NAMED[method] in params:
            headers["Mcp-Name"] = params[NAMED[method]]
        return headers

    def ask(self, method, params=None, headers=None, **more):
        params = {"_meta": self.meta()} | (params or {})
        message = {"jsonrpc": "2.0", "id": self.next(), "method": method, "params": params} | more
        return self.post(message, self.mirrored(method, params) | (headers or {}))

    def stream(self, method, params, seconds=2.0, enough=None, during=None):
        """The messages of a stream that does not end by itself; `during` runs when it stands."""
        params = {"_meta": self.meta()} | params
        message = {"jsonrpc": "2.0", "id": self.next(), "method": method, "params": params}
        connection = self.connect()
        connection.request("POST", self.url.path, json.dumps(message), self.headers(self.mirrored(method, params)))
        response = connection.getresponse()
        if during:
            threading.Timer(0.2, during).start()
        return message["id"], response.status, gather(connection, response, seconds, enough)


def gather(connection, response, seconds, enough):
    """The messages that arrive within `seconds`, or until `enough` of them."""
    found, deadline = [], time.monotonic() + seconds
    watch = threading.Timer(seconds, lambda: connection.sock and connection.sock.shutdown(2))
    watch.start()
    try:
        for event in events(response):
            if event.message is not None:
                found.append(event.message)
            if (enough and len(found) >= enough) or time.monotonic() > deadline:
                break
    except (OSError, ValueError, AttributeError, http.client.HTTPException):
        pass
    finally:
        watch.cancel()
        connection.close()
    return found
