# Sets itself up: a virtual environment in .venv, made anew when pyproject.toml changes.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: validate test spark lint docs bench crash fuzz clean

validate: .venv/installed  ## check the package in this repository
	$(BIN)/dpkit validate

test: .venv/installed-dev  ## run all tests
	$(BIN)/python -m pytest -n auto

SPARK ?= tests/spark

spark: .venv-spark/installed  ## run the tests of the engine Spark, in an environment of their own; needs Java 17
	.venv-spark/bin/python -m pytest -n 2 $(SPARK)

lint: .venv/installed-dev  ## format, lint, types, storeys, generated pages
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

docs: .venv/installed-dev  ## write the generated pages and the examples of the README
	$(BIN)/python docs/generate.py

bench: .venv/installed-dev  ## measure dpkit beside other tools, write docs/benchmarks.md (some ten minutes)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python benchmarks/all.py

crash: .venv/installed-dev  ## kill a release, and have it fail, at every call that changes a file (some ten minutes)
	$(BIN)/python benchmarks/crash.py

SECONDS ?= 60
FUZZ ?=
TARGETS := $(basename $(notdir $(wildcard fuzz/targets/*.py)))

fuzz: .venv/installed-dev  ## look for input that breaks a law, SECONDS=... in all
	@$(BIN)/python -c 'import atheris' 2>/dev/null || echo "atheris has no wheel for this Python: nothing was fuzzed"
	@$(BIN)/python -c 'import atheris' 2>/dev/null || exit 0; for target in $(TARGETS); do \
	$(BIN)/python fuzz/run.py $$target $$(( $(SECONDS) / $(words $(TARGETS)) )) -verbosity=0 -print_final_stats=0 $(FUZZ) || exit 1; done

clean:
	rm -rf .venv .venv-spark

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "dpkit needs Python 3.11 or newer (PYTHON=... names another one)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ .venv/installed

.venv-spark/installed: pyproject.toml
	$(PYTHON) -m venv .venv-spark
	.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]' hypothesis pytest pytest-xdist
	@touch $@
