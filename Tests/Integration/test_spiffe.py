"""The embedded authority, its Workload API and mutual TLS, with the official SPIFFE library, openssl and curl."""

import json
import os
import socket
import ssl
import subprocess
import time

import pytest

from harness import places, registry
from harness.gateway import Gateway
from harness.policy import AGENT
from harness.process import Process, free_port, wait_until
from harness.rawhttp import call, exchange, request

PYTHON = places.ROOT / ".venv-spiffe/bin/python"
SHORT = {"svid_ttl_ms": 4000, "jwt_svid_ttl_ms": 4000, "lifetime_ms": 12000}
LISTING = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
BODY = call("echo", {"text": "by certificate"})


class Secure(Gateway):
    """A gateway whose listener speaks TLS with its own SVID."""

    def __init__(self, directory, entries, settings=None, **more):
        super().__init__(directory, entries, settings, **more)
        self.socket = self.directory / "agent.sock"
        # The longest path of a Unix socket is short.
        assert len(str(self.socket)) < 108

    def defaults(self):
        settings = super().defaults()
        settings["listeners"]["data"]["svid"] = True
        settings["identity"] = {"authority": {"socket": str(self.directory / "agent.sock")}}
        return settings

    def is_ready(self):
        ports = (self.port, self.control_port)
        return self.socket.exists() and all(listens(port) for port in ports)

    def register(self, identity=AGENT, uid=None, *more):
        uid = os.geteuid() if uid is None else uid
        return self.agw("identity", "register", "--spiffe-id", identity, "--selector", f"unix:uid:{uid}", *more)

    def workload(self, directory, seconds=0):
        directory.mkdir(exist_ok=True)
        command = [str(PYTHON), str(places.TESTS / "clients/workload.py"), str(self.socket), str(directory), str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def connect(self, files, version=ssl.TLSVersion.TLSv1_3):
        """A TLS connection with the certificate in `files`, or without one."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = context.maximum_version = version
        if files is None:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        else:
            context.load_verify_locations(files / "bundle.pem")
            context.load_cert_chain(files / "svid.pem", files / "key.pem")
        plain = socket.create_connection(("127.0.0.1", self.port), 10)
        return context.wrap_socket(plain, server_hostname="localhost")


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def answer(connection):
    """Status and body of one answer with a length."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            raise ConnectionError("closed")
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1])
    while len(body) < length:
        body += connection.recv(65536)
    return int(head.split()[1]), body


@pytest.fixture(scope="session", autouse=True)
def library():
    places.require(PYTHON, "the Python environment of the SPIFFE library (run scripts/python-env spiffe)")


@pytest.fixture
def make(tmp_path, fastmcp):
    made = []

    def make(name, authority=None, identity=None, **more):
        entries = [registry.entry(tool, fastmcp.url) for tool in fastmcp.tools]
        settings = {"upstream": {"url": fastmcp.url}, "identity": {"authority": authority or {}} | (identity or {})}
        gateway = Secure(tmp_path / name, entries, settings, **more).start()
        made.append(gateway)
        return gateway

    yield make
    for gateway in made:
        gateway.stop()


def openssl(*words):
    return subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, timeout=30)


@pytest.mark.slow
def test_the_official_library_fetches_everything_and_sees_it_rotate(make, tmp_path):
    gateway = make("g", SHORT)
    gateway.register()
    seen = gateway.workload(tmp_path / "w", seconds=10)
    assert seen["spiffe_id"] == seen["jwt_id"] == seen["validated"] == AGENT
    assert seen["jwt_audience"] == ["https://gateway.example"] and seen["jwt_key_known"]
    assert len(set(seen["serials"])) >= 3 and not seen["failures"], seen
    # A successor of the authority is published while the first one still signs.
    assert max(seen["authorities"]) == 2, seen

    gateway.workload(tmp_path / "w")
    checked = openssl("verify", "-CAfile", tmp_path / "w/bundle.pem", tmp_path / "w/svid.pem")
    assert checked.returncode == 0, checked.stderr
    text = openssl("x509", "-in", tmp_path / "w/svid.pem", "-noout", "-text").stdout
    assert f"URI:{AGENT}" in text and "CA:FALSE" in text and "Digital Signature" in text
    assert "Certificate Sign" not in text
    other = openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                    tmp_path / "k", "-out", tmp_path / "other.pem", "-subj", "/CN=other", "-days", "1")
    assert other.returncode == 0
    assert openssl("verify", "-CAfile", tmp_path / "other.pem", tmp_path / "w/svid.pem").returncode != 0


