# Everything is done through this file; `make help` lists it. A fresh machine needs make and Python 3.11+.
#   make run [PORT=8000] [DEMO=0] [DATABASE_URL=postgres://…]
#   make test [ARGS="tests/rie -k plan"] [JOURNEYS=1]

SHELL := /bin/sh
PY := .venv/bin/python
PREPARE = python=$$(sh config/dev/find_python.sh) && "$$python" -m config.dev.prepare

# Journeys need a browser: without one they are left out, unless JOURNEYS=1 insists.
CHROMIUM := $(shell command -v chromium 2>/dev/null)
JOURNEYS ?= $(if $(CHROMIUM),1,0)
# Each test process makes a database of its own, so more processes than this cost more than they gain.
WORKERS := --numprocesses auto --maxprocesses 4
ARGS ?=

# One list for every system and every Python from 3.11 on.
COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help run test bench lint fmt messages requirements prepare-base prepare-dev

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-14s %s\n", $$1, $$2 }'

run: prepare-base ## set up when needed, then start Werkbalans with demo data (Ctrl-C stops)
	@exec $(PY) -m config.dev.run

test: prepare-dev ## all tests, with the walks through a browser when chromium is there
ifeq ($(JOURNEYS),1)
	@$(PY) -m pytest $(WORKERS) $(ARGS)
else
	@echo "Tests marked 'journey' are left out: no chromium on this machine, or JOURNEYS=0."
	@$(PY) -m pytest $(WORKERS) -m "not journey" $(ARGS)
endif

bench: prepare-dev ## measure the budgets: server time, queries, report
	@$(PY) -m tests.bench $(ARGS)

lint: prepare-dev ## style, format and the order of imports; changes nothing
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) .venv/bin/lint-imports --no-logo

fmt: prepare-dev ## put the code in its fixed format
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

messages: prepare-dev ## collect the texts for translation and compile the Dutch catalogue (needs gettext)
	@DEBUG=1 $(PY) -m config.dev.messages

requirements: prepare-dev ## pin the packages of pyproject.toml again (UPGRADE=1 for newer versions)
	@$(PY) -m uv --version >/dev/null 2>&1 || $(PY) -m pip install -qq "uv>=0.8,<1"
	@$(COMPILE) --output-file requirements/base.txt pyproject.toml
	@$(COMPILE) --extra dev --constraints requirements/base.txt --output-file requirements/dev.txt pyproject.toml

prepare-base:
	@$(PREPARE) base

prepare-dev:
	@$(PREPARE) dev
