# Throughline. `make run` starts it with an invented district; `make test` runs every check and test.

PYTHON ?= python3
ENV := .venv
BIN := $(ENV)/bin
export THROUGHLINE_HOME ?= $(CURDIR)/.throughline
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The tests bring their own database and settings; what a person set for running must not reach them.
TESTS := env -u DATABASE_URL -u DATABASE_OWNER_URL -u THROUGHLINE_HOME -u THROUGHLINE_MODE -u DJANGO_SETTINGS_MODULE

.PHONY: help run test check format bench docs clean requirements words pictures browser

help: ## Say what each verb does
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/'

run: $(ENV)/.base ## Start Throughline with an invented district; Ctrl-C stops it
	@exec "$(BIN)/throughline" demo

test: $(ENV)/.dev browser ## Check everything and run every test, in a real database and a real browser
	@$(MAKE) --no-print-directory lint
	@$(TESTS) THROUGHLINE_PICTURES=no "$(BIN)/python" -m pytest -n 2

check: $(ENV)/.dev ## Format, lint, types, contracts and the fast tests
	@"$(BIN)/ruff" format src tests benchmarks docs
	@$(MAKE) --no-print-directory lint
	@$(TESTS) "$(BIN)/python" -m pytest -n 2 --ignore tests/journeys

.PHONY: lint
lint: $(ENV)/.dev ## Style, types, templates and import contracts, changing nothing
	@"$(BIN)/ruff" format --check --quiet src tests benchmarks docs
	@"$(BIN)/ruff" check --quiet src tests benchmarks docs
	@"$(BIN)/djlint" --lint --quiet src
	@"$(BIN)/lint-imports" --no-cache >.artifacts-lint 2>&1 || { cat .artifacts-lint; rm -f .artifacts-lint; exit 1; }; rm -f .artifacts-lint
	@"$(BIN)/mypy"

bench: $(ENV)/.dev $(ENV)-bench/.bench ## Measure speed beside what one would use instead
	@"$(BIN)/python" -m benchmarks

docs: $(ENV)/.dev ## Write the generated reference pages
	@"$(BIN)/python" -m docs.generate

pictures: $(ENV)/.dev browser ## Walk the journeys and refresh the pictures in the docs
	@$(TESTS) "$(BIN)/python" -m pytest tests/journeys
	@for file in docs/images/*.png; do cp ".artifacts/journeys/$$(basename "$$file" .png)-desk.png" "$$file"; done

words: $(ENV)/.dev ## Collect words to translate, and compile the translations
	@"$(BIN)/python" -m docs.words

requirements: $(ENV)/.dev ## Refresh the pinned requirements from pyproject.toml
	@"$(BIN)/python" -m pip install --quiet uv
	@for name in base dev bench; do \
	  extras="--extra build"; [ $$name = base ] || extras="$$extras --extra $$name -c requirements/base.txt"; \
	  "$(BIN)/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header $$extras pyproject.toml -o requirements/$$name.txt || exit 1; \
	done

clean: ## Remove the environment and everything made here, the demo's data included
	rm -rf "$(ENV)" "$(ENV)-bench" .throughline .artifacts .mypy_cache .ruff_cache .hypothesis .import_linter_cache

browser: ## Find a browser for the journeys, or install one where we may
	@sh tests/journeys/browser.sh

# Each environment is made once for the requirements it was made from.
$(ENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name one with PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv "$(ENV)"

$(ENV)/.base: $(ENV)/bin/python requirements/base.txt pyproject.toml
	@echo "Installing what Throughline needs (once) ..."
	@"$(BIN)/python" -m pip install --quiet --require-hashes -r requirements/base.txt
	@"$(BIN)/python" -m pip install --quiet --no-deps --no-build-isolation --no-index -e .
	@touch "$@"

$(ENV)/.dev: $(ENV)/.base requirements/dev.txt
	@echo "Installing what the tests need (once) ..."
	@"$(BIN)/python" -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch "$@"

$(ENV)-bench/.bench: requirements/bench.txt
	@$(PYTHON) -m venv "$(ENV)-bench"
	@"$(ENV)-bench/bin/python" -m pip install --quiet --require-hashes -r requirements/bench.txt
	@touch "$@"
