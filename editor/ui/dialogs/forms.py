"""What the dialogs have in common: a title, rows of questions, a verb and a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

FIELD_PX = 28


class Form(QDialog):
    """A dialog whose button says what it does."""

    def __init__(self, parent: QWidget, title: str, verb: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.rows = QFormLayout()
        self.rows.setHorizontalSpacing(16)
        self.rows.setVerticalSpacing(12)
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.verb = QPushButton(verb)
        self.verb.setDefault(True)
        self.verb.clicked.connect(self.accept)
        cancel = QPushButton("Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self.verb)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(24)
        column.addLayout(self.rows)
        column.addStretch()
        column.addLayout(buttons)
        self.setMinimumWidth(440)


def seconds_field(value: float, lowest: float, highest: float) -> QDoubleSpinBox:
    """A number of seconds, in tenths by the arrows."""
    field = QDoubleSpinBox()
    field.setRange(lowest, highest)
    field.setDecimals(2)
    field.setSingleStep(0.1)
    field.setSuffix(" s")
    field.setMinimumHeight(FIELD_PX)
    field.setValue(value)
    return field
