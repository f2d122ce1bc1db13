"""Start, drain, crash and restart: nothing that was answered is lost."""

import json
import os
import signal
import threading
import time

import pytest

from harness import places, registry
from harness.gateway import Gateway
from harness.policy import AGENT
from harness.process import Process, is_listening, wait_until
from harness.rawhttp import Connection, call, exchange, request

PLAIN = [("Content-Type", "application/json"), ("X-SPIFFE-ID", AGENT)]
MANY = {"rate_limit": {"requests_per_minute": 10_000_000, "burst": 1_000_000}}


@pytest.fixture
def make(tmp_path, fastmcp):
    made = []

    def make(name, settings=None, **more):
        entries = [registry.entry(tool, fastmcp.url) for tool in fastmcp.tools]
        gateway = Gateway(tmp_path / name, entries, {"upstream": {"url": fastmcp.url}} | MANY | (settings or {}), **more)
        made.append(gateway)
        return gateway

    yield make
    for gateway in made:
        gateway.stop(signal.SIGKILL)


def test_a_call_under_way_finishes_after_sigterm_and_new_ones_are_refused(make):
    gateway = make("drain").start()
    with Connection(gateway.port) as connection:
        connection.send(request(call("slow", {"seconds": 2}), PLAIN))
        time.sleep(0.5)
        gateway.process.send(signal.SIGTERM)
        wait_until(lambda: not is_listening(gateway.port), 1.5, "the listener to close")
        answer = connection.answer()
    assert answer.status == 200 and "slept 2" in json.dumps(answer.json)
    wait_until(lambda: not gateway.process.is_running, 20, "the gateway to end")
    assert gateway.process.child.returncode == 0
    decision = answer.headers["x-precinct-decision-id"]
    assert {"decision", "outcome"} == {one["event"] for one in gateway.records() if one.get("decision_id") == decision}
    assert gateway.run("audit", "verify").returncode == 0


def hammer(port, decisions, ending, number):
    """Calls until the gateway goes away; notes the decision of each answered call."""
    body = call("echo", {"text": f"worker {number}"})
    try:
        with Connection(port) as connection:
            while not ending.is_set():
                connection.send(request(body, PLAIN))
                answer = connection.answer()
                if answer.status == 200:
                    decisions.append(answer.headers["x-precinct-decision-id"])
    except OSError:
        pass


def test_a_crash_under_load_loses_no_answered_call(make):
    gateway = make("crash").start()
    for round_number in range(3):
        decisions, ending = [], threading.Event()
        workers = [threading.Thread(target=hammer, args=(gateway.port, decisions, ending, n)) for n in range(8)]
        for worker in workers:
            worker.start()
        time.sleep(1 + 0.3 * round_number)
        gateway.process.send(signal.SIGKILL)
        ending.set()
        for worker in workers:
            worker.join(10)
        gateway.process.stop()
        assert len(decisions) > 20
        gateway.start()
        recorded = {one.get("decision_id") for one in gateway.records()}
        missing = [one for one in decisions if one not in recorded]
        assert not missing, f"{len(missing)} of {len(decisions)} answered calls are not in the log"
        verified = gateway.run("audit", "verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
    assert exchange(gateway.port, request(call("echo", {"text": "again"}), PLAIN)).status == 200


def refuses_to_start(gateway, *hints):
    """The gateway must end by itself, not with a crash, and its words must hold one of the hints."""
    program = [places.agw(), "serve", *gateway.configuration]
    process = Process(program, gateway.directory / "refused.log", cwd=places.ROOT)
    try:
        wait_until(lambda: not process.is_running, 10, "the gateway to give up")
    finally:
        process.stop(signal.SIGKILL)
    assert process.child.returncode in (1, 2), process.output()
    assert any(hint in process.output().lower() for hint in hints), process.output()


def test_a_port_in_use_is_told(make):
    first, second = make("first").start(), make("second")
    second.overlay.write_text(second.overlay.read_text().replace(str(second.port), str(first.port)))
    refuses_to_start(second, "in use", str(first.port))


def test_an_unwritable_state_directory_is_told(make, tmp_path):
    gateway = make("unwritable")
    if os.geteuid() == 0:
        # Root may write anywhere but in a directory that is a file.
        gateway.state.write_text("in the way")
    else:
        gateway.state.mkdir(mode=0o500)
    refuses_to_start(gateway, str(gateway.state).lower(), "state")


@pytest.mark.parametrize("change, hint", [
    ({"audit": {"durabilty": "commit"}}, "durability"),
    ({"rate_limit": {"burst": -1}}, "burst"),
    ({"profile": "prod_standard"}, "header"),
])
def test_a_wrong_configuration_is_told_with_its_remedy(make, change, hint):
    gateway = make("wrong", change)
    refuses_to_start(gateway, hint)
    files = gateway.configuration[1::2]
    assert gateway.run("validate", *files, configured=False).returncode == 1


def test_the_gateway_answers_soon_after_it_starts(make):
    gateway = make("quick")
    begun = time.monotonic()
    gateway.start()
    assert time.monotonic() - begun < 5
