#!/usr/bin/env python3
"""Compares proxies in front of the same fast tool server, in alternation, and prints ratios against nginx.

Every contender runs all the time; in each round each is driven once, in an order that rotates, so that a
noisy neighbour hits all alike. Figures are medians over rounds. CPU per request is what the contender's
processes used from before the load began until after it ended, over every request that was sent: it is the
figure to trust on a shared machine.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import contenders
import meter
from contenders import ROOT
from precinct import gateway, start_to_first_answer

LOAD = ROOT / ".cache/bench/mcp-load"
COLUMNS = [
    ("cpu_us", "CPU µs/req", "{:.1f}"), ("requests_per_second", "req/s", "{:.0f}"),
    ("p50_ms", "p50 ms", "{:.2f}"), ("p99_ms", "p99 ms", "{:.2f}"), ("resident_mib", "MiB", "{:.1f}"),
]


def build_tools():
    """The tool server and the load generator, with the standard library only."""
    environment = {**os.environ, "GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod"}
    subprocess.run(["go", "build", "-o", f"{LOAD.parent}/", "./..."], cwd=contenders.HERE, env=environment, check=True)


def drive(running, options, workers):
    """One run of the load against one contender."""
    command = [LOAD, "-url", running.url, "-c", workers, "-d", f"{options.seconds}s", "-size", options.size]
    command += ["-modern"] if options.modern else []
    for header in running.headers:
        command += ["-header", header]
    watched = running.process.pid if running.process else None
    before = meter.cpu_microseconds(watched)
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise RuntimeError(f"{running.name}: {done.stderr.strip()}")
    figures = json.loads(done.stdout)
    if figures["failed"]:
        raise RuntimeError(f"{running.name}: {figures['failed']} failed, first: {figures['failure']}")
    figures["cpu_us"] = (meter.cpu_microseconds(watched) - before) / figures["sent"]
    figures["resident_mib"] = meter.resident_bytes(watched) / 2**20
    return figures


def measure(running, options, workers):
    """All rounds of all contenders at one number of workers: {name: {figure: median, …}}."""
    rounds = {one.name: [] for one in running}
    for number in range(options.rounds):
        turn = number % len(running)
        for one in running[turn:] + running[:turn]:
            rounds[one.name].append(drive(one, options, workers))
    return {name: summary(runs) for name, runs in rounds.items()}


def summary(runs):
    result = {key: statistics.median(run[key] for run in runs) for key, _, _ in COLUMNS}
    result["cpu_us_rounds"] = [round(run["cpu_us"], 2) for run in runs]
    return result


def add_ratios(figures):
    base = figures.get("nginx")
    for name, figure in figures.items():
        if base and name != "direct":
            figure["cpu_ratio"] = figure["cpu_us"] / base["cpu_us"]
            figure["rate_ratio"] = figure["requests_per_second"] / base["requests_per_second"]


def table(workers, figures):
    lines = [f"tools/call, {workers} connections",
             f"  {'':18}" + "".join(f"{title:>12}" for _, title, _ in COLUMNS) + f"{'CPU ratio':>12}{'spread µs':>16}"]
    for name, figure in figures.items():
        cells = [form.format(figure[key]) for key, _, form in COLUMNS]
        rounds = figure["cpu_us_rounds"]
        if name == "direct":
            cells[0] += "*"
        cells.append(f"{figure['cpu_ratio']:.2f}" if "cpu_ratio" in figure else "")
        line = f"  {name:18}" + "".join(f"{cell:>12}" for cell in cells)
        lines.append(line + f"{min(rounds):>9.1f}–{max(rounds):.1f}")
    return "\n".join(lines)


def start_all(directory, options):
    """Every contender that is here; says which is not and why."""
    echo = contenders.echo(directory, options.sse)
    running = [echo]
    makers = {"nginx": contenders.nginx, "envoy": contenders.envoy, "precinct": gateway}
    for name, make in makers.items():
        if options.only and name not in options.only:
            continue
        try:
            running.append(make(directory, echo.port))
        except FileNotFoundError as missing:
            print(f"bench: without {name}: {missing}", file=sys.stderr)
    return running


def circumstances():
    model = [line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line]
    return {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "cores": os.cpu_count(),
            "processor": model[0] if model else platform.processor(), "kernel": platform.release(),
            "load_average": os.getloadavg()[0]}


def parse():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--seconds", type=float, default=3, help="of each run")
    options.add_argument("--size", type=int, default=1024, help="bytes of text in a call")
    options.add_argument("--workers", type=int, nargs="+", default=[16, 32])
    options.add_argument("--modern", action="store_true", help="calls of 2026-07-28, without sessions")
    options.add_argument("--sse", action="store_true", help="the tool server answers with event streams")
    options.add_argument("--only", nargs="+", choices=["nginx", "envoy", "precinct"])
    options.add_argument("--json", type=Path, default=ROOT / ".cache/bench/result.json")
    return options.parse_args()


def main():
    options = parse()
    build_tools()
    directory = Path(tempfile.mkdtemp(prefix="precinct-bench-"))
    result = {"circumstances": circumstances(), "size": options.size, "rounds": options.rounds, "tools_call": {}}
    running = []
    try:
        running = start_all(directory, options)
        for workers in options.workers:
            figures = measure(running, options, workers)
            add_ratios(figures)
            result["tools_call"][str(workers)] = figures
            print(table(workers, figures), "\n")
        result["start_to_first_answer_s"] = start_to_first_answer(directory, running[0].port)
    finally:
        for one in reversed(running):
            one.stop()
        shutil.rmtree(directory, ignore_errors=True)
    if result["start_to_first_answer_s"]:
        print(f"precinct, start to first answer: {result['start_to_first_answer_s']:.3f} s")
    print("* of the tool server itself; for a proxy, the processes of the proxy only.")
    print(f"load average {result['circumstances']['load_average']:.1f} at the start, {os.getloadavg()[0]:.1f} at the end")
    options.json.write_text(json.dumps(result, indent=2) + "\n")
    print(f"figures in {options.json}")


if __name__ == "__main__":
    main()
