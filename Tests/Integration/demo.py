"""The demonstration behind `make demo`: every scenario once, in front of the built gateway, as a table."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from harness.drivers import Driver
from harness.stage import Stage
from scenarios import SCENARIOS

WIDTHS = (5, 44, 48, 62, 8)


def row(*cells):
    fitted = [cut(str(cell), width).ljust(width) for cell, width in zip(cells, WIDTHS)]
    return "  ".join(fitted).rstrip()


def cut(text, width):
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def walk(stage):
    """Plays all scenarios; returns how many were not as expected."""
    wrong = 0
    print(row("layer", "what happens", "sent", "came back", "ms"))
    for scenario in SCENARIOS:
        seen = scenario.play(stage)
        failure = scenario.failure(seen)
        answered = seen.answered if failure is None else f"NOT AS EXPECTED: {failure}"
        print(row(scenario.layer or "", scenario.title, seen.sent, answered, f"{seen.seconds * 1000:.1f}"), flush=True)
        wrong += failure is not None
    return wrong


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--client", choices=["auto", "legacy", "first"], default="auto", help="mcp 2.x, 2.x legacy, 1.x")
    directory = Path(tempfile.mkdtemp(prefix="precinct-demo-"))
    client = Driver(options.parse_args().client, directory / "client.log")
    try:
        with Stage(directory, client) as stage:
            wrong = walk(stage)
            print("\n" + stage.gateway.agw("audit", "verify").strip())
    finally:
        client.stop()
        shutil.rmtree(directory, ignore_errors=True)
    if wrong:
        sys.exit(f"{wrong} of {len(SCENARIOS)} were not as expected")


if __name__ == "__main__":
    main()
