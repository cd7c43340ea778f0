# Everything a newcomer needs: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.PHONY: help demo test lint docs ray lock clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

# The environment is exactly the lock file, every file checked against its hash. Installing compiles the
# knowledge snapshot from its table.
SNAPSHOT := hatch_build.py ingest/link/data/entities.tsv.xz \
            $(addprefix ingest/link/,canonical.py cleaning.py compiling.py layout.py lookup.py names.py shipped.py)

$(READY): requirements.lock pyproject.toml $(SNAPSHOT)
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Hearsay needs Python 3.11 or newer; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)  ## ingest the seed articles, validate, load, and answer three questions
	$(BIN)/hearsay demo

test: $(READY)  ## run the tests, on all cores
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(READY)  ## formatting, lint and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: $(READY)  ## build the documentation into site/
	$(BIN)/python -m mkdocs build --strict

ray: $(READY)  ## add Ray to the environment, for --engine ray and its tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-ray.lock

lock: ## renew requirements.lock and requirements-ray.lock (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --group dev pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --extra ray pyproject.toml -c requirements.lock -o requirements-ray.lock

clean:  ## remove the environment and everything built
	rm -rf $(VENV) build dist site .hearsay-demo
