"""What Typst's tags leave open, put right afterwards: heads of table rows, and descriptions of links."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import pikepdf

from analysis_lib.errors import AssessmentError

UNDESCRIBED = re.compile(r"page \d+")  # what Typst says of a link to a place that has no name


def tagged(pdf: bytes, links: Sequence[str]) -> bytes:
    """The same PDF with row heads, and with these descriptions of its links to unnamed places, in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _row_heads(document)
        _describe(document, links)
        buffer = io.BytesIO()
        document.save(buffer, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return buffer.getvalue()


def _row_heads(document: pikepdf.Pdf) -> None:
    """Tag the first cell of each table row as its head (Typst tags column heads only)."""
    for body in (element for element in _elements(document.Root.StructTreeRoot) if element.S == "/TBody"):
        for row in _kids(body):
            head = _kids(row)[0]
            head.S = pikepdf.Name.TH
            head.A = pikepdf.Array([pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)])


def _describe(document: pikepdf.Pdf, links: Sequence[str]) -> None:
    found = [element for element in _elements(document.Root.StructTreeRoot) if element.S == "/Link"]
    found = [notes for element in found if (notes := _annotations(element)) and _undescribed(notes[0])]
    if len(found) != len(links):
        raise AssessmentError(
            f"The PDF has {len(found)} links to figures of the register, but {len(links)} were written. "
            "This is a fault of the report's own templates; please report it."
        )
    for notes, text in zip(found, links, strict=True):
        for note in notes:
            note.Contents = pikepdf.String(text)


def _undescribed(note: pikepdf.Dictionary) -> bool:
    return UNDESCRIBED.fullmatch(str(note.get("/Contents", ""))) is not None


def _annotations(element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    """The link annotations that a Link element refers to; one for each line on which the link stands."""
    children = element.get("/K", [])
    children = children if isinstance(children, pikepdf.Array) else [children]
    return [child.Obj for child in children if isinstance(child, pikepdf.Dictionary) and "/Obj" in child]


def _elements(node: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    for child in _kids(node):
        yield child
        yield from _elements(child)


def _kids(node: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    children = node.get("/K", [])
    children = children if isinstance(children, pikepdf.Array) else [children]
    return [child for child in children if isinstance(child, pikepdf.Dictionary) and "/S" in child]
