"""Checksums of all that a report may be made from, taken once when a build begins.

Code counts by what it does: comments and docstrings are left out (``ast``), so that a better explanation rebuilds
nothing. A chapter counts by its cells. Everything else counts by its bytes; no clock is ever asked.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import json
import platform
import re
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from analysis_lib import files, project

LIBRARY = Path(__file__).parents[1]
PACKAGES = (
    "jupyterlab papermill ipython nbconvert pandas numpy scipy statsmodels matplotlib seaborn typst pikepdf"
).split()
DESCRIPTOR = "data/raw/datapackage.yaml"
FOLDERS = ("data/raw", "notebooks")
LOCK = "requirements.lock"
OTHERS = f"installed otherwise than {LOCK}"


class Stamp(NamedTuple):
    """When a file was last written, and its size; never asked whether anything is up to date."""

    path: Path
    written: int
    size: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        try:
            about = path.stat()
        except OSError:  # gone
            return cls(path, 0, -1)
        return cls(path, about.st_mtime_ns, about.st_size)


@dataclass(frozen=True)
class Inputs:
    """What stands in the project now.

    ``files`` holds checksums by path from the project's root, ``modules`` those of the library's code by name,
    ``imports`` the library's modules that each names, ``others`` the library's files that are no code. ``stamps`` says
    when each of these was last written, and its size: only to see that none is changed while a report is made of it.
    ``notebooks`` are the chapters themselves, so that someone may go on editing them.
    """

    files: dict[str, str]
    modules: dict[str, str]
    imports: dict[str, list[str]]
    others: dict[str, str]
    environment: dict[str, str]
    stamps: dict[str, Stamp] = field(default_factory=dict, compare=False)
    notebooks: dict[str, bytes] = field(default_factory=dict, compare=False)

    def file(self, path: str) -> str:
        """The checksum of a file of the project, or "missing"."""
        place = project.root() / path
        return self.files.get(path) or (files.sha256(place) if place.is_file() else "missing")

    def touched(self, names: Iterable[str]) -> list[str]:
        """Which of these files and modules were written or taken away since: what read them may have read either."""
        known = [self.stamps[name] for name in sorted(set(names)) if name in self.stamps]
        return [project.shown(stamp.path) for stamp in known if Stamp.of(stamp.path) != stamp]

    def code(self, names: Iterable[str]) -> dict[str, str]:
        """The checksums of these modules; one that is gone is said to be so."""
        return {name: self.modules.get(name, "gone") for name in sorted(names)}

    def closure(self, *names: str) -> set[str]:
        """These modules, those they import, wherever in their text, and so on."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in self.modules and name not in found:
                found.add(name)
                package, dot, _ = name.rpartition(".")
                waiting += [*self.imports[name], *([package] if dot else [])]
        return found


def inputs() -> Inputs:
    """Take the checksums of the project and the library as they are."""
    root = project.root()
    paths = [path for name in FOLDERS for path in (root / name).rglob("*") if _counts(path)] + [root / LOCK]
    places = {path.relative_to(root).as_posix(): path for path in paths if path.exists()}
    modules = {_module(path): path for path in sorted(LIBRARY.rglob("*.py"))}
    others = {path.relative_to(LIBRARY).as_posix(): path for path in LIBRARY.rglob("*") if _no_code(path)}
    stamps = {name: Stamp.of(path) for name, path in (places | modules | others).items()}
    read = _read_code(modules)
    contents = {name: path.read_bytes() for name, path in places.items()}
    return Inputs(
        files={name: files.checksum(content) for name, content in contents.items()},
        modules={name: code for name, (code, _) in read.items()},
        imports={name: _modules_among(named, read) for name, (_, named) in read.items()},
        others={name: files.sha256(path) for name, path in others.items()},
        environment=environment(),
        stamps=stamps,
        notebooks={name: content for name, content in contents.items() if name.endswith(".ipynb")},
    )


def environment() -> dict[str, str]:
    """The versions of Python and of the programs that make a report, the checksum of the lock file, and what is
    installed in another version than it says."""
    installed = {name: importlib.metadata.version(name) for name in ("analysis-lib", *PACKAGES)}
    lock = (project.root() / LOCK).read_bytes()
    others = {OTHERS: departures} if (departures := _departures(lock.decode())) else {}
    return {"python": platform.python_version()} | installed | {LOCK: files.checksum(lock)} | others


def _departures(lock: str) -> str:
    """The packages that are installed in another version than the lock file says, by the names of their folders."""
    locked = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", lock, re.MULTILINE))
    folders = [path for name in ("purelib", "platlib") for path in Path(sysconfig.get_path(name)).glob("*.dist-info")]
    held = {_normal(name): version for name, _, version in (path.stem.rpartition("-") for path in folders)}
    return ", ".join(
        f"{name} {held[_normal(name)]}"
        for name, version in locked.items()
        if held.get(_normal(name), version) != version
    )


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def checksum(content: Any) -> str:
    """The SHA-256 of plain data, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def of_chapter(content: bytes) -> str:
    """The checksum of a notebook's cells: their kinds, texts and tags; of a damaged notebook, that of its bytes."""
    try:
        cells = json.loads(content)["cells"]
        return checksum([[c["cell_type"], "".join(c["source"]), c["metadata"].get("tags", [])] for c in cells])
    except (ValueError, KeyError, TypeError):
        return hashlib.sha256(content).hexdigest()


def of_code(text: str) -> tuple[str, list[str]]:
    """The checksum of a module's code without comments, docstrings and places, and the names that it imports.

    >>> of_code('def f():\\n    "It adds."\\n    return 1 + 1')[0] == of_code("def f(): return 1 + 1  # two")[0]
    True
    >>> of_code("from analysis_lib import files")[1]
    ['analysis_lib', 'analysis_lib.files']
    """
    tree = ast.parse(text)
    names: set[str] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_docstring(node, body[0]):
            node.body = body[1:] or [ast.Pass()]
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest(), sorted(names)


def _is_docstring(node: ast.AST, first: ast.AST) -> bool:
    documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    constant = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return documented and constant and isinstance(first.value.value, str)


def _read_code(modules: dict[str, Path]) -> dict[str, tuple[str, list[str]]]:
    """Checksum and imports of each module; those already known by their bytes are not parsed again."""
    kept = project.cache() / "code.json"
    known = files.read_json(kept, {})
    contents = {name: path.read_bytes() for name, path in modules.items()}
    by = f"{platform.python_version()} {files.checksum(contents.get(__name__, b''))[:16]}"
    sums = {name: f"{by} {files.checksum(content)}" for name, content in contents.items()}
    read = {sums[name]: known.get(sums[name]) or of_code(content.decode()) for name, content in contents.items()}
    if read.keys() != known.keys():
        files.write_atomically(kept, json.dumps(read))
    return {name: (read[key][0], read[key][1]) for name, key in sums.items()}


def _module(path: Path) -> str:
    parts = path.relative_to(LIBRARY.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _modules_among(names: list[str], known: dict[str, Any]) -> list[str]:
    return [name for name in names if name in known]


def _counts(path: Path) -> bool:
    return path.is_file() and not any(part.startswith(".") for part in path.parts[-2:])


def _no_code(path: Path) -> bool:
    return path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
