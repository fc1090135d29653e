"""How good a model of the registry is, measured on recordings and kept with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from editor.jobs import Report, silent
from editor.model.errors import Refusal

if TYPE_CHECKING:
    from enhance.evaluate.protocol import Condition
    from enhance.registry import Model

# ViSQOL takes as long as the recordings last, for every row.
HEARD = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found. figures: all of it, as JSON values. remarks: what was not measured or kept, and why.

    recorded: the rates ("16000->48000") at which the means were kept with the model.
    """

    model: str
    table: str
    figures: dict[str, Any]
    pictures: tuple[Path, ...]
    recorded: tuple[str, ...]
    remarks: tuple[str, ...]


def evaluate_model(
    name: str,
    folder: Path,
    *,
    pictures: Path | None = None,
    seeds: int = 1,
    input_rates: tuple[int, ...] = (),
    output_rates: tuple[int, ...] = (),
    heard: int = HEARD,
    level: bool = True,
    report: Report = silent,
) -> Measured:
    """Measure the model `name` beside resampling and spectral replication on the recordings in `folder`.

    pictures: a folder for spectrograms of ten recordings. seeds: how many seeds are tried. input_rates,
    output_rates: in Hz, none for those of the protocol that the model serves. heard: on how many recordings
    ViSQOL is asked, where it is installed. level: bring the recordings to one peak first.

    Raises Refusal where there is no such model, nothing to measure it with, or it serves none of the rates;
    what `report` raises passes through, and then nothing is kept.
    """
    from enhance.errors import EnhanceError
    from enhance.evaluate.enhancers import model_enhancer
    from enhance.evaluate.perceptual import MISSING, visqol
    from enhance.evaluate.pictures import Pictures
    from enhance.evaluate.protocol import evaluate
    from enhance.evaluate.replication import REPLICATION
    from enhance.evaluate.table import as_json, metrics_of, table
    from enhance.registry import Registry

    if pictures is not None and pictures.exists() and not pictures.is_dir():
        raise Refusal(f"{pictures.name} is a file; the pictures need a folder, which is made if need be.")
    try:
        with Registry() as registry:
            model = registry.model(name)
            if level:
                # Raises where nothing could be recorded, before hours are spent on it.
                registry.holds(name)
            conditions = _conditions(model, input_rates, output_rates)
            drawn = Pictures(pictures) if pictures is not None else None
            quality = visqol() if heard > 0 else None
            found = evaluate(
                folder,
                [REPLICATION, model_enhancer(model)],
                conditions=conditions,
                seeds=seeds,
                level=level,
                quality=quality,
                quality_of=heard,
                shown=drawn,
                report=report,
            )
            # Figures of other levels do not compare, so only those of the protocol are kept.
            means = metrics_of(found, model.id) if level else {}
            stay = registry.record_metrics(model.id, means) if level else ()
    except EnhanceError as error:
        raise Refusal(str(error)) from error
    return Measured(
        model=model.id,
        table=table(found),
        figures=as_json(found),
        pictures=tuple(drawn.written) if drawn is not None else (),
        recorded=tuple(condition for condition in means if condition not in stay),
        remarks=(
            *((MISSING,) if heard > 0 and quality is None else ()),
            *((_stay(stay, model, len(found.recordings)),) if stay else ()),
        ),
    )


def _stay(conditions: tuple[str, ...], model: Model, recordings: int) -> str:
    """Why nothing was kept at these rates."""
    fewest = min(model.known[condition]["recordings"] for condition in conditions)
    return (
        f"The means at {', '.join(conditions)} Hz were not kept with the model: those that are there rest on "
        f"{fewest:.0f} recordings or more, these on {recordings}."
    )


def _conditions(model: Model, input_rates: tuple[int, ...], output_rates: tuple[int, ...]) -> list[Condition]:
    """Those of the rates (none: the protocol's) that the model serves; Refusal where it serves none."""
    from enhance.evaluate.protocol import INPUT_RATES, OUTPUT_RATES, Condition

    low, high = model.input_bandwidth_hz
    served = [
        Condition(rate_in, rate_out)
        for rate_out in output_rates or OUTPUT_RATES
        for rate_in in input_rates or INPUT_RATES
        if rate_in < rate_out <= model.rate and low <= rate_in / 2 <= high
    ]
    if not served:
        raise Refusal(
            f"The model {model.id} makes sound at up to {model.rate} Hz out of sound that ends between "
            f"{low:.0f} and {high:.0f} Hz; none of the rates asked for is of that kind."
        )
    return served
