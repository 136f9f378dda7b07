# Formloom · 织表. `make` lists what there is to do. Needs Python >= 3.11, make and git; everything else it fetches itself.

PORT ?= 8000
HOST ?= 127.0.0.1
JOBS ?= 2
# A browser waits more than it computes: one more of them than processors.
BROWSERS ?= 3
BUILDER_DATA_DIR ?= data
export BUILDER_DATA_DIR
ifdef DATABASE_URL
export DATABASE_URL
endif

BIN := .venv/bin
PYTHON_READY := .venv/.stamp-installed
JOURNEYS := $(BIN)/python -m pytest -m "browser and not torture"
NPM := $(BIN)/python tools/npm.py -C admin_ui run --silent

.DEFAULT_GOAL := help
.PHONY: help run test lint lint-python lint-ui unit journeys screens torture bench ui client format pictures wheel clean

help: ## list the targets
	@echo "Usage: make <target> [PORT=8000] [DATABASE_URL=postgresql://…]"
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(PYTHON_READY): requirements.lock tools/bootstrap.lock tools/setup_venv.sh pyproject.toml
	@tools/setup_venv.sh $@

ui: $(PYTHON_READY)
	@$(BIN)/python tools/build_ui.py

run: ui ## start the whole product; SQLite under ./data unless DATABASE_URL is given
	@exec $(BIN)/builder run --host $(HOST) --port $(PORT)

test: lint unit journeys ## everything: linters, types, import rules, both databases, browser journeys

lint: $(PYTHON_READY) ## linters, types and import rules of both languages
	@$(BIN)/python tools/build_ui.py --install-only
	@$(MAKE) --no-print-directory -j 2 lint-python lint-ui

lint-python: $(PYTHON_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/bandit -q -r builder -c pyproject.toml -ll

lint-ui: $(PYTHON_READY)
	$(NPM) lint
	$(NPM) types
	$(NPM) boundaries

unit: ui ## tests without a browser: Python on SQLite and PostgreSQL, the interface in jsdom
	@$(NPM) test || { \
		echo "Once more, each file alone: is it the test, or what another file left behind?"; \
		$(NPM) test -- --isolate; }
	$(NPM) size
	$(BIN)/python -m pytest -n $(JOBS) -m "not browser and not torture" $(ARGS)

journeys: ui ## whole jobs in a real browser, on both databases
	@$(JOURNEYS) -n $(BROWSERS) $(ARGS) || { \
		echo "Once more, what failed: is it the journey, or the moment? build/journeys has a picture of each."; \
		$(JOURNEYS) -n 1 --last-failed --last-failed-no-failures none $(ARGS); }

screens: ui ## every screen in each language, theme and width; pictures in build/screenshots
	$(BIN)/python -m pytest -n $(BROWSERS) tests/journeys/test_screens.py $(ARGS)

torture: ui ## full counts of the kill, fuzz and concurrency campaigns (hours)
	TORTURE=1 $(BIN)/python -m pytest -m "torture or not torture" $(ARGS)

bench: ui ## measure against a hand-written floor, on both databases
	$(BIN)/python -m benchmarks $(ARGS)

client: $(PYTHON_READY) ## write openapi.json and the interface's typed client
	$(BIN)/python -m builder.api.export_openapi admin_ui/openapi.json
	$(NPM) client

format: $(PYTHON_READY) ## format both languages
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(NPM) format

pictures: ui ## take the pictures of the user guide anew
	$(BIN)/python tools/guide_pictures.py $(ARGS)

wheel: $(PYTHON_READY) ## build dist/*.whl, which needs no Node to install
	$(BIN)/uv build --wheel --no-build-isolation --python $(BIN)/python

clean: ## remove what was built; keeps ./data
	rm -rf .venv build dist builder/static admin_ui/node_modules
