# Every target works from an empty clone: it makes .venv, installs what it needs, then does its work.
#   make run [LEAN=1] [PORT=8501]     make test [ARGS="-k store"]     PYTHON=python3.12 to choose one

SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501
ADDRESS ?= localhost
ARGS ?=
LEAN ?= 0
PACKAGES := ingest qa evals audit ui

# A stamp for each set of packages; it is older than pyproject.toml when something must be installed.
FULL := $(VENV)/.installed-full
LEANSTAMP := $(VENV)/.installed-lean
TESTSTAMP := $(VENV)/.installed-test
BENCHSTAMP := $(VENV)/.installed-bench
RUNSTAMP := $(if $(filter 1 yes true,$(LEAN)),$(LEANSTAMP),$(FULL))

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test check lint format ingest bench-ingest eval audit clean

help:  ## show the targets, and the settings once installed
	@echo "明账 mingzhang"
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## */  make \1\t/' | expand -t 18
	@echo "  LEAN=1 leaves torch out · PORT=8501 · ADDRESS=localhost · PYTHON=python3.12 · ARGS=… goes to pytest or evals"
	@if [ -e $(FULL) ] || [ -e $(LEANSTAMP) ]; then echo; $(PY) -m ingest.settings; \
	else echo "  The settings are listed here once 'make run' or 'make test' has installed, and in README.md."; fi

run: $(RUNSTAMP)  ## install, read corpus/ if it changed, serve the chat
	@$(PY) -m ingest corpus || echo "Some files of corpus/ could not be read (see above); starting with the others." >&2
	@echo "明账: http://$(ADDRESS):$(PORT)"
	@exec $(VENV)/bin/streamlit run app.py --server.port $(PORT) --server.address $(ADDRESS) --server.headless true

test: $(TESTSTAMP)  ## install with the test extra, run the whole suite
	@$(PY) -m pytest -n auto --dist loadfile $(ARGS)

check: $(TESTSTAMP)  ## the fast part of the suite: neither slow nor browser
	@$(PY) -m pytest -n auto --dist loadfile -m "not slow and not browser" $(ARGS)

lint: $(TESTSTAMP)  ## ruff and strict types
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy

format: $(TESTSTAMP)  ## let ruff put the code in order
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .

ingest: $(RUNSTAMP)  ## read corpus/ into the store
	@$(PY) -m ingest corpus $(ARGS)

bench-ingest: $(BENCHSTAMP)  ## measure the readers on ../shared/samples, beside other tools (ARGS=--scans for scans)
	@$(PY) -m evals.bench_ingest $(ARGS)

eval: $(RUNSTAMP)  ## run the gold questions, print the scores
	@$(PY) -m ingest corpus
	@$(PY) -m evals $(ARGS)

audit: $(RUNSTAMP)  ## check whether the disclosures agree with themselves
	@$(PY) -m ingest corpus
	@$(PY) -m audit $(ARGS)

clean:  ## remove the store and what the tools left (.venv stays)
	@rm -rf .store build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(PY):
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed; install it, or name one: make run PYTHON=/path/to/python3" >&2; exit 1; fi
	$(PYTHON) -m venv $(VENV)

$(LEANSTAMP): pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --editable '.[ocr]'
	@touch $@

$(FULL): pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --editable '.[models,ocr]'
	@touch $@ $(LEANSTAMP)

$(TESTSTAMP): pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --editable '.[test]'
	@touch $@ $(FULL) $(LEANSTAMP)

$(BENCHSTAMP): pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --editable '.[ocr,bench]'
	@touch $@ $(LEANSTAMP)
