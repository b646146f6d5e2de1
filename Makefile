# The commands that people and the checking run both use. `make help` lists them.

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench lock hooks clean distclean

PORT ?= 8000
WORKERS ?= 2
ARGS ?=
# An interpreter to use instead of the first that is new enough: make PYTHON=/usr/bin/python3
export PYTHON

BIN := .venv/bin
DEMO := build/demo

help:
	@echo 'make demo [PORT=8000]        build the sample workspace and serve it'
	@echo 'make test [ARGS="-k name"]   install what tests need, run all of them'
	@echo 'make lint                    style, types, direction of imports'
	@echo 'make format                  let ruff rewrite what it can'
	@echo 'make bench [ARGS="name"]     figures of speed, memory and quality against their targets'
	@echo 'make lock [UPGRADE=1]        write the locks in requirements/ again from pyproject.toml'
	@echo 'make hooks                   check every commit before it is made'
	@echo 'make clean, make distclean   remove what was built; the environment too'
	@echo
	@echo 'PYTHON=/path/to/python3 names the interpreter for .venv (3.11 or newer).'

demo:
	@requirements/install.sh run
	@exec $(BIN)/publisher demo $(DEMO) --port $(PORT) $(ARGS)

# The last line printed is pytest's own.
test:
	@requirements/system.sh --tests
	@requirements/install.sh dev
	@echo 'Running the tests on $(WORKERS) processes'
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal --quiet $(ARGS)

# All four, whatever the first says: one run tells everything.
lint:
	@requirements/install.sh dev
	@failed=; \
	check() { echo "$$1"; shift; "$$@" || failed=yes; }; \
	check 'ruff: style' $(BIN)/ruff check --quiet; \
	check 'ruff: format' $(BIN)/ruff format --check --quiet; \
	check 'mypy: types' $(BIN)/mypy --no-error-summary; \
	check 'import-linter: direction' $(BIN)/lint-imports --no-logo; \
	[ -z "$$failed" ] || { echo 'lint: failed, see above' >&2; exit 1; }

format:
	@requirements/install.sh dev
	@$(BIN)/ruff check --fix --quiet
	@$(BIN)/ruff format

bench:
	@requirements/install.sh bench
	@$(BIN)/python benchmarks/run.py $(ARGS)

# Extras are for tests; the program itself runs, and is installed by `make demo`, without them.
# Hashes and no address: a lock says what is installed, the installer's own settings say from where.
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

lock:
	@requirements/install.sh dev
	@echo 'Resolving'
	@$(COMPILE) --all-extras --group build --group dev --group bench -o requirements/dev.txt
	@$(COMPILE) --group build -c requirements/dev.txt -o requirements/run.txt
	@$(COMPILE) --group build --group bench -c requirements/dev.txt -o requirements/bench.txt

hooks:
	@requirements/install.sh dev
	@$(BIN)/pre-commit install

clean:
	rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find publisher tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf .venv
