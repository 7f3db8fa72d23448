# Ten words. Each is one line that a person could type; stamps make the second run start in seconds.
PYTHON ?= python3
BIN := .venv/bin
INPUTS := $(shell find etl data/extracts data/reference -type f -not -name '*.pyc' -not -name 'voorbeeld_*' -not -path '*/voorbeeld_*' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help install data real run test check fix docs bench clean

help:           ## list these words
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

install: .venv/.installed  ## environment from the lock
.venv/.installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.lock tests/install_browser.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	sh tests/install_browser.sh
	touch $@

build/.bundled: .venv/.installed dashboard/bundle.py dashboard/theme.py dashboard/theme.json $(wildcard dashboard/assets/*)
	$(BIN)/python -m dashboard.bundle
	mkdir -p build && touch $@

data: .venv/.installed  ## extracts -> a new release (examples when nothing was fetched)
	$(BIN)/python -m etl sample --if-missing
	$(BIN)/python -m etl build

real: .venv/.installed  ## StatLine tables and your own files -> a release without examples
	-$(BIN)/python -m etl fetch
	$(BIN)/python -m etl check --no-sample
	$(BIN)/python -m etl build --no-sample
	touch data/releases/current

data/releases/current: .venv/.installed $(INPUTS)
	$(BIN)/python -m etl sample --if-missing
	$(BIN)/python -m etl build
	touch $@

run: build/.bundled data/releases/current  ## the dashboard on http://127.0.0.1:8050/nl/
	$(BIN)/gunicorn app:server

test: .venv/.installed-dev build/.bundled  ## all tests, the browser included
	$(BIN)/python -m pytest

check: .venv/.installed-dev  ## format, lint, types, README; changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m etl check
	$(BIN)/python -m tests.readme --check

fix: .venv/.installed-dev  ## format and lint, changing files
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: data/releases/current  ## rewrite the generated tables of the README
	$(BIN)/python -m tests.readme

bench: .venv/.installed-dev build/.bundled data/releases/current  ## ratios to the floor; fails over budget
	$(BIN)/python -m tests.bench.pages
	$(BIN)/python -m tests.bench.statistics
	$(BIN)/python -m tests.bench.load

clean:          ## remove what was built
	rm -rf build data/releases data/extracts/voorbeeld_* dashboard/assets/vendor .pytest_cache .mypy_cache .ruff_cache
