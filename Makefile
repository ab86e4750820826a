# Everything a contributor runs. Each target makes its own virtual environment and closes with one line.
# PYTHON=… names the interpreter, PORT=… the demo's port, CHROMIUM=… the browser.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory --no-builtin-rules
.NOTPARALLEL:

PORT ?= 8000
export PORT

# Finds a Python and makes .venv hold the named locks.
environment = python="$$(scripts/find_python.sh)" && "$$python" scripts/environment.py
python := .venv/bin/python

.PHONY: help demo test test-services test-browser coverage nightly mutants bench lint docs build lock clean

help:  ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'
	@echo "make help: that is all of them."

demo:  ## serve a site with tournaments in every state, on PORT (8000)
	@python="$$(scripts/find_python.sh)" && "$$python" scripts/check_port.py "$$PORT"
	@$(environment)
	@exec scripts/demo.sh "$$PORT"

test:  ## run every test that needs no service
	@$(environment) test
	@$(python) scripts/run_tests.py test

test-services:  ## run the engine's tests on PostgreSQL, with Redis and Celery workers
	@$(environment) services
	@$(python) scripts/run_tests.py test-services

test-browser:  ## drive the pages in Chromium
	@$(environment) browser
	@$(python) scripts/run_tests.py test-browser

coverage:  ## run the tests under coverage, with the gates of both packages
	@$(environment) tools
	@$(python) -m tox run -e django52-coverage
	@echo "make coverage: all of bracketcore and 95 % of the engine are covered, or more."

nightly:  ## play 10,000 sequences of acts on stages, and each property at new examples
	@$(environment) test
	@$(python) scripts/run_tests.py nightly

mutants:  ## break bracketcore in a dozen ways, each of which the tests must notice
	@$(environment) test
	@$(python) scripts/mutants.py

bench:  ## print the benchmark tables
	@$(environment) test
	@$(python) scripts/bench.py

lint:  ## check style, types, imports, templates, scripts and workflows
	@$(environment) test services browser tools
	@$(python) scripts/lint.py

docs:  ## build the documents into docs/_build/html
	@$(environment) tools
	@$(python) scripts/reference.py docs/_build/reference
	@$(python) -m sphinx -q -W --keep-going -n docs docs/_build/html
	@echo "make docs: the documents are in docs/_build/html/index.html."

build:  ## build both packages into dist/ and try them in a new site
	@$(environment) tools
	@$(python) scripts/build.py

lock:  ## renew requirements/*.txt
	@$(environment) tools
	@scripts/lock.sh .venv/bin/uv
	@echo "make lock: requirements/*.txt are renewed; read the change before you commit it."

clean:  ## remove what the other targets made, the demo's database apart
	@rm -rf .venv .build .tox .nox dist docs/_build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "make clean: only the sources and the demo's database are left."