def test_a_caller_without_an_entry_is_refused_until_it_has_one(make, tmp_path):
    gateway = make("g")
    assert "refused" in gateway.workload(tmp_path / "w")
    gateway.register(uid=os.geteuid() + 1)
    assert "refused" in gateway.workload(tmp_path / "w")
    gateway.register()
    assert gateway.workload(tmp_path / "w")["spiffe_id"] == AGENT


def test_keys_are_for_the_owner_only_and_never_in_the_log(make, tmp_path):
    gateway = make("g")
    gateway.register()
    gateway.workload(tmp_path / "w")
    path = gateway.state / "authority.json"
    assert path.stat().st_mode & 0o777 == 0o600
    log = (gateway.directory / "gateway.log").read_text() + gateway.audit_log.read_text()
    for secret in [one["key"] for kind in ("x509_authorities", "jwt_authorities") for one in json.loads(path.read_text())[kind]]:
        assert secret not in log
    assert "PRIVATE KEY" not in log


def test_the_authority_is_the_same_after_a_restart(make, tmp_path):
    gateway = make("g")
    gateway.register()
    gateway.workload(tmp_path / "w")
    gateway.stop()
    gateway.start()
    with gateway.connect(tmp_path / "w") as connection:
        connection.sendall(request(BODY, [("Content-Type", "application/json")]))
        assert answer(connection)[0] == 200


def test_a_connection_outlives_rotations_of_both_ends(make, tmp_path):
    gateway = make("g", {"svid_ttl_ms": 6000, "lifetime_ms": 20000, "jwt_svid_ttl_ms": 4000})
    gateway.register(AGENT, None, "--ttl", "1h")
    gateway.workload(tmp_path / "w")
    with gateway.connect(tmp_path / "w") as connection:
        first = connection.getpeercert(True)
        for _ in range(4):
            connection.sendall(request(BODY, [("Content-Type", "application/json")]))
            status, body = answer(connection)
            assert status == 200 and b"by certificate" in body
            time.sleep(1.5)
        gateway.workload(tmp_path / "w")
        with gateway.connect(tmp_path / "w") as second:
            assert second.getpeercert(True) != first


def curl(gateway, files, *words):
    command = [
        "curl", "-sS", "--max-time", "10", "--cacert", files / "bundle.pem", "--cert", files / "svid.pem",
        "--key", files / "key.pem", *words]
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=30)


def test_both_versions_of_http_are_spoken(make, tmp_path):
    gateway = make("g")
    gateway.register()
    gateway.workload(tmp_path / "w")
    url = f"https://localhost:{gateway.port}/mcp"
    body = ["-H", "Content-Type: application/json", "-d", BODY.decode()]
    for version in ("--http1.1", "--http2"):
        done = curl(gateway, tmp_path / "w", version, "-w", "\n%{http_version} %{http_code}", *body, url)
        assert "by certificate" in done.stdout, done
        assert done.stdout.endswith({"--http1.1": "1.1 200", "--http2": "2 200"}[version]), done
    # Several requests over one connection, a body of unknown length, one that is refused, and a page that is not there.
    done = curl(gateway, tmp_path / "w", "--http2", *body, url, url, url)
    assert done.stdout.count('"jsonrpc"') == 3, done
    done = curl(gateway, tmp_path / "w", "--http2", "-H", "Content-Length:", *body, url)
    assert "by certificate" in done.stdout, done
    done = curl(gateway, tmp_path / "w", "--http2", "-w", "%{http_code}", f"https://localhost:{gateway.port}/nowhere")
    assert done.stdout.endswith("404"), done
    large = tmp_path / "large"
    large.write_bytes(call("echo", {"text": "x" * 3_000_000}))
    done = curl(gateway, tmp_path / "w", "--http2", "-H", "Content-Type: application/json", "--data-binary", f"@{large}", url)
    assert len(done.stdout) > 3_000_000, done.stdout[:500] + done.stderr
    for record in gateway.records():
        if record["event"] == "decision":
            assert record["spiffe_id"] == AGENT or record["code"], record


def test_a_resumed_session_is_the_same_caller_and_a_revoked_one_is_not(make, tmp_path):
    gateway = make("g")
    gateway.register()
    gateway.workload(tmp_path / "w")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(tmp_path / "w/bundle.pem")
    context.load_cert_chain(tmp_path / "w/svid.pem", tmp_path / "w/key.pem")

    def ask(session=None):
        plain = socket.create_connection(("127.0.0.1", gateway.port), 10)
        with context.wrap_socket(plain, server_hostname="localhost", session=session) as connection:
            connection.sendall(request(BODY, [("Content-Type", "application/json")]))
            return answer(connection), connection.session, connection.session_reused

    (status, _), session, _ = ask()
    assert status == 200
    (status, _), _, is_resumed = ask(session)
    assert status == 200 and is_resumed
    assert gateway.records()[-1]["spiffe_id"] == AGENT
    gateway.agw("identity", "revoke", AGENT, "--yes")
    with pytest.raises((ConnectionError, ssl.SSLError)):
        ask(session)


