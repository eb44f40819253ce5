"""From what was typed (area, year, year end) to the assessments meant; answers are kept, so that they take no time."""

from __future__ import annotations

import concurrent.futures

from analysis_lib import files, project
from analysis_lib.report import messages, tasks
from analysis_lib.report.fingerprints import Inputs, checksum
from analysis_lib.report.messages import Asked
from analysis_lib.report.workers import completed

MEANING = ("analysis_lib.assessment", messages.__name__)  # what knows areas, years and year ends, and says which
TABLES = ("data/raw/datapackage.yaml", "data/raw/areas.csv")


def resolve(
    areas: tuple[str, ...], year: str, year_end: str, *, now: Inputs, pool: concurrent.futures.Executor
) -> list[Asked]:
    """The assessments that are meant; raises :class:`AssessmentError` as ``assessment`` does.

    An answer holds as long as the code and the tables that gave it are as they were.
    """
    kept = project.cache() / "asked.json"
    meaning = checksum([now.code(now.closure(*MEANING)), [now.file(path) for path in TABLES]])
    known = files.read_json(kept, {})
    answers = known.get("answers", {}) if known.get("meaning") == meaning else {}
    question = " | ".join([*areas, str(year), str(year_end)])
    if question not in answers:
        future = pool.submit(tasks.resolve, str(project.root()), areas, year, year_end)
        found = next(completed([future])).result()
        answers[question] = [vars(asked) for asked in found]
        files.write_atomically(kept, files.as_json({"meaning": meaning, "answers": answers}))
    return [Asked(**asked) for asked in answers[question]]
