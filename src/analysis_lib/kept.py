"""Results that take long, kept by content: made once for the same figures, parameters, code and libraries.

A result is kept below ``.cache/kept`` under the checksum of all that it was made from, so it can never be stale: what
differs has another name. The folder may be deleted at any time.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import inspect
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import analysis_lib.statistics
from analysis_lib import files, project

LIBRARIES = ("numpy", "pandas", "scipy", "statsmodels")


def kept(work: Callable[..., dict[str, Any]], /, **arguments: Any) -> dict[str, Any]:
    """What ``work(**arguments)`` returns, from the last time it was made of the same things if there was one.

    ``work`` must depend on nothing but its arguments, the module it stands in and :mod:`analysis_lib.statistics`;
    its arguments and its result must be plain data as JSON has it. Missing numbers (nan) come back as they were.

    >>> kept(dict, months=[3, 4])
    {'months': [3, 4]}
    """
    made_of = {"work": f"{work.__module__}.{work.__qualname__}", "code": _code(work), "arguments": arguments}
    key = hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()
    path = project.cache() / "kept" / f"{key[:32]}.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not made yet, or damaged
        result = json.dumps(work(**arguments))
        files.write_atomically(path, result)
        return json.loads(result)


def _code(work: Callable[..., Any]) -> str:
    module = inspect.getmodule(work)
    own = getattr(module, "__file__", None)
    return hashlib.sha256(f"{_statistics()}{files.sha256(Path(own)) if own else ''}".encode()).hexdigest()


@functools.cache
def _statistics() -> str:
    """The checksum of the statistics' code and the versions of the libraries that they stand on."""
    folder = Path(inspect.getfile(analysis_lib.statistics)).parent
    parts = [f"{path.name} {files.sha256(path)}" for path in sorted(folder.glob("*.py"))]
    return "\n".join([*parts, *(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)])
