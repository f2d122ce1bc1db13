"""Mutual TLS: handshakes beside nginx with the same certificates, requests beside plain HTTP, memory of many connections.

usage: bench.py AGW        (a release build; needs nginx and openssl)

Times are processor time of the server, read from /proc, so that the client and other programs do not count.
"""

import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = "poc.local"
ROUNDS, SECONDS, REQUESTS, CONNECTIONS, IDENTITIES = 3, 4, 20_000, 5_000, 500
TICK = os.sysconf("SC_CLK_TCK")


def openssl(*words, **more):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, **more)


def key(path):
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", path)
    os.chmod(path, 0o600)


def authority(home):
    key(home / "ca.key")
    openssl(
        "req", "-x509", "-new", "-key", home / "ca.key", "-days", "2", "-subj", "/O=bench", "-out", home / "ca.pem",
        "-addext", f"subjectAltName=URI:spiffe://{DOMAIN}", "-addext", "keyUsage=critical,keyCertSign,cRLSign")


def svid(home, name, path):
    """An SVID with a P-256 key, as NAME.pem and NAME.key."""
    key(home / f"{name}.key")
    openssl("req", "-new", "-key", home / f"{name}.key", "-subj", "/O=bench", "-out", home / "csr")
    extensions = home / "ext"
    extensions.write_text(
        f"subjectAltName=URI:spiffe://{DOMAIN}/{path},DNS:localhost\nkeyUsage=critical,digitalSignature\n"
        "basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth,clientAuth\n"
        "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n")
    openssl(
        "x509", "-req", "-in", home / "csr", "-CA", home / "ca.pem", "-CAkey", home / "ca.key", "-CAcreateserial", "-days",
        "1", "-extfile", extensions, "-out", home / f"{name}.pem")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait(port):
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"bench: nothing listens on {port}")


def children(pid):
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()]


def spent(pid):
    """Processor time of a server and its workers, in microseconds."""
    total = 0
    for one in [pid, *children(pid)]:
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) * 1_000_000 // TICK
    return total


def resident(pid):
    """In bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def gateway(program, home, secure):
    port, name = free_port(), "tls" if secure else "plain"
    tls = f"""
    tls:
      certificate_file: {home}/server.pem
      key_file: {home}/server.key
      bundle_files: {{{DOMAIN}: {home}/ca.pem}}""" if secure else ""
    overlay = home / f"{name}.yaml"
    overlay.write_text(f"""
state_directory: {home}/{name}
listeners:
  control: {{port: {free_port()}}}
  data:
    port: {port}
    idle_timeout_ms: 600000
    connections_max: 100000{tls}
decision_point: {{listen: "127.0.0.1:{free_port()}"}}
audit: {{path: {home}/{name}/audit.jsonl}}
""")
    server = subprocess.Popen(
        [program, "serve", "--config", ROOT / "config/precinct.yaml", "--config", overlay], cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait(port)
    return server, port


def nginx(home):
    port = free_port()
    configuration = home / "nginx.conf"
    configuration.write_text(f"""
daemon off; master_process on; worker_processes 1; pid {home}/nginx.pid; error_log /dev/null;
events {{ worker_connections 4096; }}
http {{ access_log off; server {{ listen 127.0.0.1:{port} ssl; ssl_protocols TLSv1.3;
  ssl_certificate {home}/server.pem; ssl_certificate_key {home}/server.key; ssl_session_tickets on;
  ssl_client_certificate {home}/ca.pem; ssl_verify_client on; location / {{ return 200 "ok"; }} }} }}
""")
    server = subprocess.Popen(["nginx", "-c", configuration, "-p", home], stderr=subprocess.DEVNULL)
    wait(port)
    return server, port


def handshakes(server, port, home):
    """Microseconds of the server for each full handshake, and how many there were in a second."""
    before = spent(server.pid)
    done = subprocess.run(
        ["openssl", "s_time", "-connect", f"localhost:{port}", "-new", "-tls1_3", "-time", str(SECONDS), "-cert",
         home / "client.pem", "-key", home / "client.key", "-CAfile", home / "ca.pem"], capture_output=True, text=True)
    line = next(line for line in done.stdout.splitlines() if "real seconds" in line)
    count, seconds = int(line.split()[0]), int(line.split()[3])
    return (spent(server.pid) - before) / count, count / max(seconds, 1)


def client(home, name="client"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(home / "ca.pem")
    context.load_cert_chain(home / f"{name}.pem", home / f"{name}.key")
    return context


def open_tls(context, port):
    return context.wrap_socket(socket.create_connection(("127.0.0.1", port), 30), server_hostname="localhost")


def requests(server, connection):
    """Microseconds of the server for each request on a connection that is kept."""
    message = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"
    before = spent(server.pid)
    for _ in range(REQUESTS):
        connection.sendall(message)
        data = connection.recv(4096)
        assert data.startswith(b"HTTP/1.1 200"), data
    return (spent(server.pid) - before) / REQUESTS


def middle(values):
    return sorted(values)[len(values) // 2]


def main(program):
    home = Path(tempfile.mkdtemp(prefix="precinct-tls-"))
    authority(home)
    svid(home, "server", "gateways/precinct/bench")
    svid(home, "client", "agents/bench/client/prod")
    secure, tls_port = gateway(program, home, True)
    plain, plain_port = gateway(program, home, False)
    other, nginx_port = nginx(home)
    servers = [secure, plain, other]
    try:
        ours, theirs, with_tls, without = [], [], [], []
        for _ in range(ROUNDS):
            ours.append(handshakes(secure, tls_port, home))
            theirs.append(handshakes(other, nginx_port, home))
            with_tls.append(requests(secure, open_tls(client(home), tls_port)))
            without.append(requests(plain, socket.create_connection(("127.0.0.1", plain_port))))
        own, their = middle([one for one, _ in ours]), middle([one for one, _ in theirs])
        print(f"handshake, full, mutual: precinct {own:.0f} us, nginx {their:.0f} us; rate for each core {their / own:.2f} x nginx")
        print(f"  observed with one client: precinct {middle([rate for _, rate in ours]):.0f}/s, nginx {middle([rate for _, rate in theirs]):.0f}/s")
        print(f"request, kept connection: mTLS {middle(with_tls):.1f} us, plain {middle(without):.1f} us; {middle(with_tls) / middle(without):.2f} x plain")
        names = [f"agent{number}" for number in range(IDENTITIES)]
        for name in names:
            svid(home, name, f"agents/bench/{name}/prod")
        contexts = [client(home, name) for name in names]
        before = resident(secure.pid)
        held = [open_tls(contexts[number % IDENTITIES], tls_port) for number in range(CONNECTIONS)]
        time.sleep(1)
        each = (resident(secure.pid) - before) / len(held)
        print(f"memory: {len(held)} connections of {IDENTITIES} identities, {each / 1024:.1f} KiB each")
    finally:
        for server in servers:
            server.send_signal(signal.SIGTERM)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
