"""Results that take long, kept by content: made once for the same figures, parameters, code and libraries.

A result is kept below ``.cache/kept`` under the checksum of all that it was made from, so it can never be stale: what
differs has another name. The folder may be deleted at any time. What was made while its code was edited is not kept.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import inspect
import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

import analysis_lib.statistics
from analysis_lib import files, project

LIBRARIES = ("numpy", "pandas", "scipy", "statsmodels")
Work = Callable[..., dict[str, Any]]


def kept(work: Work) -> Work:
    """A function whose results are kept: asked again for the same, it gives what was made the last time.

    It must depend on nothing but its arguments, the module it stands in and :mod:`analysis_lib.statistics`; arguments
    and result must be plain data as JSON has it. Missing numbers (nan) come back as they were.

    >>> @kept
    ... def doubled(number: float) -> dict[str, float]:
    ...     return {"doubled": 2 * number}
    >>> doubled(number=4)
    {'doubled': 8}
    """
    code = _code(work)  # as it is when the module is imported: each chapter imports the library anew

    @functools.wraps(work)
    def found(*given: Any, **named: Any) -> dict[str, Any]:
        arguments = inspect.signature(work).bind(*given, **named).arguments
        made_of = {"work": f"{work.__module__}.{work.__qualname__}", "code": code, "arguments": arguments}
        key = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
        path = project.cache() / "kept" / f"{key[:32]}.json"
        try:
            return json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # not made yet, or damaged
            result = json.dumps(work(**arguments))
            if _code(work) == code:  # else someone edited the code that was at work
                files.write_atomically(path, result)
            return json.loads(result)

    return found


def _code(work: Work) -> str:
    """The checksum of its module, of the statistics' code, and of the versions that they stand on."""
    statistics = sorted(Path(inspect.getfile(analysis_lib.statistics)).parent.glob("*.py"))
    own = [Path(place)] if (place := getattr(inspect.getmodule(work), "__file__", None)) else []
    parts = [f"{path.name} {files.sha256(path)}" for path in [*statistics, *own]]
    parts += [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    return files.checksum("\n".join([*parts, platform.python_version()]).encode())
