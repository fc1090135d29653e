# The two commands of the README: `make run` and `make test`. Each sets up what it needs first.
PY := .venv/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --quiet
RUN := .venv/.ready-to-run
DEV := .venv/.ready-to-develop
EXAMPLE := out/example.wordtape

.DEFAULT_GOAL := help
.PHONY: help setup develop run example check lint test bench pictures lock

help:
	@echo "make run    set up, then open the window on the example project (no screen: the same journey into out/)"
	@echo "make test   set up, then run every test"
	@echo "make setup  set up only; the command is then .venv/bin/wordtape"
	@echo "make check  style, types, import directions and the fast tests"
	@echo "make bench  every measurement, beside its floor or peer"
	@echo "make pictures  the pictures of the documentation again, into docs/images"
	@echo "make lock   resolve the dependencies again"

setup: $(RUN)
develop: $(DEV)

$(RUN): packaging/requirements.lock pyproject.toml packaging/system.sh packaging/venv.sh
	packaging/system.sh run
	packaging/venv.sh
	@echo "Installing Wordtape's packages into .venv (a few minutes the first time)"
	$(PIP) --require-hashes -r packaging/requirements.lock
	PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): $(RUN) packaging/requirements-dev.lock packaging/requirements-train.lock packaging/requirements-torch.lock
	packaging/system.sh test
	@echo "Installing the tools of development, those of training, and the larger speech model of the tests"
	$(PIP) --require-hashes -r packaging/requirements-dev.lock
	packaging/train.sh
	@touch $@

# A copy to play with: what is done to it never touches the repository, and `rm -r out` starts afresh.
$(EXAMPLE): | $(RUN)
	@mkdir -p out
	$(PY) projects_example/make.py $@

example: $(EXAMPLE)

# Without a screen the same journey runs offscreen and says where it left its work.
run: $(EXAMPLE)
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" != Linux ]; then \
		.venv/bin/wordtape $(EXAMPLE); \
	else \
		echo "No screen here: doing the same journey offscreen, into out/"; \
		QT_QPA_PLATFORM=offscreen $(PY) -m editor.ui.tour out; \
	fi

# Of an example made afresh, so that nothing that was tried in out/ is in them.
pictures: | $(RUN)
	@rm -rf out/for-pictures.wordtape
	$(PY) projects_example/make.py out/for-pictures.wordtape
	$(PY) -m editor.ui.pictures docs/images out/for-pictures.wordtape

lint: $(DEV)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-logo

check: lint
	$(PY) -m pytest -m "not slow and not window"

test: $(DEV)
	$(PY) -m pytest

bench: $(DEV)
	packaging/system.sh bench
	@for file in tests/bench/bench_*.py; do \
		name=$$(basename $$file .py); echo "== $$name"; $(PY) -m tests.bench.$$name || exit 1; \
	done

# One lock for every platform and Python from 3.11 on: hashes of all files, addresses of none.
lock:
	$(PY) -m pip install --quiet uv
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-header \
		--no-emit-index-url --no-annotate pyproject.toml packaging/build.in -o packaging/requirements.lock
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-header \
		--no-emit-index-url --no-annotate --extra dev --extra base-model -c packaging/requirements.lock \
		pyproject.toml packaging/build.in -o packaging/requirements-dev.lock
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-header \
		--no-emit-index-url --no-annotate -c packaging/requirements-dev.lock packaging/train.in \
		-o packaging/requirements-train.lock
