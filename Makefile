# `make help` lists what can be done. Two targets matter most: `make run` and `make test`; both set up what they need.

.DEFAULT_GOAL := help
.PHONY: help run install test lint requirements bench bench-intake

SETUP := @sh setup/with-python.sh -m setup
IN_VENV := @.venv/bin

# The site and its tests start many processes, each of which would compile every module again.
export PYTHONDONTWRITEBYTECODE =

# Tests run in as many processes as the machine has cores; a file's tests stay together, as some share a browser.
PYTEST_WORKERS ?= auto

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

run: ## Set up what is missing and run the tracker (HOST=, PORT=, SAMPLE=no, ADMINISTRATOR=e-mail)
	$(SETUP).run

install: ## Only the set-up of make run
	$(SETUP).install

test: ## Set up what is missing and run all tests (TESTS=path or pytest options for some)
	$(SETUP).install --tests
	$(IN_VENV)/python -m pytest -n $(PYTEST_WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

lint: ## Check style, types and the direction of imports
	$(SETUP).install --lint
	@failed=0; \
	.venv/bin/ruff check . || failed=1; \
	.venv/bin/ruff format --check . || failed=1; \
	.venv/bin/mypy || failed=1; \
	.venv/bin/lint-imports || failed=1; \
	exit $$failed

bench: ## Measure reading, pages at 200 and 2,000 actions, and reports against Chromium (some minutes)
	$(SETUP).install
	@failed=0; \
	.venv/bin/python -m bench.reading || failed=1; \
	.venv/bin/python -m bench.pages || failed=1; \
	.venv/bin/python -m bench.reports || failed=1; \
	exit $$failed

bench-intake: ## Read the documents of DIR and compare with the truths (NAME.json) beside them
	$(IN_VENV)/python -m bench.intake $(DIR)

requirements: ## Pin again what pyproject.toml asks for (UPGRADE=yes: at the newest versions)
	$(SETUP).install --lint
	$(PIN) --output-file requirements.txt pyproject.toml
	$(PIN) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml
# The files name no package index: each machine's own pip settings say where packages come from.
requirements: PIN = @CUSTOM_COMPILE_COMMAND="make requirements" .venv/bin/pip-compile --quiet \
	$(if $(filter yes,$(UPGRADE)),--upgrade) --strip-extras --generate-hashes --allow-unsafe \
	--no-config --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
