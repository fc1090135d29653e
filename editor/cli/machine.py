"""Commands about files and the machine rather than a project: `probe` and `doctor`."""

from __future__ import annotations

from argparse import Namespace

from editor.app.doctor import examine
from editor.app.probing import probe_file
from editor.cli.output import Output, one_line


def probe(options: Namespace, output: Output) -> int:
    """`wordtape probe`."""
    found = probe_file(options.file, output.progress)
    lines = [
        f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in found.items() if value is not None
    ]
    output.result(found, "\n".join(lines))
    if found["truncated"]:
        output.remark(one_line(f"{options.file.name} breaks off; this is about what could be read of it."))
    return 0


def _shown(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def doctor(_options: Namespace, output: Output) -> int:
    """`wordtape doctor`: exit status 1 where something that an edit needs is missing."""
    findings = examine()
    rows = [
        {"what": f.what, "ok": f.ok, "needed": f.needed, "detail": f.detail, "advice": f.advice}
        for f in findings
    ]
    lines = [
        f"{'ok     ' if f.ok else 'missing'}  {f.what}: {f.detail}." + (f" {f.advice}" if not f.ok else "")
        for f in findings
    ]
    output.result(rows, "\n".join(lines))
    return 0 if all(f.ok or not f.needed for f in findings) else 1
