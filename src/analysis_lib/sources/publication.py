"""What every reader of a publication offers to a refresh."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis_lib.contracts import Descriptor


@dataclass(frozen=True)
class Figures:
    """One table read from a publication: where ``data/raw`` keeps it, and what its entry in the descriptor says.

    ``about`` holds what differs from table to table of a series: ``name``, ``title``, ``year``, ``temporal``.
    """

    path: str
    frame: pd.DataFrame
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Publication:
    """A series of the descriptor, how its publication's files are recognised, and how they are read.

    ``recognises`` tells from a file's content, never from its name, whether it belongs to the publication.
    ``read`` turns all such files of a folder into the tables of the series; it raises ``AssessmentError`` for a
    file that is not as published, and says which files it passed over, and why, through its last argument.
    """

    series: str
    recognises: Callable[[Path], bool]
    read: Callable[[Sequence[Path], Descriptor, Callable[[str], None]], list[Figures]]
