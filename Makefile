.PHONY: check
PY := .venv/bin/python

check:
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -m "not slow and not window" tests/unit
