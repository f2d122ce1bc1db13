"""Real MCP clients in processes of their own, spoken to in JSON lines (see clients/conversation.py)."""

import json
import os
import select
import subprocess

from .places import PYTHON1, PYTHON2, RELEASES, TESTS, python_of
from .process import _die_with_parent


class Refused(Exception):
    """The JSON-RPC error that the client library raised."""

    def __init__(self, error):
        super().__init__(error["message"])
        self.code, self.message, self.data = error["code"], error["message"], error["data"]


class Driver:
    """One client: `kind` is auto or legacy (mcp 2.x), a revision (mcp 2.x), first (mcp 1.x) or an early release."""

    def __init__(self, kind, log):
        if kind in RELEASES:
            python, program = python_of(kind), "driver0.py"
        else:
            python, program = (PYTHON1, "driver1.py") if kind == "first" else (PYTHON2, "driver2.py")
        self.mode = kind
        self.errors = open(log, "ab")
        self.child = subprocess.Popen(
            [python, TESTS / "clients" / program],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, bufsize=0,
            start_new_session=True, preexec_fn=_die_with_parent,
        )

    def ask(self, *, patience=60, **command):
        """Sends a command, returns the answer; raises Refused for an error."""
        self.child.stdin.write(json.dumps(command).encode() + b"\n")
        line = self._line(patience)
        answer = json.loads(line)
        if "error" in answer:
            raise Refused(answer["error"])
        return answer

    def open(self, url, headers=None):
        return self.ask(do="open", url=url, headers=headers or {}, mode=self.mode)

    def run(self, command):
        """Starts a server and speaks with it over its standard input and output."""
        return self.ask(do="open", command=command, mode=self.mode)

    def list(self):
        return self.ask(do="list")["tools"]

    def call(self, name, /, **arguments):
        return self.ask(do="call", name=name, arguments=arguments)

    def close(self):
        return self.ask(do="close")

    def stop(self):
        self.child.stdin.close()
        try:
            self.child.wait(10)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()
        self.errors.close()

    def _line(self, patience):
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([self.child.stdout], [], [], patience)
            part = os.read(self.child.stdout.fileno(), 65536) if ready else b""
            if not part:
                self.child.kill()
                raise RuntimeError(f"the {self.mode} client did not answer; see {self.errors.name}")
            line += part
        return line


class Drivers:
    """One driver of each kind, started when first asked for and again if it died."""

    def __init__(self, directory):
        self.directory, self.running = directory, {}

    def __getitem__(self, kind):
        driver = self.running.get(kind)
        if driver is None or driver.child.poll() is not None:
            driver = self.running[kind] = Driver(kind, self.directory / f"client-{kind}.log")
        return driver

    def stop(self):
        for driver in self.running.values():
            driver.stop()
