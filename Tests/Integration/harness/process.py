"""Child processes that end when the test ends, whatever happens to the test."""

import ctypes
import os
import signal
import socket
import subprocess
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1


def free_port():
    """A loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, seconds, what):
    """Polls `condition` until it holds; raises after `seconds` with `what` was waited for."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.02)


def is_listening(port):
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # A file that may not grow shall be an error of write(2), as a full disk is, not a signal.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


class Process:
    """A child in a session of its own; its output goes to a file that failures quote."""

    def __init__(self, command, log, cwd=None, env=None):
        self.log = Path(log)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, "ab") as output:
            self.child = subprocess.Popen(
                [str(word) for word in command],
                cwd=cwd,
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    @property
    def pid(self):
        return self.child.pid

    @property
    def is_running(self):
        return self.child.poll() is None

    def output(self):
        return self.log.read_text(errors="replace")

    def wait_for_port(self, port, seconds=20):
        self.wait_for(lambda: is_listening(port), seconds, f"port {port}")

    def wait_for(self, condition, seconds, what):
        """Waits for `condition`; a child that ends meanwhile fails at once, with its output."""

        def holds():
            if not self.is_running:
                raise RuntimeError(f"ended with {self.child.returncode}:\n{self.output()[-4000:]}")
            return condition()

        try:
            wait_until(holds, seconds, what)
        except TimeoutError as error:
            raise TimeoutError(f"{error}\n{self.output()[-4000:]}") from None

    def send(self, number):
        if self.is_running:
            os.killpg(self.pid, number)

    def stop(self, number=signal.SIGTERM, seconds=10):
        """Signals the whole session and waits; kills what is left. Returns the exit status."""
        self.send(number)
        try:
            self.child.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self.child.wait()
        return self.child.returncode
