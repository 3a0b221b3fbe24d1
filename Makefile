# Two commands: `make verify` proves tracking on the embedded lab, `make test` tests this project.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: install verify test matrix test-real lint clean

install: .venv/ready

verify: .venv/ready
	$(BIN)/pytest checks/ --environment lab

test: .venv/ready lint
	$(BIN)/pytest -n auto tests/unit tests/lab_itself tests/suite
	$(BIN)/pytest -n 4 tests/lab -m "not larger_topology"

# Every fault of the lab in every topology in which it can occur; `make test` has the smallest each.
# Whole runs wait more than they work, hence four at once.
matrix: .venv/ready
	$(BIN)/pytest -n 4 tests/lab -m larger_topology

# Adobe's own client against the lab, which needs Node, and servers read through a real sshd.
test-real: .venv/ready tests/real/sdk/node_modules/.package-lock.json
	$(BIN)/pytest tests/real

tests/real/sdk/node_modules/.package-lock.json: tests/real/sdk/package-lock.json
	cd tests/real/sdk && npm ci --loglevel=error

lint: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# --no-build-isolation: the build back end is one of the pinned requirements, too.
.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf .venv tests/real/sdk/node_modules
