"""What tests make: copies of the project to spoil, and small chapters."""

from __future__ import annotations

import contextlib
import functools
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import yaml

from analysis_lib import contracts, files
from analysis_lib.assessment import assessment, boroughs
from analysis_lib.catalogue import load

CHECKOUT = Path(__file__).resolve().parents[1]
SHARED = CHECKOUT.parent / "shared"  # the publications, where they can be had; every test passes without them
SAYS = "from analysis_lib.exhibits import say\nsay('It ran.')"  # the cell of a chapter that says one thing
# the cells of a chapter that counts offences
COUNTS = (
    "from analysis_lib.assessment import assessment\n"
    "from analysis_lib.catalogue import load\n"
    "from analysis_lib.exhibits import finding\n"
    "from analysis_lib.measures import TOTAL\n"
    "from analysis_lib.subjects import recorded_crime as crime\n"
    "a = assessment(area, year, year_end)\n"
    'offences = load("recorded_crime", a)',
    'finding("There were {total:count}.", total=crime.count(offences, TOTAL, a.area.name, a.current))',
)
PARAMETERS = 'area = "Havering"\nyear = 2025\nyear_end = "september"'


def copy_project(folder: Path) -> Path:
    """What a build reads, in another folder."""
    for name in ("data/raw", "notebooks"):
        shutil.copytree(CHECKOUT / name, folder / name)
    for name in ("data/processed", "reports"):
        (folder / name).mkdir(parents=True)
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, folder / name)
    return folder


def write_chapter(
    folder: Path, name: str, *sources: str, title: str = "# Does this chapter run?\n\nIt is made by a test."
) -> Path:
    """A notebook of a title, the parameters, and these code cells."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"display_name": "x", "language": "python", "name": "python3"}}
    )
    notebook.cells = [
        nbformat.v4.new_markdown_cell(title),
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        *(nbformat.v4.new_code_cell(source) for source in sources),
    ]
    nbformat.write(notebook, folder / name)
    return folder / name


def rounds(first: int = 2012, last: int = 2025) -> list[tuple[str, int]]:
    """Boroughs and years to try a chapter on: every borough in the last year, every borough once more with the years
    taken in turn, and every year for Havering. All pairs would take hours and find little more."""
    names = [area.name for area in boroughs()]
    years = range(first, last + 1)
    turns = [(name, years[place % len(years)]) for place, name in enumerate(names)]
    pairs = [*((name, last) for name in names), *turns, *(("Havering", year) for year in years)]
    return list(dict.fromkeys(pairs))


def every_pair(first: int = 2012, last: int = 2025) -> list[tuple[str, int]]:
    """Every borough in every year, year by year, so that :func:`loaded` reads each year's figures once."""
    return [(area.name, year) for year in range(first, last + 1) for area in boroughs()]


@contextlib.contextmanager
def named(*what: object) -> Iterator[None]:
    """What fails inside says for what it failed."""
    try:
        yield
    except BaseException as error:
        error.add_note(f"for {', '.join(map(str, what))}")
        raise


@functools.lru_cache(maxsize=12)
def loaded(name: str, year: int, year_end: str = "september"):
    """The figures of a year, which every borough's assessment of that year shares; none that are of one area only."""
    return load(name, assessment("Havering", year, year_end))


def set_chapters(folder: Path, **cells: str) -> Path:
    """Make these the project's chapters, each of one cell; returns the project."""
    for path in (folder / "notebooks").glob("*.ipynb"):
        path.unlink()
    text = 'title = "Small"\npromise = "A promise to {area}"\nstatus = "Draft"\n'
    for number, (name, cell) in enumerate(cells.items(), 1):
        text += f'[[chapter]]\nnotebook = "0{number}_{name}.ipynb"\nshort = "{name.capitalize()}"\n'
        write_chapter(folder / "notebooks", f"0{number}_{name}.ipynb", cell)
    (folder / "notebooks" / "contents.toml").write_text(text, encoding="utf-8")
    return folder


def redeclare(folder: Path, name: str) -> None:
    """Give the descriptor the checksum of a file of figures as it is now."""
    descriptor = folder / "data" / "raw" / contracts.DESCRIPTOR
    content = yaml.safe_load(descriptor.read_text(encoding="utf-8"))
    entry = next(entry for entry in content["resources"] if entry["path"] == name)
    entry["hash"] = f"sha256:{files.sha256(folder / 'data' / 'raw' / name)}"
    descriptor.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
