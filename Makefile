# Two commands: `make run` serves the product with demo data, `make test` runs everything on SQLite and PostgreSQL.
# Both set up what they need; nothing is installed outside .venv except Debian packages for `make test`.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
LEVELS := kernel drawing rca web organisation nudges incidents actions pir exports home
ROOTS := wiring.py wsgi.py scheduler.py serving.py backup.py cli.py demo.py demo_story.py demo_year.py migrations

.PHONY: run test test-all check lint types contracts unit chaos all-trials mutants all-mutants bench bench-rca lock sizes architecture screens all-screens clean

run: .venv/run.stamp
	@DEBRIEF_HOME=$${DEBRIEF_HOME:-.run} DEBRIEF_DEMO=1 $(BIN)/debrief demo --if-empty
	@DEBRIEF_HOME=$${DEBRIEF_HOME:-.run} DEBRIEF_DEMO=1 $(BIN)/debrief serve --host 127.0.0.1 --port 8000

test: .venv/dev.stamp
	@scripts/with-services $(MAKE) --no-print-directory all-tests

test-all: .venv/dev.stamp
	@scripts/with-services $(MAKE) --no-print-directory all-tests DEBRIEF_TEST_MATRIX=full

.PHONY: all-tests
all-tests: lint types contracts
	DEBRIEF_TEST_MATRIX=$(DEBRIEF_TEST_MATRIX) $(BIN)/python -m pytest -n 2 --dist worksteal -q -rs

check: .venv/dev.stamp lint types contracts unit

lint:
	$(BIN)/ruff check .

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports --no-cache -q 2>/dev/null || $(BIN)/lint-imports --no-cache

unit:
	$(BIN)/python -m pytest -q -n 2 -m "not browser and not office" tests/kernel tests/rca tests/drawing tests/web tests/house rca drawing

# Every trial of the delivery whole: kill -9 at random and at each step, relays that misbehave, leaders that are struck.
chaos: .venv/dev.stamp
	@scripts/with-services $(MAKE) --no-print-directory all-trials

all-trials:
	@PYTHONPATH=. $(BIN)/python -m tests.chaos $(TRIALS)
	@DEBRIEF_CHAOS=$(if $(TRIALS),,1) $(BIN)/python -m pytest -q tests/nudges/service/test_together.py

# Sixty deliberate faults, one at a time, and the test that notices each.
mutants: .venv/dev.stamp
	@scripts/with-services $(MAKE) --no-print-directory all-mutants

all-mutants:
	@PYTHONPATH=. $(BIN)/python -m tests.mutants $(ONLY)

bench: .venv/dev.stamp
	@for f in $(filter-out benchmarks/bench_rca.py,$(wildcard benchmarks/bench_*.py)); do echo "== $$f"; $(BIN)/python $$f || exit 1; done

# Real fault trees beside SCRAM (apt-get install scram) and Graphillion, in one run.
bench-rca: .venv/dev.stamp
	@command -v scram >/dev/null || apt-get install -y -qq scram >/dev/null 2>&1 || echo "SCRAM is missing: apt-get install scram" >&2
	$(BIN)/python benchmarks/bench_rca.py

# Every page filled, empty and after a refusal, at three widths, light and dark: side by side in docs/screens.
screens: .venv/dev.stamp
	@scripts/with-services $(MAKE) --no-print-directory all-screens

all-screens:
	@rm -rf .screens && DEBRIEF_SHOTS=$(CURDIR)/.screens DEBRIEF_TEST_MATRIX=full $(BIN)/python -m pytest -q -n 2 tests/looks
	@PYTHONPATH=.:tests $(BIN)/python -m looks.sheets .screens docs/screens

# The house as it stands: docs/pictures/house.svg, sizes, imports that go up, circles of files.
architecture: .venv/dev.stamp
	@PYTHONPATH=. $(BIN)/python scripts/house.py

sizes: .venv/dev.stamp
	@$(BIN)/python scripts/sizes.py $(LEVELS) $(ROOTS)

# Renew the locks from pyproject.toml (needs uv). Hashes are kept, addresses are not.
lock:
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -q pyproject.toml scripts/build.in -o requirements.lock
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header -q pyproject.toml --group dev scripts/build.in -c requirements.lock -o requirements-dev.lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Debrief needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "The module venv is missing. On Debian: apt-get install python3-venv"; exit 1; }

.venv/run.stamp: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv .run .mypy_cache .ruff_cache .hypothesis
