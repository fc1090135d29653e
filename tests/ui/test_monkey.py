"""A few hundred random actions at the window, with all laws checked; thousands are in the bench."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.helpers.monkey import Fault, Monkey, acts, scene
from tests.helpers.monkey.complaints import complaints

ACTIONS = 150


@pytest.mark.parametrize("seed", [1, 5])
def test_whatever_is_done_all_laws_hold(application: QApplication, tmp_path: Path, seed: int) -> None:
    with complaints() as said, scene(application, tmp_path) as found:
        Monkey(found, said, seed).run(ACTIONS)


def test_a_fault_tells_its_seed_and_what_led_to_it(
    application: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(found: object, choose: object) -> str:
        raise ValueError("a wheel came off")

    monkeypatch.setattr("tests.helpers.monkey.monkey.ACTS", ((acts.turn, 1), (broken, 1)))
    with complaints() as said, scene(application, tmp_path) as found:
        monkey = Monkey(found, said, 7)
        with pytest.raises(Fault, match=r"(?s)seed 7, action \d+.*a wheel came off.*the last actions"):
            monkey.run(40)
