"""The look of page and chart: one set of tokens, after design/look-and-voice of the project's brief.

Blue is the area the report is about, grey is everyone else, and words always say it too. Charts stand on
white in both themes. Contrast ratios to white are those of WCAG 2.2.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.resources
from collections.abc import Iterator
from pathlib import Path

MM = 1 / 25.4
WIDE, NARROW = 158, 88  # widths in millimetres

LIGHT = {
    "paper": "#FFFFFF",
    "wash": "#F3F6F9",
    "ink": "#14202B",
    "quiet": "#4A5763",
    "accent": "#12436D",
    "edge": "#6B7884",
    "rule": "#C9D1D8",
    "caution": "#7A4100",
    "caution-wash": "#FBF4E8",
    "grey": "#3E4A55",
    "grey-wash": "#F1F3F5",
    "cover": "#12436D",
    "cover-ink": "#FFFFFF",
    "cover-quiet": "#C9DCEC",
    "cover-rule": "#6F93B4",
    "focus": "#FFD84D",
}
DARK = LIGHT | {
    "paper": "#10181F",
    "wash": "#18232C",
    "ink": "#E6EBF0",
    "quiet": "#AEB9C4",
    "accent": "#8FBDE8",
    "edge": "#7C8A97",
    "rule": "#33424F",
    "caution": "#FFC97A",
    "caution-wash": "#2B2416",
    "grey": "#C3CDD6",
    "grey-wash": "#222E38",
}

FOCUS = "#12436D"  # the area; solid, filled circle; 10.3 to 1
CONTEXT = "#5F6C78"  # everyone else; dashed, open diamond; 5.4 to 1
SHADES = ("#12436D", "#6A9BC3", "#D6E4F0")  # parts of one whole, dark to light: told apart in greyscale, edged in ink
GRID, BAND, PANDEMIC, INK, QUIET = "#DDE2E7", "#DBE3E9", "#EEF1F4", LIGHT["ink"], LIGHT["quiet"]
EDGE = LIGHT["edge"]

BAND_EDGE = "#6F8FAE"  # the edge of an interval's band; 3.4 to 1, for a fill alone is too faint
FANS = ("#E4EAF0", "#C3D2E0", "#9DB6CE")  # bands of a forecast, the widest first; told apart by their edges and names
CLASSES = ("#EAF1F8", "#B5CFE8", "#6BACE6", "#2073BC", "#12436D")  # five ordered classes, lightness 95 to 27

EDGE_OF_CLASS = "#6B7884"
ORDERED = ("#EAF1F8", "#B5CFE8", "#6BACE6", "#2073BC", "#12436D")  # five ordered classes, the least first

SANS, SERIF = "Source Sans Pro", "Source Serif Pro"


def font_folders() -> list[Path]:
    """The folders of the report's fonts, installed as wheels (SIL Open Font Licence 1.1)."""
    return [
        Path(str(importlib.resources.files(name))) / "files"
        for name in ("font_source_sans_pro", "font_source_serif_pro")
    ]


def font_file(name: str) -> Path:
    """Where a font of the report lies."""
    return next(path for folder in font_folders() if (path := folder / f"{name}.ttf").exists())


@functools.cache
def _register_fonts() -> None:
    from matplotlib import font_manager

    for name in ("SourceSansPro-Regular", "SourceSansPro-Semibold"):
        font_manager.fontManager.addfont(font_file(name))


@contextlib.contextmanager
def drawing(*, narrow: bool) -> Iterator[None]:
    """Matplotlib and seaborn set for one chart, and set back after it."""
    import matplotlib
    import seaborn

    _register_fonts()
    size = 10.5 if narrow else 9
    settings = {
        "font.family": SANS,
        "font.size": size,
        "axes.labelsize": size,
        "xtick.labelsize": size,
        "ytick.labelsize": size,
        "axes.titlesize": size,
        "axes.titleweight": 600,
        "text.color": INK,
        "axes.labelcolor": QUIET,
        "xtick.color": QUIET,
        "ytick.color": QUIET,
        "axes.edgecolor": QUIET,
        "axes.linewidth": 0.8,
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.spines.left": False,
        "axes.unicode_minus": True,
        "xtick.major.size": 3,
        "ytick.major.size": 0,
        "lines.linewidth": 1.6,
        "figure.dpi": 72,
        "savefig.dpi": 72,
        "svg.fonttype": "none",
        "svg.hashsalt": "analysis-lib",
    }
    with matplotlib.rc_context(), seaborn.axes_style("white"):
        matplotlib.rcParams.update(settings)
        yield
