"""Trainings as jobs of the models window: begun, gone on with, cleared, and told about when they are done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from editor.app.trainings import Plan, Stopped
from editor.jobs import Report
from editor.model.errors import Refusal
from editor.ui.panes.messages import MessageBar
from editor.ui.working import Work


class Trainer(QObject):
    """done(id): a model is in the registry now. changed: trainings began, ended or were cleared."""

    done = Signal(str)
    changed = Signal()

    def __init__(self, work: Work, messages: MessageBar) -> None:
        super().__init__()
        self._work, self._messages = work, messages
        self.going: set[str] = set()
        """What is trained from here, waiting jobs among them."""

    def start(self, plan: Plan) -> None:
        """Begin a training, or go on with the one of that name."""

        def work(report: Report) -> str:
            from editor.app.training import train_model

            return train_model(
                plan.rate,
                plan.data,
                name=plan.name,
                parent=plan.parent,
                minutes=plan.minutes,
                steps=plan.steps,
                seed=plan.seed,
                report=report,
            )

        self._work.submit(
            f"Training {plan.name}",
            work,
            self.done.emit,
            failed=partial(self._failed, plan),
            ended=partial(self._ended, plan.name),
        )
        self.going.add(plan.name)
        self.changed.emit()

    def _ended(self, name: str) -> None:
        self.going.discard(name)
        self.changed.emit()

    def clear(self, stopped: Stopped) -> None:
        """Forget what a training has learned."""
        from editor.app.models import clear_training

        try:
            clear_training(stopped.name)
        except (Refusal, OSError) as error:
            self._messages.refuse(f"The training of {stopped.name} could not be cleared ({error}).")
        self.changed.emit()

    def _failed(self, plan: Plan, error: BaseException) -> bool:
        """Whether it was told; where something was learned, with a way to go on."""
        from editor.app.training import TrainingStopped

        if not isinstance(error, TrainingStopped):
            return False
        if error.kept:
            kept = f"{error.why} What was learned of {plan.name} is kept."
            self._messages.refuse(kept, "Go On", partial(self.start, plan))
        else:
            self._messages.refuse(error.why)
        return True
