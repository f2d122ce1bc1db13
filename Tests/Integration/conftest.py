"""Fixtures: tool servers and clients live for the whole session, gateways for the tests that ask for them."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from harness import places, upstream  # noqa: E402
from harness.drivers import Drivers  # noqa: E402

KINDS = ("auto", "legacy", "first")


@pytest.fixture(scope="session", autouse=True)
def environments():
    for python in (places.PYTHON1, places.PYTHON2, *map(places.python_of, places.RELEASES)):
        places.require(python, "the Python environments (run scripts/python-env)")


@pytest.fixture(scope="session")
def workspace(tmp_path_factory):
    return tmp_path_factory.mktemp("precinct")


def _serving(start):
    @pytest.fixture(scope="session")
    def server(workspace):
        running = start(workspace)
        yield running
        running.stop()

    return server


fastmcp = _serving(upstream.fastmcp)
fastmcp1 = _serving(upstream.fastmcp1)


@pytest.fixture(scope="session")
def drivers(workspace):
    running = Drivers(workspace)
    yield running
    running.stop()


@pytest.fixture(params=KINDS)
def client(request, drivers):
    """Each of the real clients in turn, disconnected afterwards."""
    driver = drivers[request.param]
    yield driver
    driver.close()
