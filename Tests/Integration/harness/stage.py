"""A gateway with everything behind it that the scenarios need, and a real client in front."""

import json
import time
from dataclasses import dataclass

from . import registry, upstream
from .drivers import Refused
from .gateway import Gateway, as_agent
from .policy import agent

RISKS = {"delete_all": "critical", "send_message": "medium"}
LABELS = {"get_customer": ["sensitive"], "send_message": ["external"]}

# Small enough that every layer's limit can be reached in a moment.
SETTINGS = {
    "limits": {"body_bytes_max": 65536, "json_depth_max": 32},
    "rate_limit": {"requests_per_minute": 60, "burst": 25},
    "circuit_breaker": {"failure_threshold": 3, "reset_timeout_ms": 1000, "success_threshold": 1},
}


@dataclass
class Seen:
    """What the client got: a text, or a refusal with the gateway's code and layer (None if it told neither)."""

    sent: str
    seconds: float
    text: str
    allowed: bool
    code: str | None = None
    layer: int | None = None
    details: dict | None = None
    number: int | None = None  # of the JSON-RPC error
    structured: object = None

    @property
    def answered(self):
        return self.text if self.allowed else f"{self.code or 'refused'}: {self.text}"


class Stage:
    """Starts tool servers, guard model and gateway; `client` is a driver, opened anew for each identity."""

    def __init__(self, directory, client, settings=None):
        self.directory, self.client = directory, client
        self.tools = upstream.fastmcp(directory)
        self.flaky = upstream.faulty(directory, "fine")
        self.guard = upstream.guard(directory)
        entries = [described(tool, self.tools.url) for tool in self.tools.tools]
        entries += [described(tool, self.flaky.url) for tool in self.flaky.tools]
        deep_scan = {"url": self.guard.url, "from_risk_level": "high"}
        served = {"deep_scan": deep_scan, "upstream": {"url": self.tools.url}}
        self.gateway = Gateway(directory / "gateway", entries, SETTINGS | served | (settings or {}))
        self.identity = None

    def __enter__(self):
        self.gateway.start()
        return self

    def __exit__(self, *_):
        try:
            self.client.close()
        finally:
            for one in (self.gateway, self.guard, self.flaky, self.tools):
                one.stop()

    def speak_as(self, name, **headers):
        """Connects as an agent of this name, once; None says nothing about the caller."""
        wanted = (name, tuple(headers.items()))
        if self.identity != wanted:
            identity = as_agent(agent(name)) if name else {}
            self.client.open(self.gateway.url, identity | headers)
            self.identity = wanted

    def call(self, name, tool, headers=None, /, **arguments):
        """One tools/call as the agent `name`."""
        sent = f"{tool} {shortened(arguments)}"
        begun = time.monotonic()
        try:
            self.speak_as(name, **(headers or {}))
            begun = time.monotonic()
            answer = self.client.call(tool, **arguments)
        except Refused as refused:
            self.identity = None  # Some libraries give the connection up.
            data = refused.data if isinstance(refused.data, dict) else {}
            return Seen(sent, time.monotonic() - begun, refused.message, False, data.get("code"), data.get("layer"),
                        data.get("details"), refused.code)
        text = "".join(part.get("text", "") for part in answer["content"])
        return Seen(sent, answer["seconds"], text, not answer["is_error"], structured=answer["structured"])

    def approve(self, refused):
        """What a person does with a call that needs agreement; returns the single-use token."""
        answer = self.gateway.agw("approvals", "approve", refused.details["approval_id"], "--by", "tester", "--format", "json")
        return json.loads(answer)["token"]

    def put_secret(self, owner, value):
        """Stores a secret that one agent may use in one tool; returns the reference that stands for it."""
        name = f"{owner}-secret"
        self.gateway.agw("secrets", "put", name, "--owner", agent(owner), "--tool", "use_credential", text=value)
        return f"$SECRET{{{name}}}"


def described(tool, url):
    name = tool["name"]
    return registry.entry(tool, url, RISKS.get(name, "low"), LABELS.get(name, ()))


def shortened(arguments, limit=34):
    text = ", ".join(f"{key}={value!r}" for key, value in arguments.items())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
