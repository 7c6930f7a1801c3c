# make run    set up if needed, then the dashboard on the demo county (OPEN=1: without a key)
# make key    another address for the dashboard that runs
# make test   set up if needed, then all tests
# make check  lint, types, the import contract and known faults
# make bench  the benchmarks, one JSON line a case

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
WORKERS ?= 2

.PHONY: setup run key test check bench clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Homerounds needs Python 3.11 or newer. Say which: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(PY) -m solver compile
	@touch $@

run: setup
	@$(PY) -m streamlit run streamlit_app.py $(if $(OPEN),-- --open)

key: setup
	@$(PY) -m dashboard.server.new_key

test: setup
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup

check: setup
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m bandit -q -c pyproject.toml -r solver office dashboard pages streamlit_app.py .ci
	$(PY) .ci/audit.py

bench: setup
	$(PY) -m benchmarks.chain
	$(PY) -m benchmarks.screen
	$(PY) -m benchmarks.zones
	$(PY) -m benchmarks.roads --graph rutland --n 1000

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
