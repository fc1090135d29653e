"""Commands that write files for others: the episode, captions, a packed project."""

from __future__ import annotations

from argparse import Namespace

from editor.app import exporting
from editor.app.session import Session
from editor.cli.output import Output, check_span, one_line
from editor.jobs import part
from editor.model.time import from_seconds


def export(options: Namespace, output: Output) -> int:
    """`wordtape export`."""
    check_span(options.from_s, options.to_s)
    with Session.open(options.project, write=False) as session:
        session.prepare(part(output.progress, 0.0, 0.1, "Reading sound"))
        start = from_seconds(options.from_s, session.rate) if options.from_s is not None else 0
        stop = from_seconds(options.to_s, session.rate) if options.to_s is not None else None
        if stop is not None and 0 < stop - session.document.length <= session.rate // 1000:
            stop = session.document.length
        written = exporting.export(
            session,
            options.out,
            loudness=options.loudness,
            true_peak=options.true_peak,
            start=start,
            stop=stop,
            report=part(output.progress, 0.1, 1.0, "Writing"),
        )
    result = {
        "file": str(written.file),
        "duration_s": round(written.duration_s, 6),
        "samples": written.samples,
        "rate": written.rate,
        "loudness_lufs": written.loudness_lufs,
        "true_peak_dbtp": written.true_peak_dbtp,
        "remarks": written.remarks,
    }
    text = f"Wrote {written.file}, {written.duration_s:.1f} s"
    if written.loudness_lufs is not None:
        text += f", {written.loudness_lufs:.1f} LUFS"
    if written.true_peak_dbtp is not None:
        text += f", true peak {written.true_peak_dbtp:.1f} dBTP"
    output.result(result, text + ".")
    for remark in written.remarks:
        output.remark(one_line(remark))
    return 0


def pack(options: Namespace, output: Output) -> int:
    """`wordtape pack`."""
    from editor.store import pack as pack_project

    pack_project(options.project, options.out, output.progress)
    output.result({"file": str(options.out)}, f"Packed {options.project.name} into {options.out}.")
    return 0


def unpack(options: Namespace, output: Output) -> int:
    """`wordtape unpack`."""
    from editor.store import unpack as unpack_project

    project = unpack_project(options.file, options.folder, output.progress)
    output.result({"project": str(project)}, f"Unpacked {project}.")
    return 0
