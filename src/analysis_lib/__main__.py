"""The command line: ``python -m analysis_lib VERB``. The Makefile's verbs call these."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from analysis_lib import files
from analysis_lib.errors import AssessmentError

STOPPED = 130  # the exit status of a program ended by Ctrl-C


def parser() -> argparse.ArgumentParser:
    """Every verb with its options; ``--help`` after a verb explains it."""
    top = argparse.ArgumentParser(
        prog="python -m analysis_lib", description="Build and look after the community safety needs assessment."
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")

    for name, text in (
        ("assessment", "build the report of an area and year, as HTML and PDF"),
        ("assessments", "build the reports of many areas, and a page that lists them"),
        ("why", "say of each chapter whether it is up to date, or why it would be run"),
        ("word", "make a Word draft, for comments, of a report that has been built"),
        ("reviewed", "record that the commentaries were read against the last report of an area and year"),
    ):
        build = verbs.add_parser(name, help=text)
        if name == "assessments":
            build.add_argument(
                "--areas", default="all", help="boroughs with commas between them, or all (default: all)"
            )
            build.add_argument("--scheduler", default="", help="a Dask cluster that does the work: tcp://host:port")
        else:
            build.add_argument("--area", default="Havering", help="a London borough, by name or GSS code (Havering)")
        if name == "assessment":
            build.add_argument(
                "--engine",
                choices=("warm", "kernel"),
                default="warm",
                help="warm worker processes, or a kernel for each chapter (default: warm)",
            )
        build.add_argument("--year", default="2025", help="the assessment's year (default: 2025)")
        build.add_argument("--year-end", default="september", help="september (default), march or december")

    verbs.add_parser("data", help="prepare data/processed from the figures in data/raw")

    refresh = verbs.add_parser("refresh", help="read newly downloaded publications into data/raw")
    refresh.add_argument(
        "--from",
        dest="folder",
        type=Path,
        help="the folder that holds the downloaded files (left out: the tables kept by hand are checked and sealed)",
    )
    refresh.add_argument(
        "--published",
        help="the month of the publication, as 2026-04 (default: that of unchanged figures, else this month)",
    )

    oracles = verbs.add_parser("oracles", help="run published test figures through the statistics library")
    oracles.add_argument(
        "file", type=Path, help="a file with the columns id, method, inputs, expected, tolerance, source"
    )

    for name, text in (
        ("test", "run the tests, and every chapter on a real kernel"),
        ("proof", "run the slow, destructive and double-build checks"),
    ):
        tests = verbs.add_parser(name, help=text)
        tests.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on to pytest")

    for name, text in (
        ("benchmark", "time the library against calling other libraries row by row"),
        ("check", "check format, style, import contracts, notebooks and descriptor"),
        ("browser", "install what the browser tests need (Debian and Ubuntu, as an administrator)"),
        ("lab", "open the chapters in JupyterLab"),
        ("strip", "take outputs and traces of running out of the chapters"),
        ("lock", "resolve requirements.lock anew from pyproject.toml"),
        ("clean", "delete what can be built again: data/processed, .cache and caches of tools"),
    ):
        verbs.add_parser(name, help=text)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; the exit status is 0 if all went well and 1 if not."""
    given = parser().parse_args(arguments)
    try:
        return VERBS[given.verb](given)
    except AssessmentError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in files.FULL:
            raise
        print(
            f"\n{error.filename or 'A file'} could not be written: {error.strerror}. Make room, then run the command "
            "again. The last report and the figures are as they were.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The last report and the figures are as they were.", file=sys.stderr)
        return STOPPED


def _assessment(given: argparse.Namespace) -> int:
    from analysis_lib.report import commands

    return commands.assessment(given.area, given.year, given.year_end, engine=given.engine)


def _assessments(given: argparse.Namespace) -> int:
    from analysis_lib.report import commands

    return commands.assessments(given.areas, given.year, given.year_end, scheduler=given.scheduler)


def _why(given: argparse.Namespace) -> int:
    from analysis_lib.report import commands

    return commands.why(given.area, given.year, given.year_end)


def _word(given: argparse.Namespace) -> int:
    from analysis_lib import project
    from analysis_lib.assessment import assessment
    from analysis_lib.report.word import write_word

    print(project.shown(write_word(assessment(given.area, given.year, given.year_end))))
    return 0


def _reviewed(given: argparse.Namespace) -> int:
    from analysis_lib import upkeep
    from analysis_lib.assessment import assessment

    return upkeep.reviewed(assessment(given.area, given.year, given.year_end))


def _data(given: argparse.Namespace) -> int:
    from analysis_lib import prepare

    for name in prepare.RECIPES:
        print(f"{name}: {'prepared' if prepare.prepare(name) else 'up to date'}")
    return 0


def _refresh(given: argparse.Namespace) -> int:
    from analysis_lib.sources.refresh import refresh

    refresh(given.folder, published=given.published)
    return 0


def _upkeep(name: str):
    def run(given: argparse.Namespace) -> int:
        from analysis_lib import upkeep

        return getattr(upkeep, name)(*([given.arguments] if hasattr(given, "arguments") else []))

    return run


def _oracles(given: argparse.Namespace) -> int:
    from analysis_lib.oracles.runner import run

    return run(given.file)


VERBS = {
    "assessment": _assessment,
    "assessments": _assessments,
    "why": _why,
    "word": _word,
    "reviewed": _reviewed,
    "data": _data,
    "refresh": _refresh,
    "oracles": _oracles,
} | {
    name: _upkeep(name) for name in ("test", "proof", "benchmark", "check", "browser", "lab", "strip", "lock", "clean")
}


def run() -> None:
    """The whole program. Stopped by Ctrl-C it ends at once, without waiting for threads that wait for another build."""
    status = main()
    if status == STOPPED:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


if __name__ == "__main__":
    run()
