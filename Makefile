# The two commands: `make pack` and `make test`. `make help` lists the rest. Windows: see README.md.
# Needs Python 3.11 or newer and make; everything else goes into .venv from requirements.lock.

PYTHON ?= python3
LAB    ?=
PYTEST ?=
QUICK  ?=

VENV      := .venv
BIN       := $(VENV)/bin
LOCKED    := $(VENV)/.from-lock
INSTALLED := $(VENV)/.installed
STRIP     := --keep-id --extra-keys "metadata.papermill cell.metadata.papermill"
MACHINE_MADE := .venv outputs .cache dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# Bytecode saves seconds at each start of a notebook kernel, so a caller's wish to write none is not passed on.
export PYTHONDONTWRITEBYTECODE :=
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help pack test lab bench check format generated numbers picture lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

pack: $(INSTALLED)  ## run every shipped scenario; the pages are in outputs/pack/index.html
	$(BIN)/ist pack

test: check  ## all that must hold: the checks, then the tests (PYTEST="-k words" narrows them)
	$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal $(PYTEST)

lab: $(INSTALLED)  ## open JupyterLab on the notebooks (LAB="--no-browser" passes options on)
	$(BIN)/jupyter lab --notebook-dir=notebooks $(LAB)

bench: $(INSTALLED)  ## measure speed and memory and write docs/performance.md (QUICK=1: a minute's worth, unwritten)
	$(BIN)/python -m benchmarks $(if $(QUICK),--quick)

check: $(INSTALLED)  ## style, types, rooms, notebooks without results, generated files in step
	$(BIN)/ruff check --output-format concise
	$(BIN)/ruff format --check
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo
	$(BIN)/nbstripout --verify $(STRIP) notebooks/*.ipynb
	$(BIN)/ist schema --check

format: $(INSTALLED)  ## lay out the code and take the results out of the notebooks
	$(BIN)/ruff check --quiet --fix-only
	$(BIN)/ruff format --quiet
	$(BIN)/nbstripout $(STRIP) notebooks/*.ipynb

generated: $(INSTALLED)  ## rewrite the files that are made from code
	$(BIN)/ist schema

numbers: $(INSTALLED)  ## measure the known answers again and write their tables in docs/verification.md
	$(BIN)/python -m tests.system.number_table
	$(BIN)/python -m tests.system.capacity_repeats
	$(BIN)/python -m tests.system.search_repeats

picture: $(INSTALLED)  ## take the README's picture of the pack again
	$(BIN)/python docs/images/take.py

lock: $(INSTALLED)  ## renew requirements.lock: the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile pyproject.toml --group dev --upgrade --universal --python-version 3.11 \
	    --fork-strategy fewest --generate-hashes --no-header --no-annotate --no-emit-index-url \
	    --python $(BIN)/python --quiet --output-file requirements.lock

clean:  ## remove all that git does not hold; new files of your own are listed and left to you
	@if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then \
	    git clean -ffdXq . && git ls-files --others --exclude-standard | sed 's/^/left alone, not the machine'\''s: /'; \
	else \
	    rm -rf $(MACHINE_MADE) && find . -name __pycache__ -type d -prune -exec rm -rf {} +; \
	fi

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is missing or older" \
	    "than Python 3.11: install a newer one, or name one you have: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Building $(VENV) from requirements.lock. This takes about two minutes, once."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make a virtual environment;" \
	    "on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install -qq --progress-bar off --require-hashes -r requirements.lock
	@touch $@

$(INSTALLED): $(LOCKED) pyproject.toml jupyter/overrides.json
	@$(BIN)/python -m pip install -qq --progress-bar off --no-deps --no-build-isolation --editable .
	@touch $@
