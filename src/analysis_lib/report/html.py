"""The report as one HTML page: an nbconvert exporter with a template of its own. It loads nothing from anywhere."""

from __future__ import annotations

import base64
import html
import importlib.metadata
import io
import re
from pathlib import Path
from typing import Any

from traitlets import default

from analysis_lib import files, project
from analysis_lib.exhibits import contract
from analysis_lib.report.exporter import ReportExporter
from analysis_lib.report.theme import Fonts, theme
from analysis_lib.report.widths import has_texts

# Latin, dashes, quotation marks, bullet, ellipsis, narrow space, arrow, minus, and the marks of direction
CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    0x2013,
    0x2014,
    0x2018,
    0x2019,
    0x201C,
    0x201D,
    0x2022,
    0x2026,
    0x202F,
    0x2192,
    0x2212,
    0x25A0,
    0x25B2,
    0x25BC,
    0x25C6,
]


class HtmlReport(ReportExporter):
    """``jupyter nbconvert --to analysis_html`` of an assembled notebook."""

    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension(self) -> str:
        return ".html"

    @default("template_extension")
    def _template_extension(self) -> str:
        return ".html.j2"

    @default("template_name")
    def _template_name(self) -> str:
        return "analysis"

    def default_filters(self):
        yield from super().default_filters()
        yield from [
            ("prose", prose),
            ("said", said),
            ("length_said", length_said),
            ("svg", inline_svg),
            ("colours", colours),
            ("cell", contract.shown),
            ("has_texts", has_texts),
        ]

    def from_notebook_node(self, nb, resources=None, **kwargs):
        resources = dict(resources or {}) | {"fonts": font_css(theme().fonts)}
        return super().from_notebook_node(nb, resources, **kwargs)


def prose(token: dict[str, Any]) -> str:
    """A Markdown token (mistune's syntax tree) as HTML; raises on a construct that the report does not set."""
    inside = "".join(prose(child) for child in token.get("children", []))
    match token["type"]:
        case "text":
            return html.escape(token["raw"], quote=False)
        case "softbreak":
            return " "
        case "paragraph":
            return f"<p>{inside}</p>"
        case "block_text":
            return inside
        case "emphasis":
            return f"<em>{inside}</em>"
        case "strong":
            return f"<strong>{inside}</strong>"
        case "codespan":
            return f"<code>{html.escape(token['raw'])}</code>"
        case "link":
            return f'<a href="{html.escape(token["attrs"]["url"])}">{inside}</a>'
        case "list":
            tag = "ol" if token["attrs"]["ordered"] else "ul"
            return f"<{tag}>{inside}</{tag}>"
        case "list_item":
            return f"<li>{inside}</li>"
        case "block_quote":
            return f"<blockquote>{inside}</blockquote>"
    raise ValueError(
        f"the report cannot set a Markdown {token['type']}; use paragraphs, lists, quotations, links and "
        "emphasis, and table() for tables"
    )


def said(parts: list[dict[str, Any]]) -> str:
    """The parts of a sentence; each number is marked as a figure of the register, and leads to its entry once."""
    return "".join(_part(part) for part in parts)


def length_said(parts: list[dict[str, Any]]) -> int:
    """How many characters a sentence prints; a long key number is set smaller."""
    return sum(len(part["text"]) for part in parts)


def _part(part: dict[str, Any]) -> str:
    text = html.escape(part["text"], quote=False)
    if "entry" in part:
        return f'<a class="number figure-link" id="{part["anchor"]}" href="#{part["entry"]}">{text}</a>'
    if "target" in part:
        return f'<a href="#{part["target"]}">{text}</a>'
    return f'<span class="number">{text}</span>' if "figure" in part else text


def inline_svg(drawing: str, prefix: str, alt: str) -> str:
    """An SVG for use inside the page: one image to assistive technology, ids of its own, sized by its viewBox."""
    text = re.sub(r'(?<=\bid=")', f"{prefix}-", drawing)
    text = re.sub(r'((?:xlink:)?href="#|url\(#)', rf"\g<1>{prefix}-", text)
    head, rest = text.split(">", 1)
    head = re.sub(r'\s(width|height|xmlns:xlink|version)="[^"]*"', "", head).replace(
        "<svg", f'<svg role="img" aria-label="{html.escape(alt)}"', 1
    )
    return f"{head}>{rest.replace('xlink:href', 'href')}".strip()


def colours(tokens: dict[str, str]) -> str:
    """Colours by name as CSS variables."""
    return " ".join(f"--{name}: {value};" for name, value in tokens.items())


def font_css(fonts: Fonts) -> str:
    """The @font-face rules of the report's own subsets; made once and kept, because subsetting takes a second."""
    parts = [files.sha256(path) for path in (*(path for path, *_ in fonts.faces), Path(__file__))]
    parts += [importlib.metadata.version(name) for name in ("fonttools", "brotli")]
    kept = project.cache() / "fonts" / f"{files.checksum(''.join(parts).encode())[:16]}.css"
    if not kept.exists():
        files.write_atomically(kept, "\n".join(_face(*face) for face in fonts.faces))
    return kept.read_text(encoding="utf-8")


def _face(path: Path, family: str, weight: int, slant: str) -> str:
    data = base64.b64encode(_subset(path, family)).decode("ascii")
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {slant}; font-display: swap; '
        f'src: url(data:font/woff2;base64,{data}) format("woff2"); }}'
    )


def _subset(path: Path, family: str) -> bytes:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(path, recalcTimestamp=False)
    options = subset.Options(
        layout_features=["kern", "liga", "lnum", "tnum", "pnum", "mark", "mkmk", "ccmp", "locl"],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    for record in list(font["name"].names):
        if record.nameID in (1, 3, 4, 6):
            record.string = family.replace(" ", "") if record.nameID == 6 else family
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer, reorderTables=True)
    return buffer.getvalue()
