# Precinct: what people type. Each target says what it needs and installs it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
# OPA's cases, where they lie beside this checkout.
CASES ?= ../shared/conformance/rego
# Entries of the log that `make bench-audit` searches; ten million take 15 GB of disk.
ENTRIES ?= 10000000
# What `make fuzz` reads, and for how long.
TARGET ?= module
SECONDS ?= 60
PYTEST := .venv-mcp2/bin/python -m pytest -c Tests/Integration/pytest.ini

.PHONY: help deps build run demo test spiffe-client faults bench validate conformance-rego bench-rego bench-mcp bench-tls bench-audit bench-detection accuracy classifier fuzz clean

help: ## say what there is to type
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{ printf "  make %-17s %s\n", $$1, $$2 }' Makefile

deps: ## install the Debian packages that the gateway needs
	@scripts/deps run

build: deps ## build the gateway and the example tool server in release mode
	$(SWIFT) build -c release --product agw
	$(SWIFT) build -c release --product example-tools

run: build ## start the gateway with its defaults, and an example tool server; Ctrl-C stops both
	@scripts/run .build/release

demo: build ## one allowed call and one refusal by every layer, each through a real client
	@scripts/deps test
	@scripts/python-env
	@.venv-mcp2/bin/python Tests/Integration/demo.py

test: ## build and run all tests, those with real clients and servers included
	@scripts/deps run test
	@scripts/python-env
	$(SWIFT) build --build-tests
	@scripts/swift-tests $(SWIFT)
	AGW=.build/debug/agw EXAMPLE_TOOLS=.build/debug/example-tools $(PYTEST) Tests/Integration

spiffe-client: deps ## the official Python SPIFFE library and openssl against the embedded authority
	@scripts/deps test
	@scripts/python-env mcp1 mcp2 spiffe
	$(SWIFT) build --product agw
	AGW=$$($(SWIFT) build --show-bin-path)/agw $(PYTEST) Tests/Integration/test_spiffe.py

faults: ## try every fault of the audit log and its sinks in full: kills, power loss, disks, clocks, flipped bits, bad receivers
	@scripts/deps run test
	$(SWIFT) build --build-tests
	PRECINCT_FAULTS=all $(SWIFT) test --skip-build --no-parallel --filter \
	  'AuditTests.(CrashTests|FailingDiskTests|PowerLossTests|BitFlipTests|ClockTests|LogOpeningTests|AuditVerifierTests)|AuditSinksTests'

bench: build ## compare with nginx and Envoy in the same run (some minutes)
	@scripts/deps bench
	@scripts/python-env envoy || echo "bench: goes on without Envoy"
	@python3 Benchmarks/peers/bench.py

validate: build ## check the configuration and run the tests of the policies
	.build/release/agw validate config/precinct.yaml
	.build/release/agw policy test config/opa

conformance-rego: deps ## run OPA's cases with the policy engine: make conformance-rego CASES=DIR
	$(SWIFT) build -c release --product rego-conformance
	@.build/release/rego-conformance $(CASES)

bench-rego: ## measure the policy engine beside rego-cpp, and its instructions against the thresholds
	@scripts/deps run bench
	@scripts/python-env rego || echo "bench: goes on without rego-cpp"
	$(SWIFT) build -c release --product rego-bench
	@$$(ls .venv-rego/bin/python 2>/dev/null || echo python3) Benchmarks/rego/bench.py .build/release/rego-bench
	@python3 Benchmarks/rego/bench.py --check .build/release/rego-bench

bench-mcp: build ## memory of idle sessions and streams, and of a 100 MB answer, with bounds
	@python3 Benchmarks/mcp/bench.py --check

bench-tls: build ## mutual TLS beside nginx: handshakes, kept connections, memory
	@scripts/deps bench
	@python3 Benchmarks/tls/bench.py .build/release/agw

bench-audit: deps ## measure the audit log: appending, verifying, a large log indexed and searched: make bench-audit ENTRIES=N
	$(SWIFT) build -c release --product audit-bench
	$(SWIFT) build -c release --product audit-search-bench
	@at=$$(mktemp -d .bench-audit.XXXXXX); trap 'rm -rf "$$at"' EXIT; mkdir "$$at/append" "$$at/search"; \
	.build/release/audit-bench "$$at/append"; \
	.build/release/audit-search-bench generate "$$at/search" $(ENTRIES); \
	.build/release/audit-bench verify "$$at/search/audit.jsonl"; \
	.build/release/audit-search-bench index "$$at/search"; \
	.build/release/audit-search-bench search "$$at/search"

bench-detection: deps ## time of scans beside a bare pass of the same database, with bounds
	$(SWIFT) build -c release --product detection-bench
	@.build/release/detection-bench config/detection

accuracy: deps ## measure the rules on labelled texts, beside other tools, and write docs/accuracy.md: make accuracy CORPORA=DIR
	$(SWIFT) build -c release --product detection-accuracy
	@scripts/python-env peers || echo "accuracy: goes on without other tools"
	@mkdir -p .cache && [ ! -x .venv-peers/bin/python ] || .venv-peers/bin/python Benchmarks/detection/peers.py $(CORPORA) .cache/peers.json
	@.build/release/detection-accuracy $(CORPORA) $$([ ! -f .cache/peers.json ] || echo --peers .cache/peers.json) --write docs/accuracy.md

classifier: ## train the embedded classifier and write docs/model-card.md: make classifier CORPORA=DIR
	@scripts/python-env classifier
	@.venv-classifier/bin/python Benchmarks/classifier/train.py $(CORPORA) config/detection/attack-classifier.bin --card docs/model-card.md

fuzz: deps ## run a parser under libFuzzer: make fuzz TARGET=module|evaluation|json|bundle SECONDS=60
	@Fuzz/run $(TARGET) $(SECONDS)

clean: ## remove everything that was built or downloaded here
	$(SWIFT) package clean
	rm -rf .build Fuzz/.build .venv-* .cache
