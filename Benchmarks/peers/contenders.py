"""What is compared: each starts on a free loopback port in front of the tool server."""

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PR_SET_PDEATHSIG = 1


class Running:
    """A started contender: where it answers and which process to measure (None: nothing stands between)."""

    def __init__(self, name, port, process=None, path="/mcp", headers=()):
        self.name, self.port, self.process, self.path, self.headers = name, port, process, path, headers

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{self.path}"

    def stop(self):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def spawn(command, log):
    with open(log, "ab") as output:
        return subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True, preexec_fn=lambda: ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL))


def start(name, command, port, log, seconds=30, **where):
    """Runs a command and waits until it listens."""
    process = spawn(command, log)
    deadline = time.monotonic() + seconds
    while not is_listening(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{name} does not listen:\n{Path(log).read_text(errors='replace')[-2000:]}")
        time.sleep(0.01)
    return Running(name, port, process, **where)


def fill(template, file, **values):
    """Writes a template with its @NAMES@ replaced."""
    text = (HERE / template).read_text()
    for name, value in values.items():
        text = text.replace(f"@{name.upper()}@", str(value))
    file.write_text(text)
    return file


def echo(directory, streams=False):
    port = free_port()
    command = [ROOT / ".cache/bench/mcp-echo", "-port", port] + (["-sse"] if streams else [])
    return start("direct", command, port, directory / "echo.log")


def nginx(directory, upstream):
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if program is None:
        raise FileNotFoundError("nginx is not installed (scripts/deps bench)")
    port = free_port()
    file = fill("nginx.conf", directory / "nginx.conf", directory=directory, port=port, upstream=upstream)
    return start("nginx", [program, "-c", file, "-p", directory, "-e", "stderr"], port, directory / "nginx.log")


def envoy(directory, upstream):
    program = ROOT / ".venv-envoy/bin/envoy"
    if not program.exists():
        raise FileNotFoundError("its PyPI package is not installed (scripts/python-env envoy)")
    port = free_port()
    file = fill("envoy.yaml", directory / "envoy.yaml", port=port, upstream=upstream)
    command = [program, "-c", file, "--concurrency", "1", "--use-dynamic-base-id", "-l", "error"]
    return start("envoy mcp_router", command, port, directory / "envoy.log")
