# make demo     install, then compare two articles that report the same interview
# make test     install with the development tools, then run the tests
# make check    all of it: format, lint, types, layers, tests
# make quality  measure quality on all data sets that are present
# make bench    measure speed, and how it grows
# make fuzz     feed the program made-up input, MINUTES=20 for each harness
# make fit      fit the models anew on the development sets, and write their data files
# make docs     run the commands that the documentation shows, write what they print; draw the picture of the README
# make pictures take the pictures of the HTML report (needs Chromium)
#
# Another interpreter: make test PYTHON=python3.12

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

PIP_INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --quiet --constraint constraints.txt

# How long each harness of `fuzz/` runs.
MINUTES ?= 20

.PHONY: demo test check static quality bench fuzz fit docs pictures

demo: $(VENV)/.installed
	$(BIN)/ryabkov-diff compare seeds/sputnik-2022-12-08.txt seeds/tasnim-2022-12-08.txt --format text

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

check: static
	$(BIN)/python -m pytest

# The checks that run no code.
static: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

quality: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.quality

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.growth

fuzz: $(VENV)/.installed-dev
	$(PIP_INSTALL) --editable '.[fuzz]'
	for harness in articles comparisons files; do $(BIN)/python -m fuzz.$$harness --minutes $(MINUTES) || exit 1; done

fit: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.fit

docs: $(VENV)/.installed-dev
	$(BIN)/python scripts/draw_readme_picture.py
	$(BIN)/python scripts/update_docs.py

pictures: $(VENV)/.installed-dev
	$(BIN)/python scripts/make_screenshots.py

# The stamps make a second call quick; a changed pyproject.toml or constraints.txt installs anew.
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "ryabkov-diff needs Python 3.11 or newer, $(PYTHON) is not; name another: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@# torch first and by itself, in the version of constraints.txt: no other build is ever resolved.
	$(PIP_INSTALL) torch
	$(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP_INSTALL) --editable '.[dev]'
	@touch $@
