"""The stage of the tests of the player."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.helpers.stage import Stage


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    stage = Stage(monkeypatch)
    with stage.player:
        yield stage
