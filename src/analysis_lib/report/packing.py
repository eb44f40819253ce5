"""Office documents with the same bytes from the same contents.

They are ZIP files, which else state when they were made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

NO_CLOCK = (1980, 1, 1, 0, 0, 0)  # the earliest time that a ZIP file can state


def repacked(content: bytes, change: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """The same document packed without times; ``change`` says by name which parts are rewritten, and how."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            part = change.get(name, bytes)(old.read(name))
            new.writestr(zipfile.ZipInfo(name, NO_CLOCK), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
