"""An installed program brings the models that a checkout has."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.helpers.making_models import save

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
def test_a_wheel_has_the_shipped_models(tmp_path: Path) -> None:
    source = tmp_path / "source"
    for folder in ("editor", "enhance"):
        shutil.copytree(ROOT / folder, source / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source / file)
    save(source / "assets" / "models", id="brought")
    made = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet", "."],
        cwd=source,
        capture_output=True,
        text=True,
    )
    assert made.returncode == 0, made.stderr
    (wheel,) = source.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for ending in ("onnx", "json"):
        assert any(name.endswith(f"/data/share/wordtape/models/brought.{ending}") for name in names)
