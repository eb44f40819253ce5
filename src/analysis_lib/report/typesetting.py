"""Typst in a process of its own, because it keeps some 600 MB of each document that it sets until its process ends.

``python -m analysis_lib.report.typesetting FOLDER FONTS...`` sets ``report.typ`` in FOLDER; the process loads nothing
else. A process that sets the reports of all boroughs therefore holds no more after the last than after the first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from analysis_lib.errors import AssessmentError

SOURCE, MADE = "report.typ", "report.pdf"
STANDARDS = ["ua-1", "a-2a"]  # for readers of every kind, and for the archive
REFUSED = 3  # the exit status that says so
NO_CLOCK = 0  # seconds since 1970; the document carries no date of its making


def typeset(source: str, drawings: dict[str, str], font_folders: Sequence[Path]) -> bytes:
    """The PDF of a Typst source, with the report's fonts and no others, so that two laptops set the same pages.

    Raises :class:`AssessmentError` with Typst's own words if it refuses the document, and if its process is stopped.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, drawing in drawings.items():
            (Path(folder) / f"{name}.svg").write_text(drawing, encoding="utf-8")
        (Path(folder) / SOURCE).write_text(source, encoding="utf-8")
        command = [sys.executable, "-P", "-m", __name__, folder, *map(str, font_folders)]
        problem, status = _run(command)
        if status:
            rule = "It must keep to PDF/UA-1 and PDF/A-2a (titles, order of headings, alternative text)."
            refused = f"{problem.strip().replace(folder, '')}. {rule}"
            lost = f"its process ended with status {status}. Run the command again."
            raise AssessmentError(f"The PDF could not be set: {refused if status == REFUSED else lost}")
        return (Path(folder) / MADE).read_bytes()


def _run(command: list[str]) -> tuple[str, int]:
    """What the process says on standard error, and its status. It ends with this one, even if this one is killed."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stderr=pipe, text=True, encoding="utf-8") as process:
        problem = process.stderr.read()  # type: ignore[union-attr]
    return problem, process.returncode


def main(folder: str, *font_folders: str) -> int:
    """Set the document; ``REFUSED`` if Typst refuses it, which it then says on standard error."""
    import typst

    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.stderr.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        typst.compile(
            str(Path(folder) / SOURCE),
            output=str(Path(folder) / MADE),
            root=folder,
            font_paths=list(font_folders),
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            timestamp=NO_CLOCK,
        )
    except Exception as error:
        print(error, file=sys.stderr)
        return REFUSED
    return 0


def _end_with_parent() -> None:
    """Nothing is ever written to standard input: it ends when whoever waits for the document is gone."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
