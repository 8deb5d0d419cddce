# `make` sets up the environment and runs the main job; `make test` runs the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: all build reports test lint docs site mutations notebooks notebooks-html clean

all: build notebooks reports

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "civstats needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

build: $(READY)
	$(BIN)/civstats build

reports: build
	@$(BIN)/civstats report --data data/curated -o reports

test: $(READY)
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(READY)
	$(BIN)/python tools/build_docs.py

# The notebooks are kept as .py; `jupyter lab` opens the .ipynb made of them, and saving one there updates its .py.
notebooks: $(READY)
	@$(BIN)/jupytext --quiet --sync notebooks/[0-9]*.py

notebooks-html: $(READY)
	$(BIN)/python tools/render_notebooks.py

site: $(READY)
	$(BIN)/python tools/build_site.py

mutations: $(READY)
	cd tests && ../$(BIN)/python -m mutation

clean:
	rm -rf $(VENV)
