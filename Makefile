# A fresh machine needs Python 3.11 to 3.13 and make; everything else comes into .venv from the lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LOCK_UV := 0.9
STAMP := $(VENV)/.installed

.PHONY: run show test bench gate lint format lock wheel clean

# The service and its page with the sample documents; it prints its address.
run: $(STAMP)
	$(BIN)/duibiao serve --samples

# The same samples in the terminal, as the official tables, with the uncertain cells marked.
show: $(STAMP)
	$(BIN)/duibiao show

test: $(STAMP)
	$(BIN)/python -m pytest $(PYTEST)

bench: $(STAMP)
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.strange_layouts
	$(BIN)/python -m benchmarks.formats

gate: $(STAMP)
	$(BIN)/python -m benchmarks.gate

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The lock names no address, so that it works with whatever index pip is set up for.
lock: $(STAMP)
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
		--all-extras --group dev --quiet --custom-compile-command "make lock" \
		pyproject.toml -o requirements.lock

wheel: $(STAMP)
	$(BIN)/uv build --wheel --no-build-isolation

clean:
	rm -rf $(VENV) build dist

$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=$(LOCK_UV)"
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $(STAMP)
