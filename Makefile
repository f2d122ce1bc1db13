# Precinct: what people type. Each target says what it needs and installs it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

SWIFT ?= swift
# OPA's cases, where they lie beside this checkout.
CASES ?= ../shared/conformance/rego
PYTEST := .venv-mcp2/bin/python -m pytest -c Tests/Integration/pytest.ini

.PHONY: help deps build run demo test spiffe-client bench validate conformance-rego bench-rego bench-detection accuracy clean

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
	$(SWIFT) test --skip-build --no-parallel
	AGW=.build/debug/agw EXAMPLE_TOOLS=.build/debug/example-tools $(PYTEST) Tests/Integration

spiffe-client: deps ## the official Python SPIFFE library and openssl against the embedded authority
	@scripts/deps test
	@scripts/python-env mcp1 mcp2 spiffe
	$(SWIFT) build --product agw
	AGW=$$($(SWIFT) build --show-bin-path)/agw $(PYTEST) Tests/Integration/test_spiffe.py

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

bench-rego: deps ## measure the policy engine, beside regopy where that is installed
	$(SWIFT) build -c release --product rego-bench
	@python3 Benchmarks/rego/bench.py .build/release/rego-bench

bench-detection: deps ## time of scans beside a bare pass of the same database, with bounds
	$(SWIFT) build -c release --product detection-bench
	@.build/release/detection-bench config/detection

accuracy: deps ## measure the rules on labelled texts and write docs/accuracy.md: make accuracy CORPORA=DIR
	$(SWIFT) build -c release --product detection-accuracy
	@.build/release/detection-accuracy $(CORPORA) --write docs/accuracy.md

clean: ## remove everything that was built or downloaded here
	$(SWIFT) package clean
	rm -rf .build .venv-* .cache