def test_a_revoked_identity_loses_its_connections_within_a_second(make, tmp_path):
    gateway = make("g")
    gateway.register()
    gateway.workload(tmp_path / "w")
    with gateway.connect(tmp_path / "w") as connection:
        connection.sendall(request(BODY, [("Content-Type", "application/json")]))
        assert answer(connection)[0] == 200
        gateway.agw("identity", "revoke", AGENT, "--reason", "test", "--yes")
        begun = time.monotonic()
        connection.settimeout(5)
        with pytest.raises((ConnectionError, ssl.SSLError)):
            connection.sendall(request(BODY, [("Content-Type", "application/json")]))
            answer(connection)
        assert time.monotonic() - begun < 1
    with pytest.raises((ConnectionError, ssl.SSLError)):
        with gateway.connect(tmp_path / "w") as connection:
            connection.sendall(request(BODY))
            answer(connection)
    assert "refused" in gateway.workload(tmp_path / "x")
    assert "kept out" in (gateway.directory / "gateway.log").read_text()


def test_a_quarantine_ends_by_a_person_only(make, tmp_path):
    gateway = make("g")
    gateway.register()
    gateway.agw("identity", "quarantine", AGENT, "--reason", "strange", "--yes")
    assert "refused" in gateway.workload(tmp_path / "w")
    assert gateway.run("identity", "release", AGENT, "--yes").returncode != 0
    gateway.agw("identity", "release", AGENT, "--by", "alice@example.com", "--yes")
    assert gateway.workload(tmp_path / "w")["spiffe_id"] == AGENT
    shown = json.loads(gateway.agw("inspect", "identity", AGENT, "--format", "json"))
    assert shown["released_by"] == "alice@example.com" and shown["kind"] == "agent"
    assert any("evidence on" in one.get("detail", "") for one in gateway.records())


class TestBadInput:
    """Nothing of this may come through, and the gateway stays whole."""

    @pytest.fixture
    def gateway(self, make):
        return make("g")

    @pytest.fixture(autouse=True)
    def still_whole(self, gateway, tmp_path):
        yield
        gateway.register()
        gateway.workload(tmp_path / "after")
        with gateway.connect(tmp_path / "after") as connection:
            connection.sendall(request(BODY, [("Content-Type", "application/json")]))
            assert answer(connection)[0] == 200

    def refused(self, gateway, files, version=ssl.TLSVersion.TLSv1_3):
        with pytest.raises((ConnectionError, ssl.SSLError)):
            with gateway.connect(files, version) as connection:
                connection.sendall(request(BODY))
                answer(connection)

    def test_no_certificate(self, gateway):
        self.refused(gateway, None)

    def test_an_old_version_of_tls(self, gateway):
        self.refused(gateway, None, ssl.TLSVersion.TLSv1_2)

    def test_plain_http_on_the_tls_port(self, gateway):
        with socket.create_connection(("127.0.0.1", gateway.port), 5) as plain:
            plain.sendall(request(BODY))
            assert not plain.recv(65536).startswith(b"HTTP/1.1 200")

    def test_a_handshake_that_breaks_off(self, gateway):
        for data in (b"\x16\x03\x01", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(60), b"\x00" * 600):
            with socket.create_connection(("127.0.0.1", gateway.port), 5) as plain:
                plain.sendall(data)

    def test_a_certificate_that_signs_itself_for_a_known_identity(self, gateway, tmp_path):
        gateway.register()
        gateway.workload(tmp_path / "w")
        made = openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1", "-subj", "/O=x",
            "-keyout", tmp_path / "w/key.pem", "-out", tmp_path / "w/svid.pem", "-addext", f"subjectAltName=URI:{AGENT}",
            "-addext", "keyUsage=critical,digitalSignature", "-addext", "basicConstraints=critical,CA:FALSE")
        assert made.returncode == 0, made.stderr
        self.refused(gateway, tmp_path / "w")
        log = (gateway.directory / "gateway.log").read_text()
        assert "rule=svid_untrusted" in log

    def test_a_certificate_after_its_end(self, make, gateway, tmp_path):
        short = make("short", {"svid_ttl_ms": 4000}, identity={"clock_skew_ms": 0})
        short.register()
        short.workload(tmp_path / "w")
        with short.connect(tmp_path / "w") as connection:
            time.sleep(4.5)
            connection.sendall(request(BODY, [("Content-Type", "application/json")]))
            status, body = answer(connection)
            assert status == 401 and b"identity_certificate_expired" in body


