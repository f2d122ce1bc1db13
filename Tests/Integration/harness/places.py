"""Where things are in the source tree."""

import os
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parents[1]
PYTHON2 = ROOT / ".venv-mcp2/bin/python"
PYTHON1 = ROOT / ".venv-mcp1/bin/python"
# Releases of the official library from when a revision was new.
RELEASES = ("1.12", "1.9", "1.6")


def python_of(release):
    return ROOT / f".venv-mcp{release}/bin/python"


def built(name, variable):
    """A program of this package: from the environment variable, else the newest build."""
    if os.environ.get(variable):
        return Path(os.environ[variable]).resolve()
    builds = [ROOT / ".build" / kind / name for kind in ("release", "debug")]
    present = [path for path in builds if path.exists()]
    return max(present, key=lambda path: path.stat().st_mtime) if present else None


def agw():
    return built("agw", "AGW")


def require(path, why):
    if path is None or not Path(path).exists():
        sys.exit(f"{why}: not found ({path})")
    return path
