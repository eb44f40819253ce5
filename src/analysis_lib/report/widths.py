"""How wide the columns of a table are: numbers are never broken, and texts share what room is left."""

from __future__ import annotations

import math
import textwrap
from typing import Any

PADDING = 3  # characters between two columns
UPRIGHT, TURNED = 106, 166  # characters of a small size that a line of a page holds
NARROW = " ,."  # characters half as wide as a digit
LONG = 30  # characters from which a text takes several lines
LONGEST_WORD = 13  # characters; a longer word may be hyphenated


def has_texts(block: dict[str, Any]) -> bool:
    """Whether a column of the table holds texts of several lines."""
    return any(_longest(cells) > LONG for cells, words in _columns(block) if words)


def hyphenated(block: dict[str, Any]) -> bool:
    """Whether words must be hyphenated: where one is very long, or the columns lack room; never an address."""
    words = {word for cells, _ in _all_columns(block) for text in cells for word in text.split() if "/" not in word}
    return _longest(list(words)) > LONGEST_WORD or sum(_least(block)) > _room(block)


def column_widths(block: dict[str, Any]) -> list[int]:
    """The width of each column in characters, that of the row heads first; for fractions of the line.

    Each column begins with what may not be broken: a number, the longest word of a text, a head in three lines. What
    room is left goes, a character at a time, where it saves most lines, so that the table is as short as may be.
    """
    texts = [cells for cells, _ in _all_columns(block)]
    lengths = [[len(text) for text in row] for row in zip(*texts, strict=True)]
    return [width + PADDING for width in _shared_out(lengths, _least(block), _room(block))]


def _least(block: dict[str, Any]) -> list[int]:
    names = [block["row_head"], *(column["head"] for column in block["columns"])]
    return [
        max(_unbroken(cells) if words else _numbers(cells), _head_width(name))
        for (cells, words), name in zip(_all_columns(block), names, strict=True)
    ]


def _room(block: dict[str, Any]) -> int:
    return (TURNED if block["turned"] else UPRIGHT) - PADDING * (len(block["columns"]) + 1)


def _all_columns(block: dict[str, Any]) -> list[tuple[list[str], bool]]:
    return [([row["head"] for row in block["rows"]], True), *_columns(block)]


def _columns(block: dict[str, Any]) -> list[tuple[list[str], bool]]:
    """The texts of each column, and whether it holds words."""
    return [
        ([_text(row["cells"][place]) for row in block["rows"]], column["words"])
        for place, column in enumerate(block["columns"])
    ]


def _text(cell: dict[str, Any]) -> str:
    return cell["text"] + 3 * cell.get("glyph", "")


def _shared_out(rows: list[list[int]], least: list[int], room: int) -> list[int]:
    """The widths at which texts of these lengths, row by row, take about the fewest lines.

    >>> _shared_out([[10, 200]], [8, 8], 60)  # ten characters in two lines make a row of four no taller
    [8, 52]
    """
    widths = list(least)
    while sum(widths) < room:
        saved = [0.0] * len(widths)
        for row in rows:
            lines = [length / width for length, width in zip(row, widths, strict=True)]
            tallest = max(range(len(row)), key=lines.__getitem__)
            if lines[tallest] > 1:
                saved[tallest] += lines[tallest] - row[tallest] / (widths[tallest] + 1)
        if not any(saved):
            break
        widths[max(range(len(widths)), key=saved.__getitem__)] += 1
    return widths


def _longest(texts: list[str]) -> int:
    return max(map(len, texts), default=1)


def _numbers(texts: list[str]) -> int:
    """The width of a column of numbers, whose commas, points and spaces are half as wide as a digit.

    >>> _numbers(["17,000 to 18,000"])
    14
    """
    return max((math.ceil(len(text) - sum(map(text.count, NARROW)) / 2) for text in texts), default=1)


def _unbroken(texts: list[str]) -> int:
    """The least width of a column of texts: that of its longest word, as far as words are not hyphenated."""
    return min(_longest([word for text in texts for word in text.split()]), LONGEST_WORD)


def _head_width(head: str) -> int:
    """The least width at which a head takes three lines or fewer and no word of it is broken."""
    least = _longest(head.split())
    return next(width for width in range(least, len(head) + 2) if len(textwrap.wrap(head, width)) <= 3)