@pytest.mark.parametrize("place", ["tcp", "unix"])
def test_an_agent_behind_a_sidecar_has_an_identity(make, tmp_path, place):
    gateway = make("g")
    gateway.register()
    port, path = free_port(), tmp_path / "s.sock"
    listen = f"127.0.0.1:{port}" if place == "tcp" else f"unix:{path}"
    command = [
        places.agw(), "sidecar", "--listen", listen, "--gateway", f"https://localhost:{gateway.port}", "--gateway-id",
        "spiffe://poc.local/gateways/precinct/dev", "--workload-api", f"unix://{gateway.socket}"]
    sidecar = Process([str(word) for word in command], tmp_path / "sidecar.log", cwd=places.ROOT, env={})
    try:
        sidecar.wait_for(lambda: "renewed" in (tmp_path / "sidecar.log").read_text(), 10, "the sidecar's SVID")

        def ask():
            plain = socket.socket(socket.AF_INET if place == "tcp" else socket.AF_UNIX)
            with plain:
                plain.settimeout(10)
                plain.connect(("127.0.0.1", port) if place == "tcp" else str(path))
                plain.sendall(request(BODY, [("Content-Type", "application/json")]) * 2)
                return answer(plain)

        status, body = ask()
        assert status == 200 and b"by certificate" in body
        record = gateway.wait_for_record(lambda one: one["event"] == "decision")
        assert record["spiffe_id"] == AGENT and record["principal"]["auth_method"] == "mtls_svid"
        if place == "unix":
            assert path.stat().st_mode & 0o777 == 0o600
        gateway.agw("identity", "revoke", AGENT, "--yes")
        with pytest.raises((ConnectionError, AssertionError)):
            assert ask()[0] == 200
    finally:
        sidecar.stop()


def test_a_sidecar_listens_on_this_machine_only_and_trusts_its_gateway_only(make, tmp_path):
    gateway = make("g")
    gateway.register()
    common = ["sidecar", "--gateway", f"https://localhost:{gateway.port}", "--workload-api", f"unix://{gateway.socket}"]
    refused = gateway.run(
        *common, "--listen", "0.0.0.0:1", "--gateway-id", "spiffe://poc.local/gateways/precinct/dev", configured=False)
    assert refused.returncode == 1 and "--listen" in refused.stderr
    port = free_port()
    command = [places.agw(), *common, "--listen", f"127.0.0.1:{port}", "--gateway-id", "spiffe://poc.local/gateways/other/dev"]
    sidecar = Process([str(word) for word in command], tmp_path / "sidecar.log", cwd=places.ROOT, env={})
    try:
        sidecar.wait_for(lambda: "renewed" in (tmp_path / "sidecar.log").read_text(), 10, "the sidecar's SVID")
        with socket.create_connection(("127.0.0.1", port), 10) as plain:
            plain.sendall(request(BODY, [("Content-Type", "application/json")]))
            assert not plain.recv(65536).startswith(b"HTTP/1.1 200")
        assert "did not prove who it is" in (tmp_path / "sidecar.log").read_text()
    finally:
        sidecar.stop()


@pytest.mark.parametrize("is_right", [True, False])
def test_a_server_has_to_prove_its_identity(make, tmp_path, fastmcp, is_right):
    """One gateway is the server of another, which follows the first one's authority."""
    inner = make("inner")
    inner.register()
    url = f"https://127.0.0.1:{inner.port}/mcp"
    accepted = "spiffe://poc.local/gateways/precinct/" + ("dev" if is_right else "prod")
    settings = {
        "identity": {"provider": "spire", "socket_path": str(inner.socket)},
        "upstream": {"url": url, "spiffe_ids": [accepted]},
    }
    entries = [registry.entry(tool, url) for tool in fastmcp.tools]
    headers = [("Content-Type", "application/json"), ("X-SPIFFE-ID", AGENT)]
    with Follower(tmp_path / "outer", entries, settings) as outer:
        wait_until(lambda: f"id={AGENT}" in outer.log(), 10, "the SVID")
        message = request(LISTING, headers)

        def is_known_within():
            exchange(outer.port, message)
            return any(one.get("spiffe_id") == AGENT for one in inner.records())

        def is_named_in_the_log():
            assert exchange(outer.port, message).status != 200
            return "did not prove who it is" in outer.log()

        if is_right:
            wait_until(is_known_within, 15, "the caller's SVID to be seen")
        else:
            wait_until(is_named_in_the_log, 15, "the reason in the log")
            assert not any(one["event"] == "decision" for one in inner.records())


