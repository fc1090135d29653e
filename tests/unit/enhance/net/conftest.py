"""Networks are tested where PyTorch is."""

from __future__ import annotations

import pytest

pytest.importorskip("torch", reason="PyTorch is not installed, so networks are not tested")
