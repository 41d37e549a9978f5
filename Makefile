# Two commands do all set-up on a fresh machine (Python 3.11, make): `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SLOW := $(if $(CI),,-m "not slow")

.PHONY: run test check audit bench evaluate demo requirements clean

run: $(VENV)/run.ready  ## start the bot: Slack with tokens in .env, else the console; answers what is piped into it
	@MALLOC_ARENA_MAX=2 $(BIN)/juicefs-bot run

test: $(VENV)/dev.ready  ## every test; the slow proofs too when CI is set
	$(BIN)/pytest $(SLOW) $(ARGS)

check: $(VENV)/dev.ready  ## style, types, floors, casebook, secrets
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/juicefs-bot cases check
	$(BIN)/python -m tests.secrets_scan

audit: $(VENV)/dev.ready  ## known vulnerabilities of the pinned packages, where a database can be reached
	$(BIN)/python -m tests.audit

bench: $(VENV)/dev.ready  ## speed and accuracy beside baselines, as a table
	$(BIN)/python -m benchmarks $(ARGS)

evaluate: $(VENV)/dev.ready  ## docs/accuracy.md anew: ARGS=--record lowers the misses that are allowed
	$(BIN)/python -m benchmarks.accuracy $(ARGS)

demo: $(VENV)/dev.ready  ## the bot beside a stand-in Slack, with a page in the browser
	$(BIN)/python -m tests.demo $(ARGS)

LOCK = $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

requirements: $(VENV)/dev.ready  ## the image's packages anew, pinned by hash: ARGS=--upgrade for newer ones
	$(LOCK) $(ARGS) --output-file deploy/requirements.txt pyproject.toml
	$(LOCK) $(ARGS) --only-build-deps --build-deps-for wheel --output-file deploy/requirements-build.txt pyproject.toml

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.ready: $(BIN)/python pyproject.toml
	@echo "Setting up $(VENV) (once, about a minute)…" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . >&2
	@touch $@

$(VENV)/dev.ready: $(BIN)/python pyproject.toml
	@echo "Setting up $(VENV) with the test tools (once, about two minutes)…" >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' >&2
	@touch $@ $(VENV)/run.ready

clean:  ## forget the virtual environment and all caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist build
