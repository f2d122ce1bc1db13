"""The capability registry of a test, made from what the servers say of their tools."""

import hashlib
import json


def digest(tool):
    """SHA-256 of name, description and input schema in that order, without white space."""
    known = {"name": tool["name"], "description": tool.get("description", ""), "inputSchema": tool["inputSchema"]}
    return hashlib.sha256(json.dumps(known, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


def entry(tool, upstream, risk="low", labels=()):
    """One entry. `upstream` is a URL, or the command line of a stdio server."""
    return {
        "name": tool["name"],
        "description": tool.get("description", ""),
        "upstream": upstream if isinstance(upstream, str) else {"stdio": list(upstream)},
        "hash": digest(tool),
        "risk_level": risk,
        "trust_level": "medium",
        "labels": list(labels),
        "input_schema": tool["inputSchema"],
    }


def write(path, entries):
    # JSON is YAML, and has no aliases, which the registry refuses.
    path.write_text(json.dumps({"tools": entries}, ensure_ascii=False))
