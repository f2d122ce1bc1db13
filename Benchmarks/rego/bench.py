#!/usr/bin/env python3
"""Measures the policy engine, beside regopy (rego-cpp) if that is installed, in alternating rounds.

usage: bench.py REGO_BENCH             the tables, and JSON in .cache/bench/rego.json
       bench.py --check REGO_BENCH     instructions per decision against thresholds.json; exit code 1 if there are more
       bench.py --write REGO_BENCH     takes what is measured as the new thresholds

Times on a machine that does other work are noise: trust ratios of one run, and the instruction counts of --check, which
are taken with callgrind and do not depend on what else runs.
"""
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
POLICIES = HERE / "policies"
NAMES = ["rbac", "api", "linear", "gw"]
ENTRIES = {"rbac": "app/rbac/allow", "api": "httpapi/authz/allow", "linear": "acl/linear/allow", "gw": "gw/authz/decision"}
ROUNDS = 5
# Swift draws the seeds of its hash tables anew in each process otherwise.
STEADY = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}
# More instructions than the threshold by this factor fail the check.
SLACK = 1.10
# How much dearer a decision may get from 10 rules to 10,000 that have nothing to do with it.
GROWTH_MAX = 1.10


def run(program, *arguments):
    text = subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True).stdout
    return json.loads(text)


class Peer:
    """regopy, with one bundle for each policy."""

    def __init__(self):
        from regopy import Input, Interpreter

        self.interpreters = {}
        for name in NAMES:
            interpreter = Interpreter()
            interpreter.add_module(name, (POLICIES / f"{name}.rego").read_text())
            interpreter.add_data_json((POLICIES / f"{name}_data.json").read_text())
            bundle = interpreter.build(None, [ENTRIES[name]])
            given = Input(json.loads((POLICIES / f"{name}_input.json").read_text()))
            interpreter.set_input(given)
            self.interpreters[name] = (interpreter, bundle, given)

    def microseconds(self, name, count):
        interpreter, bundle, _ = self.interpreters[name]
        start = time.perf_counter()
        for _ in range(count):
            interpreter.query_bundle_entrypoint(bundle, ENTRIES[name])
        return (time.perf_counter() - start) / count * 1e6


def peer():
    try:
        return Peer()
    except ImportError:
        print("regopy is not installed: no peer in this run (pip install regopy)\n")
    except Exception as error:  # The peer's own faults must not keep us from measuring.
        print(f"regopy cannot run these policies: {error}\n")
    return None


def median(values):
    return statistics.median(values) if values else None


def decisions(program):
    other = peer()
    print("| policy | µs p50 | p99 | from JSON text | two threads × | rego-cpp µs | ratio |\n|---|---|---|---|---|---|---|")
    result = {}
    for name in NAMES:
        ours, tails, parsed, scaling, theirs = [], [], [], [], []
        for _ in range(ROUNDS):
            one = run(program, "decide", POLICIES, name, 20_000)
            two = run(program, "decide", POLICIES, name, 20_000, 2)
            ours.append(one["p50_ns"] / 1000)
            tails.append(one["p99_ns"] / 1000)
            parsed.append(run(program, "parse", POLICIES, name, 5_000)["p50_ns"] / 1000)
            scaling.append(two["per_second"] / one["per_second"])
            if other:
                theirs.append(other.microseconds(name, 200))
        row = {"p50_us": median(ours), "p99_us": median(tails), "json_us": median(parsed), "two_threads": median(scaling)}
        if theirs:
            row["rego_cpp_us"] = median(theirs)
        result[name] = row
        ratio = f"{row['rego_cpp_us'] / row['p50_us']:.0f}" if theirs else "-"
        peer_us = f"{row['rego_cpp_us']:.1f}" if theirs else "-"
        print(f"| {name} | {row['p50_us']:.2f} | {row['p99_us']:.2f} | {row['json_us']:.2f} | {row['two_threads']:.2f}"
              f" | {peer_us} | {ratio} |")
    return result


def sizes(program):
    print("\n| rules | load ms | memory KiB | decision µs |\n|---|---|---|---|")
    result = {"rules": [], "filter": [], "data": None}
    for rules in (1, 100, 10_000):
        load = run(program, "load", rules)
        decision = run(program, "rules", rules, 20_000)
        result["rules"].append({**load, "decision_ns": decision["p50_ns"]})
        print(f"| {rules} | {load['microseconds'] / 1000:.1f} | {load['kilobytes']} | {decision['p50_ns'] / 1000:.2f} |")
    print("\n| tools in a list | each decided, µs | by partial evaluation, µs |\n|---|---|---|")
    for tools, count in ((10, 1000), (1_000, 20), (10_000, 3)):
        row = run(program, "filter", tools, count)
        assert row["allowed"] == row["partial_allowed"], row
        result["filter"].append(row)
        print(f"| {tools} | {row['each_us']} | {row['partial_us']} |")
    data = run(program, "data", 100)
    result["data"] = data
    print(f"\nA data document of 100 MB: parsed in {data['parse_ms']} ms, loaded in {data['load_ms']} ms, "
          f"{data['kilobytes'] // 1024} MiB, {data['decision_ns']} ns a decision.")
    return result


def instructions(program, *arguments):
    """Instructions of one operation: two runs, so that what happens once cancels out, compiling the rules above all,
    which takes another number of them each time."""
    few, many = 100, 10_100
    counts = []
    for count in (few, many):
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, *map(str, arguments), str(count)]
        text = subprocess.run(command, check=True, capture_output=True, text=True, env=STEADY).stderr
        counts.append(int(re.search(r"Collected : (\d+)", text).group(1)))
    return round((counts[1] - counts[0]) / (many - few))


def without_debug_information(program):
    """A copy that valgrind can load: what Swift writes for debuggers is too new for it."""
    home = pathlib.Path(".cache/bench")
    home.mkdir(parents=True, exist_ok=True)
    copy = home / "rego-bench.stripped"
    subprocess.run(["strip", "--strip-debug", "-o", copy, program], check=True)
    return copy


def measured(program):
    program = without_debug_information(program)
    found = {name: instructions(program, "decide", POLICIES, name) for name in NAMES}
    for rules in (10, 10_000):
        found[f"rules_{rules}"] = instructions(program, "rules", rules)
    return found


def check(program, found):
    wanted = json.loads((HERE / "thresholds.json").read_text())
    failed = False
    for name, count in found.items():
        limit = round(wanted[name] * SLACK)
        verdict = "ok" if count <= limit else "TOO MANY"
        failed = failed or count > limit
        print(f"{name}: {count} instructions a decision, {limit} allowed: {verdict}")
    growth = found["rules_10000"] / found["rules_10"]
    print(f"10 to 10,000 rules: × {growth:.2f}, {GROWTH_MAX} allowed: {'ok' if growth <= GROWTH_MAX else 'TOO MUCH'}")
    return failed or growth > GROWTH_MAX


def main():
    options = [argument for argument in sys.argv[1:] if argument.startswith("--")]
    programs = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if len(programs) != 1:
        sys.exit(__doc__)
    program = programs[0]
    if options:
        found = measured(program)
        if "--write" in options:
            (HERE / "thresholds.json").write_text(json.dumps(found, indent=2) + "\n")
        sys.exit(1 if check(program, found) else 0)
    result = {"decisions": decisions(program), **sizes(program)}
    home = pathlib.Path(".cache/bench")
    home.mkdir(parents=True, exist_ok=True)
    (home / "rego.json").write_text(json.dumps(result, indent=2) + "\n")


main()
