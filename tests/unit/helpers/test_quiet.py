"""Stray log lines fail a test, unless they are of no weight."""

from __future__ import annotations

import logging

import pytest

from tests.helpers.quiet import nothing_logged

log = logging.getLogger("some.room")


def test_a_warning_fails_with_its_line(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(AssertionError, match=r"WARNING some\.room: 3 samples lost"), nothing_logged():
        log.warning("%d samples lost", 3)


def test_information_is_no_failure() -> None:
    with nothing_logged():
        log.info("imported")
