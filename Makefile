# Two commands matter: `make example` builds the documentation, `make test` runs the tests.
# Both set themselves up in .venv; all they need is python3 (3.11 or newer) with venv, and make.

PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
OUT := example_docs/_build
JOBS ?= auto
NODE := $(VENV)/node
SCRIPTS := $(wildcard sphinxext_pubs/static/scripts/*.mjs)
SCRIPT_TESTS := $(wildcard tests/scripts/*.test.mjs)
TSC := $(NODE)/node_modules/.bin/tsc --noEmit --allowJs --checkJs --strict \
  --target es2022 --module es2022 --moduleResolution bundler --lib es2022,dom,dom.iterable

# A script that never ends would hold the run for ever: the test that waits for it is named, and the run ends.
LIMIT := -o faulthandler_timeout=300 -o faulthandler_exit_on_timeout=true

.DEFAULT_GOAL := help
.PHONY: help example test browser foreign messages check script clean distclean
.DELETE_ON_ERROR:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

example: $(VENV)/.docs ## build the documentation, which is the showcase too
	$(RUN) -m sphinx -W --keep-going -q -j auto -b html -d $(OUT)/doctrees example_docs $(OUT)/html
	@echo "Done. Open $(CURDIR)/$(OUT)/html/index.html in a browser."

test: $(VENV)/.test ## run the tests, in parallel
	$(RUN) -m pytest -n $(JOBS) --dist loadgroup

browser: $(VENV)/.browser $(VENV)/.node ## run the tests that need Chromium (and Java)
	$(RUN) -m pytest tests/browser tests/extension/test_theme_layouts.py $(LIMIT)

foreign: $(VENV)/.foreign ## run the tests with bibtex, biber, bibutils and pandoc
	$(RUN) -m pytest -n $(JOBS) --dist loadgroup -m foreign

messages: $(VENV)/.test ## bring the catalogues of messages up to date with the program
	$(RUN) -m tests.catalogues

check: $(VENV)/.check ## lint, check the types, the layers and the words
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-logo --no-cache
	$(RUN) -m tests.words

script: $(VENV)/.node ## check the types of the scripts and run their tests (needs node and npm)
	$(TSC) $(SCRIPTS)
	node --test $(SCRIPT_TESTS)

clean: ## remove what was built
	rm -rf $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .coverage .coverage.*

distclean: clean ## remove the environments as well
	rm -rf $(VENV) .tox

# A stamp for each set of packages, made again when pyproject.toml changes.
$(VENV)/.docs: GROUPS := --group docs
$(VENV)/.test: GROUPS := --group test
$(VENV)/.browser: GROUPS := --group test --group browser
$(VENV)/.foreign: GROUPS := --group foreign
$(VENV)/.check: GROUPS := --group lint --group types

$(VENV)/.docs $(VENV)/.test $(VENV)/.browser $(VENV)/.foreign $(VENV)/.check: pyproject.toml | $(VENV)/.pip
	@echo "Installing what this needs into $(VENV) …"
	$(PIP) --editable . $(GROUPS)
	@touch $@

# Two tools of the tests come from npm, in the versions that they were written for.
$(VENV)/.node: Makefile | $(VENV)/.pip
	@command -v npm >/dev/null || { echo "npm is needed; on Debian and Ubuntu: apt install npm." >&2; exit 1; }
	npm install --prefix $(NODE) --no-audit --no-fund --ignore-scripts --silent typescript@7.0.2 vnu-jar@26.9.27
	@touch $@

# `pip install --group` came with pip 25.1, so the environment gets a pip of its own first.
$(VENV)/.pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: try 'make PYTHON=python3.12 …'." >&2; exit 1; }
	@test ! -f $(VENV) || rm $(VENV)  # tox leaves a file of this name, which points to its own
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is needed; on Debian and Ubuntu: apt install python3-venv." >&2; exit 1; }
	$(PIP) --upgrade 'pip>=25.1'
	@touch $@