def test_a_member_of_a_federated_domain_is_let_in_as_nobody_special_and_the_bundle_follows_rotations(make, tmp_path):
    port = free_port()
    partner = make("partner", {"bundle_listen": f"127.0.0.1:{port}", "lifetime_ms": 12000, "svid_ttl_ms": 4000, "jwt_svid_ttl_ms": 4000})
    partner.register()
    partner.workload(tmp_path / "w")
    got = subprocess.run(
        ["curl", "-sS", "--cacert", str(tmp_path / "w/bundle.pem"), f"https://localhost:{port}/"], capture_output=True, text=True)
    document = json.loads(got.stdout)
    assert {key["use"] for key in document["keys"]} == {"x509-svid", "jwt-svid"} and document["spiffe_sequence"] >= 1
    assert document["spiffe_refresh_hint"] >= 1
    (tmp_path / "partner.json").write_text(got.stdout)
    federation = {"poc.local": {
        "bundle_file": str(tmp_path / "partner.json"), "url": f"https://localhost:{port}/", "profile": "https_spiffe",
        "endpoint_spiffe_id": "spiffe://poc.local/gateways/precinct/dev"}}
    own = {"trust_domain": "own.example", "allowed_trust_domains": ["own.example", "poc.local"], "federation": federation}
    ours = make("ours", identity=own)
    me = "spiffe://own.example/agents/mcp-client/me/dev"
    ours.register(me)
    seen = ours.workload(tmp_path / "o", seconds=8)
    assert seen["spiffe_id"] == me
    # After several of the partner's rotations its members still come in, and are still anonymous.
    partner.workload(tmp_path / "w")
    bundle = (tmp_path / "o/bundle.pem").read_bytes()
    (tmp_path / "w/bundle.pem").write_bytes(bundle)
    with ours.connect(tmp_path / "w") as connection:
        connection.sendall(request(BODY, [("Content-Type", "application/json")]))
        answer(connection)
    record = ours.wait_for_record(lambda one: one["event"] == "decision" and one.get("spiffe_id") == AGENT)
    assert record["principal"]["kind"] == "anonymous" and record["principal"]["level"] == 5
    assert "a bundle could not be had" not in (ours.directory / "gateway.log").read_text()
    # Without the domain in the list of allowed ones it is a mistake that is named.
    partner.stop()
    wait_until(lambda: "a bundle could not be had" in (ours.directory / "gateway.log").read_text(), 10, "the failure to be told")


def test_a_gateway_that_follows_another_authority_gets_its_svid_and_stays_with_it(make, tmp_path, fastmcp):
    """The Workload API client, with a second gateway's authority in the place of SPIRE."""
    authority = make("authority", {"svid_ttl_ms": 4000, "jwt_svid_ttl_ms": 4000, "lifetime_ms": 60000})
    identity = "spiffe://poc.local/gateways/second/dev"
    follower_settings = {
        "identity": {"provider": "spire", "socket_path": f"unix://{authority.socket}"},
        "listeners": {"data": {"svid": True}}, "upstream": {"url": fastmcp.url},
    }
    follower = Follower(tmp_path / "follower", [registry.entry(tool, fastmcp.url) for tool in fastmcp.tools], follower_settings)
    with follower:
        wait_until(lambda: "no identity" in follower.log(), 10, "the refusal to be told")
        assert 'agw_svid_rotation_errors_total 0' not in follower.metrics()
        authority.register(identity)
        wait_until(lambda: f"id={identity}" in follower.log(), 10, "the SVID")
        authority.workload(tmp_path / "w")
        with follower.connect_with(tmp_path / "w", identity) as connection:
            peer = connection.getpeercert()
            assert ("URI", identity) in peer["subjectAltName"]
        # The socket vanishes and returns: the same authority, the same identity, no restart of the follower.
        authority.stop()
        authority.start()
        count = follower.log().count("the SVID was renewed")
        wait_until(lambda: follower.log().count("the SVID was renewed") > count, 15, "another SVID after the return")
        ttl = [line for line in follower.metrics().splitlines() if line.startswith("agw_svid_ttl_seconds")]
        assert 0 < int(ttl[0].split()[1]) <= 4


class Follower(Gateway):
    def is_ready(self):
        return listens(self.control_port)

    def log(self):
        return (self.directory / "gateway.log").read_text()

    def connect_with(self, files, identity):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.load_verify_locations(files / "bundle.pem")
        context.load_cert_chain(files / "svid.pem", files / "key.pem")
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), 10))
