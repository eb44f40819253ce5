"""The report as PDF: an nbconvert exporter that writes Typst and sets it.

Typst checks the document against PDF/UA-1 and PDF/A-2a while it writes. A document of the archive needs a date; it is
the month of the newest publication, because the report knows no clock.
"""

from __future__ import annotations

import re
from typing import Any

from traitlets import default

from analysis_lib.report.assemble import blocks_of
from analysis_lib.report.chapter import paragraphs
from analysis_lib.report.exporter import ReportExporter
from analysis_lib.report.html import length_said
from analysis_lib.report.tagging import tagged
from analysis_lib.report.theme import theme
from analysis_lib.report.typesetting import typeset
from analysis_lib.report.widths import column_widths, has_texts, hyphenated

MAY_BREAK = "\u200b"  # a space of no width
LONG_WORD = re.compile(r"\w{25,}")  # of an address, longer than its column is wide


class PdfReport(ReportExporter):
    """``jupyter nbconvert --to analysis_pdf`` of an assembled notebook."""

    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension(self) -> str:
        return ".pdf"

    @default("template_extension")
    def _template_extension(self) -> str:
        return ".typ.j2"

    @default("template_name")
    def _template_name(self) -> str:
        return "analysis_pdf"

    def default_filters(self):
        yield from super().default_filters()
        yield from [("words", words), ("breaking", breaking), ("typst", typst_prose), ("said", said)]
        yield from [
            ("fractions", fractions),
            ("has_texts", has_texts),
            ("hyphenated", hyphenated),
            ("length_said", length_said),
        ]

    def from_notebook_node(self, nb, resources=None, **kwargs):
        fonts, colours = theme().fonts, nb.metadata["analysis_lib"]["colours"]["light"]
        resources = dict(resources or {}) | {
            "colour": {name.replace("-", "_"): value for name, value in colours.items()},
            "sans": fonts.sans,
            "serif": fonts.serif,
        }
        source, resources = super().from_notebook_node(nb, resources, **kwargs)
        blocks = blocks_of(nb)
        drawings = {"logo": logo} if (logo := nb.metadata["analysis_lib"]["logo"]) else {}
        drawings |= {block["id"]: block["svg"]["wide"] for block in blocks if block["kind"] == "figure"}
        resources["output_extension"] = ".pdf"
        return tagged(typeset(source, drawings, fonts.folders), link_texts(blocks)), resources


def link_texts(blocks: list[dict[str, Any]]) -> list[str]:
    """What the links between figures and their entries say of themselves, in reading order."""
    what = {
        entry["id"]: f"{entry['text']}: {entry['what']}"
        for block in blocks
        if block["kind"] == "register"
        for chapter in block["chapters"]
        for entry in chapter["sentences"]
    }
    said = [f"Trace {what[p['entry']]}" for b in blocks for _, parts, _ in paragraphs(b) for p in parts if "entry" in p]
    back = [
        f"Back to {entry['places'][0]['label']}: {entry['text']}"
        for block in blocks
        if block["kind"] == "register"
        for chapter in block["chapters"]
        for entry in chapter["sentences"]
    ]
    return said + back


def words(text: Any) -> str:
    """Text as Typst sets it literally, whatever marks it holds.

    >>> print(words('5 * 4 = "20"'))
    #"5 * 4 = \\"20\\"";
    """
    escaped = str(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'#"{escaped}";'


def fractions(block: dict[str, Any]) -> str:
    """The widths of a table's columns as Typst's fractions of the line."""
    return ", ".join(f"{width}fr" for width in column_widths(block))


def breaking(text: Any) -> str:
    """As :func:`words`; an address may be broken after a slash, and within a long word, so that it stays in its column.

    >>> print(breaking("see www.ons.gov.uk/crime").replace(MAY_BREAK, "|"))
    #"see www.ons.gov.uk/|crime";
    >>> print(breaking("a/peoplepopulationandcommunity").replace(MAY_BREAK, "|"))
    #"a/|p|e|o|p|l|e|p|o|p|u|l|a|t|i|o|n|a|n|d|c|o|m|m|u|n|i|t|y";
    """
    after_slashes = re.sub(r"(?<=[^\s/]/)(?=[^\s/])", MAY_BREAK, str(text))
    return words(re.sub(r"\S*/\S*", lambda address: LONG_WORD.sub(_anywhere, address[0]), after_slashes))


def _anywhere(word: re.Match) -> str:
    return MAY_BREAK.join(word[0])


def said(parts: list[dict[str, Any]]) -> str:
    """The parts of a sentence; a figure leads to its entry in the annex, and can be found again from there."""
    return "".join(_part(part) for part in parts)


def _part(part: dict[str, Any]) -> str:
    if "target" in part:
        return f"#link(<{part['target']}>)[{words(part['text'])}]"
    if "entry" not in part:
        return words(part["text"])
    return f"#figure-link(<{part['entry']}>, <{part['anchor']}>)[{words(part['text'])}]"


def typst_prose(token: dict[str, Any]) -> str:
    """A Markdown token (mistune's syntax tree) as Typst; raises on a construct that the report does not set."""
    inside = "".join(typst_prose(child) for child in token.get("children", []))
    match token["type"]:
        case "text":
            return words(token["raw"])
        case "softbreak":
            return " "
        case "paragraph":
            return f"#par[{inside}]\n"
        case "block_text":
            return inside
        case "emphasis":
            return f"#emph[{inside}]"
        case "strong":
            return f"#strong[{inside}]"
        case "codespan":
            return f"#raw({_quoted(token['raw'])})"
        case "link" if token["attrs"]["url"].startswith("#"):
            return f"#link(<{token['attrs']['url'][1:]}>)[{inside}]"
        case "link":
            return f"#link({_quoted(token['attrs']['url'])})[{inside}]"
        case "list":
            return f"#{'enum' if token['attrs']['ordered'] else 'list'}({inside})\n"
        case "list_item":
            return f"[{inside}],"
        case "block_quote":
            return f"#quote(block: true)[{inside}]\n"
    raise ValueError(
        f"the report cannot set a Markdown {token['type']}; use paragraphs, lists, quotations, links and "
        "emphasis, and table() for tables"
    )


def _quoted(text: str) -> str:
    return words(text)[1:-1]
