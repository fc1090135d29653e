"""Does one thing after another and looks whether all is well."""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Callable, Collection
from random import Random

from tests.helpers.monkey import laws
from tests.helpers.monkey.acts import ACTS, Act
from tests.helpers.monkey.complaints import Complaints
from tests.helpers.monkey.left import Left
from tests.helpers.monkey.opened import Doorman
from tests.helpers.monkey.scene import Scene

TOLD = 30
"""So many actions before a fault are told."""

DEAR_EVERY = 50
LEFT_EVERY = 1000


class Fault(AssertionError):
    """Something was not as it must be. number: of the action that it showed after."""

    def __init__(self, seed: int, number: int, what: str, before: Collection[str]) -> None:
        told = "\n".join(before)
        super().__init__(f"seed {seed}, action {number}: {what}\nthe last actions:\n{told}")
        self.seed, self.number, self.what = seed, number, what


class Monkey:
    """One run over a scene. seed: what it does. skipped: numbers of actions that are left out."""

    def __init__(
        self, scene: Scene, complaints: Complaints, seed: int, skipped: Collection[int] = frozenset()
    ) -> None:
        self._scene, self._complaints, self._seed = scene, complaints, seed
        self._skipped = frozenset(skipped)
        self._before: deque[str] = deque(maxlen=TOLD)
        self._acts = [act for act, _ in ACTS]
        self._weights = [weight for _, weight in ACTS]
        self.spent_s: dict[str, list[float]] = {}
        self.checks: list[str] = []

    def run(self, actions: int, tell: Callable[[int, str], None] = lambda _number, _what: None) -> None:
        """Do so many actions. `tell` hears what is about to be done, and what was. Raises `Fault`."""
        doorman = Doorman()
        left = Left(self._scene)
        try:
            for number in range(actions):
                if number in self._skipped:
                    continue
                choose = Random(self._seed * 1_000_003 + number)
                doorman.choose_by(choose)
                act = choose.choices(self._acts, self._weights)[0]
                tell(number, f"{act.__name__} …")
                self._step(number, act, choose)
                tell(number, self._before[-1].strip())
                if number % DEAR_EVERY == DEAR_EVERY - 1:
                    self._check(number, lambda: laws.dear(self._scene))
                if number % LEFT_EVERY == LEFT_EVERY - 1:
                    self._check(number, lambda: self.checks.append(left.check(self._scene)))
            self._check(actions, lambda: self.checks.append(left.check(self._scene)))
        finally:
            doorman.close()

    def _step(self, number: int, act: Act, choose: Random) -> None:
        began = time.perf_counter()
        self._before.append(f"  {number}: {act.__name__} …")

        def do() -> None:
            self._before[-1] = f"  {number}: {act(self._scene, choose)}"
            self._scene.settle()

        self._check(number, do)
        self.spent_s.setdefault(act.__name__, []).append(time.perf_counter() - began)
        self._check(number, lambda: laws.cheap(self._scene))

    def _check(self, number: int, look: Callable[[], object]) -> None:
        what = ""
        try:
            look()
        except Exception:
            what = traceback.format_exc()
        said = self._complaints.take()
        if what or said:
            raise Fault(self._seed, number, "\n".join([what, *said]).strip(), self._before) from None
