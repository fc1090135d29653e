"""Training is tested where PyTorch is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.full_band import write_recordings

pytest.importorskip("torch", reason="PyTorch is not installed, so training is not tested")
pytest.importorskip("onnxscript", reason="ONNX's packages are not installed, so training is not tested")


@pytest.fixture(scope="session")
def recordings(tmp_path_factory):
    """A folder of recordings that can be trained on."""
    return write_recordings(tmp_path_factory.mktemp("recordings"), 6)


@pytest.fixture(scope="session")
def corpus(recordings: Path, tmp_path_factory):
    from enhance.train.corpus import prepare

    return prepare([recordings], tmp_path_factory.mktemp("corpus"), 48_000)
