"""The gateway under test: the built program with a state directory, registry and policy of its own."""

import json
import os
import resource
import signal
import subprocess
import urllib.request
from pathlib import Path

import yaml

from . import places, policy, registry
from .process import Process, free_port, wait_until

READY_SECONDS = 20


def merged(base, changes):
    """`base` with `changes` laid over it, mapping by mapping."""
    result = dict(base)
    for key, value in changes.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result


class Gateway:
    """`entries` fill the registry; `settings` overlay the configuration; `rules` replace the policy."""

    def __init__(self, directory, entries, settings=None, rules=policy.POLICY, environment=None):
        self.directory = Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.state = self.directory / "state"
        self.port, self.control_port, self.decision_port = free_port(), free_port(), free_port()
        self.environment = environment or {}
        self.registry = self.directory / "registry.yaml"
        self.policies = self.directory / "opa"
        registry.write(self.registry, entries)
        policy.write(self.policies, rules)
        self.overlay = self.directory / "overlay.yaml"
        self.overlay.write_text(yaml.safe_dump(merged(self.defaults(), settings or {}), sort_keys=False))
        self.process = None

    def defaults(self):
        return {
            "state_directory": str(self.state),
            "listeners": {
                "data": {"host": "127.0.0.1", "port": self.port, "http_sse": True},
                "control": {"host": "127.0.0.1", "port": self.control_port},
            },
            "decision_point": {"listen": f"127.0.0.1:{self.decision_port}"},
            "audit": {"path": str(self.audit_log), "durability": "commit"},
            "registry": {"file": str(self.registry), "refresh_interval_ms": 1000},
            "policy": {"directory": str(self.policies)},
            "reload": {"poll_interval_ms": 100},
        }

    @property
    def audit_log(self):
        return self.state / "audit.jsonl"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/mcp"

    @property
    def configuration(self):
        return ["--config", places.ROOT / "config/precinct.yaml", "--config", self.overlay]

    def start(self):
        program = places.require(places.agw(), "the gateway (swift build, or AGW=path)")
        command = [program, "serve", *self.configuration]
        self.process = Process(command, self.directory / "gateway.log", cwd=places.ROOT, env=self.environment)
        self.process.wait_for(self.is_ready, READY_SECONDS, "the gateway to be ready")
        return self

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=2) as answer:
                return json.load(answer)["status"] == "ok"
        except OSError:
            return False

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()

    def stop(self, number=signal.SIGTERM):
        if self.process:
            self.process.send(signal.SIGCONT)
            return self.process.stop(number, seconds=15)

    # What an operator does.

    def agw(self, *words, check=True, text=None):
        """Runs one `agw` command against this gateway; its standard output."""
        done = self.run(*words, text=text)
        if check and done.returncode:
            raise RuntimeError(f"agw {' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def run(self, *words, text=None, configured=True):
        """The same without an opinion on how it ends; `configured` adds this gateway's files."""
        files = self.configuration if configured else []
        command = [str(word) for word in (places.agw(), *words, *files)]
        return subprocess.run(
            command, capture_output=True, text=True, timeout=60, input=text,
            cwd=places.ROOT, env={**os.environ, **self.environment})

    def records(self):
        """Every whole line of the log; a line without its end is being written, or was cut by a full disk."""
        text = self.audit_log.read_text() if self.audit_log.exists() else ""
        # Not splitlines: to Python, U+2028 inside of a string ends a line as well.
        return [json.loads(line) for line in text.split("\n")[:-1]]

    def metrics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.control_port}/metrics", timeout=5) as answer:
            return answer.read().decode()

    # What goes wrong on machines.

    def disk_full(self):
        """From now on no file of the process may grow, as on a full disk (the error is EFBIG, not ENOSPC)."""
        size = self.audit_log.stat().st_size
        _, hard = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, hard))

    def disk_free(self):
        _, hard = resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (hard, hard))

    def wait_for_record(self, matches, seconds=5):
        """The first audit entry for which `matches` holds."""
        found = []
        wait_until(lambda: found.extend(filter(matches, self.records())) or found, seconds, "an audit record")
        return found[0]


def as_agent(identity):
    """The headers that say who calls."""
    return {"X-SPIFFE-ID": identity}
