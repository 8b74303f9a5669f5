# The commands of the house. Needed beforehand: git, make, python3 (3.11 or newer) and python3-venv.

PYTHON ?= python3
PORT ?= 8000
SERVE ?= 1
VENV := .venv/bin
SETUP := $(PYTHON) -m tools.setup

# Figures and fixtures that lie beside a checkout, where a checkout has them. Tests that need them say so when they are missing.
ifneq ($(wildcard ../shared/data),)
export DICU_DATA_DIR ?= $(abspath ../shared/data)
endif
export PORT SERVE

.PHONY: demo setup setup-test test lint proof bench wheel sbom lock frontend clean help

help:            ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

demo: setup      ## everything, from nothing to a running web server (PORT=8123, SERVE=0)
	@exec env DICU_WITH_PARENT=1 $(VENV)/dicu demo

setup:           ## environment, front-end parts and fonts
	@$(SETUP) run

setup-test:
	@$(SETUP) test

test: setup-test  ## all checks and all tests
	@$(VENV)/python -m tools.test

lint: setup-test ## style, import direction, types
	@$(VENV)/python -m tools.lint

proof: setup-test ## the long proofs
	@DICU_PROOF=1 $(VENV)/python -m tools.test

bench: setup-test ## benchmarks against named peers (SCALE=small|full)
	@SCALE=$(or $(SCALE),small) $(VENV)/python -m benchmarks

wheel: setup     ## a wheel in dist/, with the front-end parts inside
	@$(VENV)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

sbom: setup-test ## the bill of materials in build/sbom (CycloneDX)
	@$(VENV)/python -m tools.sbom

frontend: setup  ## front-end parts anew
	@$(SETUP) frontend

lock:            ## pin all versions anew (ARGS=--upgrade for newer ones)
	@$(PYTHON) -m tools.lock $(ARGS)

clean:           ## what was made, but never data: var/ stays
	@rm -rf build dist .venv src/dicu/web/static/vendor src/dicu/publishing/fonts
