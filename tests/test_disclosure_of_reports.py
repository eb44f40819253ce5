"""A small count is planted in a restricted table: no output of a build holds it, whatever the chapter prints."""

from __future__ import annotations

import re
import zipfile

import pytest
import yaml
from pypdf import PdfReader

from analysis_lib import contracts, files
from analysis_lib.assessment import assessment
from analysis_lib.errors import AssessmentError
from analysis_lib.report.build import build
from workshop import write_chapter

SMALL = 3737  # below a threshold of 5,000, so that it can be searched for; so are those that must hide it
CASES = "ward,theft,robbery,arson\nNorth,3737,8101,9209\nSouth,9311,8423,9521\nCentre,9613,9719,9817\n"
LOADS = """
import pandas as pd
from matplotlib import pyplot as plt
from analysis_lib import contracts
from analysis_lib.assessment import assessment
from analysis_lib.exhibits import figure, finding, key_number, say, table
from analysis_lib.exhibits.figures import Chart
from analysis_lib.measures import Measure
from analysis_lib.values import Value, protect, share
source = contracts.descriptor().source("partner_cases")
cases = contracts.descriptor().read("partner_cases").set_index("ward").astype("int64")
def value(number, title):
    return Value(value=int(number), unit="cases", measure="cases", area=area, period=assessment().current, title=title,
        population="cases", method="extract", sources=("partner_cases",), suppress_below=source.suppress_below)
raw = pd.DataFrame({name: [value(n, ward) for ward, n in cases[name].items()] for name in cases}, index=cases.index)
raw["All"] = [value(n, "All") for n in cases.sum(axis=1)]
raw.loc["Total"] = [value(n, "Total") for n in [*cases.sum(), cases.to_numpy().sum()]]
raw.attrs = {"levels": ["member"] * 3 + ["total"], "source": source}
safe = PROTECT
small, total = safe.loc["North", "theft"], safe.loc["Total", "All"]
part = share(small, total, {"cases": Measure("cases", "Cases", "cases", None)})
shown = [v for v in safe.to_numpy().ravel() if not v.missing]
def draw(narrow):
    drawing, axes = plt.subplots()
    axes.bar([str(i) for i in range(len(shown))], [v.value for v in shown])
    axes.set_title(max((str(v.value) for v in shown), key=len))
    return drawing
"""
PRINTS = """
table(safe, caption="Cases by ward")
table(pd.DataFrame({"Share (%)": [part]}, index=["North"]), caption="A share", source=source.line)
figure(Chart(draw, alt=f"Bars: {', '.join(str(v.value) for v in shown)}", message="Cases", source=source, values=shown,
    data=pd.DataFrame({"cases": [v.value for v in shown]})))
say("There were {x:count} in {x:title}, {p:percent} of all.", x=small, p=part)
finding("In all there were {t:count}.", t=total)
key_number(small, "cases", "of {t:count}", t=total)
"""


def restricted(project, rule):
    """The small project with a partner's extract, under a rule of disclosure."""
    files.write_atomically(project / "data" / "raw" / "restricted" / "cases.csv", CASES)
    place = project / "data" / "raw" / contracts.DESCRIPTOR
    content = yaml.safe_load(place.read_text(encoding="utf-8"))
    content["series"]["partner_cases"] = content["series"]["recorded_crime"] | {"disclosure": rule}
    fields = [
        {"name": "ward", "type": "string"},
        *({"name": n, "type": "integer"} for n in ("theft", "robbery", "arson")),
    ]
    entry = {"name": "partner_cases", "path": "restricted/cases.csv", "schema": {"fields": fields}}
    entry["hash"] = f"sha256:{files.sha256(project / 'data' / 'raw' / 'restricted' / 'cases.csv')}"
    content["resources"].append(entry)
    place.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def built(project, rule, protect):
    restricted(project, rule)
    write_chapter(
        project / "notebooks", "01_small.ipynb", LOADS.replace("PROTECT", protect), *PRINTS.strip().split("\n\n")
    )
    return build(assessment(), say=lambda text: None)


def places(folder, *numbers):
    """The outputs that hold one of the numbers, in any of the ways in which a report writes it."""
    pattern = re.compile("|".join(rf"(?<![\d.]){n}(?![\d])|(?<![\d.]){n:,}(?!\d)" for n in numbers))
    found = set()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        if path.suffix == ".pdf":
            text = "\n".join(page.extract_text() for page in PdfReader(path).pages)
        elif path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as workbook:
                text = "\n".join(workbook.read(name).decode("utf-8") for name in workbook.namelist())
        else:
            text = re.sub(r"base64,[A-Za-z0-9+/=]+", "", path.read_text(encoding="utf-8"))
            text = re.sub(r'[ \d.]*(?:d|points|transform|x|y)="[^"]*"', "", text)  # coordinates are no figures
        if pattern.search(text):
            found.add(path.name)
    return found


PROTECT = 'protect(raw, total_row="Total", total_column="All")'
EVERYWHERE = {
    *("assessment.html", "assessment.pdf", "assessment.xlsx", "figures.json", "figures.csv"),
    *("table-1-1.csv", "figure-1-1.csv", "01_small.ipynb"),
}


def test_a_small_count_is_in_no_output(small):
    folder = built(small, {"suppress": 5000}, PROTECT)
    assert places(folder, SMALL) == set()
    assert places(folder, 8101, 9311, 8423) == set()  # the square that hides it, as enumeration shows it costs least
    assert places(folder, 9817) == EVERYWHERE  # the search finds what is published
    assert "[c]" in (folder / "assessment.html").read_text(encoding="utf-8")


def test_a_chapter_that_forgets_to_protect_is_stopped(small):
    with pytest.raises(AssessmentError, match=r"counts below 5000 are confidential; pass the table .* protect\(\)"):
        built(small, {"suppress": 5000}, "raw")


def test_a_partners_extract_without_a_rule_is_not_read(small):
    for rule in (None, "as published", {"suppress": 1}, "suppress"):
        restricted(small, rule)
        with pytest.raises(AssessmentError, match="partner_cases must say how it is protected"):
            contracts.descriptor().source("partner_cases")
