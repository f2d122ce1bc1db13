"""Every scenario of the demonstration with every client: what is allowed passes, what is refused says why."""

import pytest

from harness.stage import Stage
from scenarios import SCENARIOS

# A library of the first generation shows an HTTP status instead of the error that came with it.
STATUS_ONLY = {"request_too_large": "413", "invalid_jsonrpc": "400", "spiffe_auth_required": "401"}

# What JSON-RPC itself has codes for keeps them.
PROTOCOL_CODES = (-32700, -32600, -32602)


@pytest.fixture(scope="module", params=["auto", "legacy", "first"])
def stage(request, drivers, tmp_path_factory):
    with Stage(tmp_path_factory.mktemp(f"stage-{request.param}"), drivers[request.param]) as running:
        yield running


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.title.replace(" ", "-"))
def test_scenario(stage, scenario):
    seen = scenario.play(stage)
    assert scenario.failure(seen) is None, seen
    if scenario.code is None:
        return
    if seen.code is None:
        assert stage.client.mode == "first" and STATUS_ONLY[scenario.code] in seen.text, seen
    else:
        assert seen.number == -31000 - scenario.layer or scenario.layer == 2 and seen.number in PROTOCOL_CODES
        assert seen.text[0].isupper() and "." in seen.text, "sentences for people"


def test_a_refusal_is_recorded_with_its_decision(stage):
    stage.call("recorded", "close_account", name="ada")
    record = stage.gateway.wait_for_record(
        lambda one: one.get("tool") == "close_account" and "recorded" in one.get("spiffe_id", ""))
    assert record["decision"] == "DENY" and record["code"] == "authz_policy_denied"
    assert [layer["layer"] for layer in record["layers_traversed"]][-1] == 6


def test_no_credential_reaches_the_log(stage):
    from servers.samples import AWS_KEY

    stage.call("leaky", "echo", text=AWS_KEY)
    stage.call("reader", "read_config")
    assert AWS_KEY not in stage.gateway.audit_log.read_text()


def test_the_log_verifies_after_all_that(stage):
    assert stage.gateway.run("audit", "verify").returncode == 0
