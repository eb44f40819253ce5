"""Charts as pictures, for documents that cannot hold vector drawings."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typst

from analysis_lib.report.prose import Block
from analysis_lib.report.theme import theme

PIXELS_PER_INCH = 200


def pictures(figures: list[Block]) -> dict[str, bytes]:
    """The drawings as pictures, because not every Word shows vector drawings; Typst draws them in our fonts."""
    if not figures:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        for block in figures:
            (Path(folder) / f"{block['id']}.svg").write_text(block["svg"]["wide"], encoding="utf-8")
        images = "\n#pagebreak()\n".join(f'#image("{block["id"]}.svg", width: 158mm)' for block in figures)
        main = Path(folder) / "drawings.typ"
        main.write_text(f"#set page(width: 158mm, height: auto, margin: 0mm)\n{images}", encoding="utf-8")
        fonts = [str(path) for path in theme().fonts.folders]
        made = typst.compile(
            str(main), root=folder, font_paths=fonts, ignore_system_fonts=True, format="png", ppi=PIXELS_PER_INCH
        )
    pages = made if isinstance(made, list) else [made]
    return {block["id"]: page for block, page in zip(figures, pages, strict=True)}
