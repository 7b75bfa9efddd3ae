# make compare   the answer: every combination of the measures against the single bridge
# make test      the tests
# The first use makes a virtual environment in .venv and installs into it; later uses find it ready.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# The first Python on the path that is new enough; `make PYTHON=/some/python3 …` chooses another.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done; true)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
INSTALLED_DEV := $(VENV)/installed-dev

JOBS ?= -1
OUTPUT ?= results/out/compare
# Which rule the old bridge had is not published, so the table of rules shows each; a rival and a peak stand beside.
COMPARE := compare scenarios/single-bridge.yaml --with new-bridge,separate-checkpoints,digital-tracking --factorial \
	--rules one-lane-bridge,one-truck-at-a-time --rule-replications 20 \
	--replaced-by new-bridge --beside one-more-truck-lane,peak --beside-replications 20

.PHONY: help compare test cover lint type check clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile
	@echo 'make cover     branch coverage of the compiled engine, run as plain Python'
	@echo 'make lint      ruff, formatting and the direction of imports'
	@echo 'make type      mypy'
	@echo 'make check     lint, type and test'
	@echo 'make benchmark  our speed beside other simulators, into docs/background/performance.md'
	@echo 'make benchmark-scale  what a vehicle costs from a month to ten years, and up to a standing queue of 100,000'
	@echo 'make clean     remove the environment and the caches, not the results'

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo 'samur needs Python 3.11 or newer; none was found on the path' >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(INSTALLED_DEV): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(INSTALLED) $@

compare: $(INSTALLED)
	@start=$$(date +%s); code=0; \
	$(BIN)/samur $(COMPARE) --jobs $(JOBS) --output $(OUTPUT) --force || code=$$?; \
	echo "make compare: $$(( $$(date +%s) - start )) s, exit $$code"; exit $$code

# The engine is compiled before two processes would do it side by side.
test: $(INSTALLED_DEV)
	@$(BIN)/samur run scenarios/theory/two-booths.yaml --set run.length='1 h' --replications 1 > /dev/null
	$(BIN)/python -m pytest --numprocesses 2

# Without machine code an integer that overflows is a warning, and a warning is an error.
cover: $(INSTALLED_DEV)
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest --quiet tests/engines tests/rules tests/properties/test_agreement.py \
		--systems 400 --cov sim/engines/compiled --cov-branch --cov-report term:skip-covered --cov-fail-under 95

lint: $(INSTALLED_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

type: $(INSTALLED_DEV)
	$(BIN)/mypy

check: lint type test

benchmark: $(INSTALLED)
	$(BIN)/python -m tests.benchmarks --write

benchmark-scale: $(INSTALLED)
	$(BIN)/python -m tests.benchmarks.scale --write

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
