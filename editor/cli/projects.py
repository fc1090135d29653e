"""Commands that make a project and bring sound and words into it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from editor.app.choosing import check_recipe
from editor.app.importing import DamagedRecording, Imported, Listening, import_source, transcribe_source
from editor.app.session import Session
from editor.cli.output import Output, WrongUsage, one_line
from editor.jobs import part
from editor.model.errors import Refusal
from editor.model.time import to_seconds

SCRIPT_LIMIT_BYTES = 20_000_000


def new(options: Namespace, output: Output) -> int:
    """`wordtape new`."""
    with Session.create(options.project, options.rate) as session:
        output.result(
            {"project": str(session.path), "rate": session.rate},
            f"Made {session.path} at {session.rate:,} samples a second.",
        )
    return 0


def import_files(options: Namespace, output: Output) -> int:
    """`wordtape import`: exit status 1 if any file was skipped; what could be imported is."""
    from editor.app.preferring import enhance_imported

    if options.enhance not in (None, "auto", "never"):
        check_recipe(options.enhance)
    if options.script and len(options.files) > 1:
        raise WrongUsage("--script says what is said in one recording: give one file with it.")
    speakers = _speakers(options.speaker, options.files)
    listening = Listening(
        transcribe=not options.no_transcribe,
        model=options.model,
        language=options.language,
        script=_script(options.script) if options.script else None,
    )
    groups = [options.files] if options.session else [[file] for file in options.files]
    sources: list[dict[str, Any]] = []
    skipped: list[dict[str, str]] = []
    remarks: list[str] = []
    with Session.open(options.project) as session:
        for number, files in enumerate(groups):
            report = part(output.progress, number / len(groups), (number + 1) / len(groups))
            importing = part(report, 0.0, 0.8)
            try:
                imported = import_source(
                    session,
                    files,
                    name=options.session,
                    speakers=[speakers[options.files.index(file)] for file in files] if speakers else (),
                    listening=listening,
                    damaged=options.damaged,
                    report=importing,
                )
            except DamagedRecording as refusal:
                reason = f"{refusal} With --damaged it is imported as it is."
                skipped += [{"file": str(file), "reason": reason} for file in files]
                continue
            except Refusal as refusal:
                skipped += [{"file": str(file), "reason": str(refusal)} for file in files]
                continue
            session.do(imported.edit)
            made, said = enhance_imported(session, imported.source, options.enhance, part(report, 0.8, 1.0))
            variants = [one.variant.id for one in made]
            sources.append({**_source(session, imported), "variants": variants})
            remarks += (*imported.remarks, *said)
    lines = [f"{s['id']}  {s['file']}: {s['duration_s']:.1f} s, {s['words']} words" for s in sources]
    result = {"sources": sources, "skipped": skipped, "remarks": remarks}
    output.result(result, "\n".join((*lines, *remarks)) or None)
    if skipped:
        output.remark(_not_imported(skipped, options.session))
    return 1 if skipped else 0


def _not_imported(skipped: list[dict[str, str]], session: str | None) -> str:
    """One line, however many files were skipped."""
    if session:
        return one_line(f"The session {session} was not imported: {skipped[0]['reason']}")
    names = [f"{Path(skip['file']).name} was not imported: {skip['reason']}" for skip in skipped]
    return one_line(" ".join(names))


def _speakers(given: list[str], files: list[Path]) -> list[str]:
    """Who speaks in each file; empty where nobody was named."""
    if len(given) not in (0, 1, len(files)):
        raise WrongUsage("Give --speaker once for all files, or once for each of them.")
    return given * len(files) if len(given) == 1 else given


def _script(path: Path) -> str:
    try:
        if path.stat().st_size > SCRIPT_LIMIT_BYTES:
            raise Refusal(f"{path.name} is too long for a script.")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{path.name} is not a text file in UTF-8.") from None
    except OSError as error:
        raise Refusal(f"{path.name} cannot be read: {error.strerror}.") from None


def _source(session: Session, imported: Imported) -> dict[str, Any]:
    source = imported.source
    unrecognised = sum(p.stop - p.start for p in imported.transcript.text.pieces() if p.confidence == 0.0)
    return {
        "id": source.id,
        "file": source.recordings[0].file,
        "name": source.name,
        "duration_s": round(to_seconds(source.length, session.rate), 6),
        "samples": source.length,
        "rate": source.recordings[0].rate,
        "channels": source.recordings[0].channels,
        "words": imported.transcript.text.word_count,
        "unrecognised_s": round(to_seconds(unrecognised, session.rate), 4),
        "recordings": [
            {"file": r.file, "speaker": r.speaker, "rate": r.rate, "channels": r.channels}
            for r in source.recordings
        ],
    }


def transcribe(options: Namespace, output: Output) -> int:
    """`wordtape transcribe`."""
    listening = Listening(model=options.model, language=options.language)
    with Session.open(options.project) as session:
        session.prepare(part(output.progress, 0.0, 0.1, "Reading sound"))
        sources = (session.source(options.source),) if options.source else session.sources
        if not sources:
            raise Refusal("There is nothing to transcribe: the project has no recordings.")
        done = []
        for number, source in enumerate(sources):
            step = part(
                output.progress,
                0.1 + 0.9 * number / len(sources),
                0.1 + 0.9 * (number + 1) / len(sources),
            )
            session.do(transcribe_source(session, source.id, listening, report=step))
            transcript = session.document.transcript(source.id)
            words = transcript.text.word_count if transcript else 0
            done.append({"id": source.id, "name": source.name, "words": words})
        revision = session.history.revision
        text = "\n".join(f"{s['id']}  {s['name']}: {s['words']} words" for s in done)
        output.result({"sources": done, "revision": revision}, text)
    return 0
