"""A model's card as text to read. Cards come from anywhere: all of what they say is shown as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtWidgets import QFrame, QTextBrowser

from editor.app.catalogue import FIGURES, Unusable, lineage, origin
from editor.ui.models.table import trouble_of
from editor.ui.theme import Theme
from editor.ui.theme.tokens import Tokens
from editor.ui.wording import kilohertz, megabytes

if TYPE_CHECKING:
    from enhance.registry import Model

TASKS = {
    "upsample": "Generates the band that a recording lacks",
    "clean": "Takes noise and room away",
    "restore": "Mends what strong compression destroyed",
}
MOST_LETTERS, MOST_ENTRIES = 400, 40
"""Of one text and of one list: a card may be a million letters long."""

_LINK = "model:"


def card_html(row: Model | Unusable, known: Sequence[Model], tokens: Tokens) -> str:
    """Everything that is known of a model. known: the models that its lineage is looked up in."""
    wrong = trouble_of(row)
    warning = f'<p style="color:{tokens.error}">{escape(wrong)}</p>' if wrong else ""
    title = f'<h2 style="font-size:18px; font-weight:600; margin:0 0 2px 0">{escape(row.id)}</h2>'
    if isinstance(row, Unusable):
        return f"{title}{warning}"
    low, high = row.input_bandwidth_hz
    task = TASKS.get(row.task, row.task)
    about = (
        f"{task}: of sound that ends between {low / 1000:g} and {high / 1000:g} kHz it makes sound at up to "
        f"{kilohertz(row.rate)}."
    )
    facts = (
        ("Licence", _value(row.licence)),
        ("Trained on", _value(row.data)),
        ("Made", _value(row.made)),
        ("How", _value(row.how)),
        ("Trained further from", _lineage(row, known)),
        ("Further from it", _links([one.id for one in known if one.parent == row.id], known)),
        ("Where from", "Came with Wordtape" if row.shipped else "Your own"),
        ("File", f"{escape(str(row.path))}, {megabytes(row.bytes)}"),
        ("SHA-256", " ".join(row.sha256[at : at + 16] for at in range(0, 64, 16))),
        (
            "Network",
            f"spectra of {row.window} points every {row.hop} samples, hearing {row.context} frames on each "
            f"side; {row.noise_channels} channels of noise",
        ),
    )
    quiet = f'style="color:{tokens.quiet}"'
    rows = "".join(
        f'<tr><td {quiet} width="120">{name}</td><td style="padding-bottom:6px">{said}</td></tr>'
        for name, said in facts
        if said
    )
    return (
        f"{title}<p {quiet}>{escape(about)}</p>{warning}{_figures(row, tokens)}"
        f'<table width="100%" cellpadding="2" style="margin-top:12px">{rows}</table>'
    )


def _figures(model: Model, tokens: Tokens) -> str:
    quiet = f'style="color:{tokens.quiet}"'
    if not model.metrics:
        return f"<p {quiet}>It has not been measured yet. Measure… does it on recordings of yours.</p>"
    there = {name for values in model.metrics.values() for name in values}
    names = [name for name in FIGURES if name in there] + sorted(there - set(FIGURES))[:8]
    head = "".join(
        f'<td align="right" style="color:{tokens.quiet};{_wrap(_named(name))}">{escape(_named(name))}</td>'
        for name in names
    )
    lines = []
    for condition, values in list(model.metrics.items())[:MOST_ENTRIES]:
        rate_in, _, rate_out = condition.partition("->")
        rates = " → ".join(kilohertz(int(rate)).removesuffix(" kHz") for rate in (rate_in, rate_out) if rate)
        mark = "*" if condition in model.claimed else ""
        cells = "".join(f'<td align="right">{_number(name, values.get(name))}</td>' for name in names)
        lines.append(f'<tr><td style="white-space:nowrap">{rates} kHz{mark}</td>{cells}</tr>')
    claims = f"<p {quiet}>* Its card claims this; it was not measured here.</p>" if model.claimed else ""
    return (
        f'<table cellpadding="4" cellspacing="0"><tr><td {quiet}>From → to</td>{head}</tr>'
        f"{''.join(lines)}</table>{claims}"
    )


def _named(name: str) -> str:
    return FIGURES[name][0] if name in FIGURES else _short(name.replace("_", " "), 24)


def _wrap(heading: str) -> str:
    """Lines break between words, never inside one, however narrow the column."""
    return "" if " " in heading else "white-space:nowrap"


def _number(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0f}" if name == "recordings" else f"{value:.4g}"


def _lineage(model: Model, known: Sequence[Model]) -> str:
    return _links(lineage(model, known), known) or "Nothing: it was trained from scratch"


def _links(names: Sequence[str], known: Sequence[Model]) -> str:
    there = {one.id for one in known}
    return ", ".join(
        f'<a href="{_LINK}{escape(name)}">{escape(name)}</a>'
        if name in there
        else f"{escape(name)} (not here)"
        for name in names[:MOST_ENTRIES]
    )


def _value(said: Any, depth: int = 0) -> str:
    """A value of JSON, escaped: an object a line for each entry, inside of another one in brackets."""
    if isinstance(said, dict):
        entries = [
            f"{escape(_short(str(name).replace('_', ' '), 60))}: {_value(value, depth + 1)}"
            for name, value in list(said.items())[:MOST_ENTRIES]
        ]
        text = "<br>".join(entries) if depth == 0 else f"({'; '.join(entries)})"
        return text + _and_more(len(said)) if said else "nothing is stated"
    if isinstance(said, list | tuple):
        return ", ".join(_value(one, depth + 1) for one in said[:MOST_ENTRIES]) + _and_more(len(said))
    if isinstance(said, bool):
        return "yes" if said else "no"
    if isinstance(said, float):
        return f"{said:g}"
    return escape(_short("–" if said is None else str(said), MOST_LETTERS))


def _and_more(count: int) -> str:
    return f" and {count - MOST_ENTRIES} more" if count > MOST_ENTRIES else ""


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


class CardView(QTextBrowser):
    """Shows a card. followed(id): a link to another model was clicked, or taken by the Enter key."""

    followed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[Model | Unusable, Sequence[Model]] | None = None
        self.setObjectName("card")
        self.setAccessibleName("Card of the model")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.document().setDocumentMargin(16)
        self.anchorClicked.connect(self._clicked)
        theme.changed.connect(self._paint)

    def show_card(self, row: Model | Unusable | None, known: Sequence[Model]) -> None:
        """The card of one; None: nothing is chosen."""
        self._shown = None if row is None else (row, known)
        self._paint()

    def loadResource(self, _kind: int, _name: QUrl | str) -> None:
        """Nothing of a card is fetched, from wherever."""
        return

    def _clicked(self, url: QUrl) -> None:
        if url.toString().startswith(_LINK):
            self.followed.emit(url.toString().removeprefix(_LINK))

    def _paint(self) -> None:
        tokens = self._theme.tokens
        if self._shown is None:
            quiet = f'<p style="color:{tokens.quiet}">Choose a model to read its card.</p>'
            self.setHtml(quiet)
            return
        at = self.verticalScrollBar().value()
        self.setHtml(card_html(*self._shown, tokens))
        self.verticalScrollBar().setValue(at)


def about(model: Model) -> str:
    """`my-model (48 kHz, yours)`, for lists of a few."""
    return f"{model.id} ({kilohertz(model.rate)}, {origin(model).lower()})"
