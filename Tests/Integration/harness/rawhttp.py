"""HTTP/1.1 over a plain socket, for what no polite client would send, and for timing what comes back."""

import json
import socket
import time
from dataclasses import dataclass, field


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes
    arrivals: list = field(default_factory=list)  # (seconds since the request, bytes) of each piece of the body

    @property
    def json(self):
        return json.loads(self.body)


class Connection:
    """One TCP connection to a loopback port."""

    def __init__(self, port, seconds=20):
        self.socket = socket.create_connection(("127.0.0.1", port), seconds)
        self.seconds = seconds
        self.deadline = time.monotonic() + seconds
        self.left = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.settimeout(self.seconds)
        self.socket.sendall(data)

    def answer(self, limit=64_000_000):
        """Reads one answer: by Content-Length, by chunks, or until the peer closes; in time as a whole."""
        begun = time.monotonic()
        self.deadline = begun + self.seconds
        head = self._until(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        answer = Answer(int(lines[0].split()[1]), headers, b"")

        def arrived(piece):
            answer.body += piece
            answer.arrivals.append((time.monotonic() - begun, piece))
            if len(answer.body) > limit:
                raise ValueError(f"an answer of more than {limit} bytes")

        if answer.status in (204, 304):
            return answer
        if headers.get("transfer-encoding") == "chunked":
            while size := int(self._until(b"\r\n").split(b";")[0], 16):
                arrived(self._exactly(size))
                self._exactly(2)
            self._until(b"\r\n")
        elif "content-length" in headers:
            if size := int(headers["content-length"]):
                arrived(self._exactly(size))
        else:
            while piece := self.left or self._some(or_end=True):
                self.left = b""
                arrived(piece)
        return answer

    def _until(self, mark):
        while mark not in self.left:
            self.left += self._some()
        part, _, self.left = self.left.partition(mark)
        return part

    def _exactly(self, size):
        while len(self.left) < size:
            self.left += self._some()
        part, self.left = self.left[:size], self.left[size:]
        return part

    def _some(self, or_end=False):
        self.socket.settimeout(max(self.deadline - time.monotonic(), 0.001))
        piece = self.socket.recv(65536)
        if not piece and not or_end:
            raise ConnectionError("the peer closed before its answer was whole")
        return piece


def request(body, headers=(), method="POST", path="/", length=None):
    """The bytes of one request. `headers` are (name, value) pairs, sent as given; `length` overrides the true one."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers]
    if not any(name.lower() in ("content-length", "transfer-encoding") for name, _ in headers):
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def exchange(port, data, seconds=20):
    """Sends bytes on a new connection and reads one answer."""
    with Connection(port, seconds) as connection:
        connection.send(data)
        return connection.answer()


def call(name, arguments, number=1):
    """The body of one tools/call."""
    params = {"name": name, "arguments": arguments}
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}).encode()
