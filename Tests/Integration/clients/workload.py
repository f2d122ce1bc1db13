"""A workload with the official SPIFFE library: fetches everything that the Workload API gives, and watches.

usage: workload.py SOCKET DIRECTORY SECONDS

Writes the SVID, its key and the bundle as PEM into DIRECTORY, and prints one JSON object of what it saw. With a socket
that refuses it, the object has only `refused`.
"""

import json
import sys
import threading
import time
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from spiffe import WorkloadApiClient
from spiffe.spiffe_id.spiffe_id import TrustDomain

AUDIENCE = "https://gateway.example"
# Held while files are written: certificate and key belong together, also when the process ends.
writing = threading.Lock()


def pem(certificates):
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)


def save(context, directory):
    svid = context.default_svid
    key = svid.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    bundles = sorted(context.x509_bundle_set.bundles, key=lambda bundle: str(bundle.trust_domain))
    authorities = [authority for bundle in bundles for authority in bundle.x509_authorities]
    with writing:
        for name, data in (("svid.pem", pem(svid.cert_chain)), ("key.pem", key), ("bundle.pem", pem(authorities))):
            (directory / name).write_bytes(data)


def main(socket, directory, seconds):
    directory = Path(directory)
    with WorkloadApiClient(f"unix://{socket}") as client:
        try:
            context = client.fetch_x509_context()
        except Exception as error:
            return {"refused": str(error)}
        save(context, directory)
        domain = TrustDomain(str(context.default_svid.spiffe_id.trust_domain))
        token = client.fetch_jwt_svid(audience={AUDIENCE})
        keys = client.fetch_jwt_bundles().get_bundle_for_trust_domain(domain)
        validated = client.validate_jwt_svid(token.token, AUDIENCE)
        (directory / "token.jwt").write_text(token.token)
        seen, bundles, failures = [], [], []

        def changed(context):
            seen.append(context.default_svid.leaf.serial_number)
            bundles.append(len(context.x509_bundle_set.get_bundle_for_trust_domain(domain).x509_authorities))
            save(context, directory)

        watch = client.stream_x509_contexts(changed, lambda error: failures.append(str(error)))
        time.sleep(float(seconds))
        watch.cancel()
        writing.acquire()
        return {
            "spiffe_id": str(context.default_svid.spiffe_id),
            "bundle_authorities": len(client.fetch_x509_bundles().get_bundle_for_trust_domain(domain).x509_authorities),
            "jwt_id": str(token.spiffe_id), "jwt_audience": sorted(token.audience),
            "jwt_key_known": keys.get_jwt_authority(_key_id(token.token)) is not None,
            "validated": str(validated.spiffe_id),
            "serials": [str(serial) for serial in seen], "authorities": bundles, "failures": failures,
        }


def _key_id(token):
    import jwt

    return jwt.get_unverified_header(token)["kid"]


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
