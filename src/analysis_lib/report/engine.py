"""papermill's engine for a process that has the libraries loaded: a chapter runs in it, and leaves nothing behind.

A kernel of its own takes each chapter seconds to start, and hardly any of them is work. Here IPython runs the cells
in this process, with the outputs a kernel would send, and everything that a chapter may change is set back after it.
"""

from __future__ import annotations

import contextlib
import decimal
import gc
import io
import json
import locale
import os
import random
import sys
import tempfile
import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from analysis_lib import project
from analysis_lib.report.watch import LIBRARY, watching

QUIET = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
FOUND = "analysis_lib"  # the notebook's metadata that says what the chapter read
BEGIN = """from pathlib import Path as _Path
from analysis_lib.report.watch import watching as _watching
_watching = _watching(_Path({root!r}))
_watch = _watching.__enter__()"""
END = "import json as _json; print(_json.dumps(_watch.found()))"


class Outputs(list):
    """The outputs of one cell, in the order in which a kernel would send them."""

    def add(self, kind: str, **content: Any) -> None:
        self.append(nbformat.v4.new_output(kind, **content))

    def write(self, name: str, text: str) -> None:
        last = self[-1] if self else {}
        if last.get("name") == name:
            last["text"] += text
        elif text:
            self.add("stream", name=name, text=text)


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a chapter."""

    encoding = "utf-8"

    def __init__(self, outputs: Outputs, name: str) -> None:
        self.outputs, self.stream = outputs, name

    def write(self, text: str) -> int:
        self.outputs.write(self.stream, text)
        return len(text)


class Publisher(DisplayPublisher):
    """What a chapter displays."""

    def publish(self, data, metadata=None, **others) -> None:
        self.shell.outputs.add("display_data", data=data, metadata=metadata or {})

    def clear_output(self, wait: bool = False) -> None:
        self.shell.outputs.clear()


class Result(DisplayHook):
    """The value of a cell's last line."""

    def start_displayhook(self) -> None:
        pass

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict, md_dict=None) -> None:
        count = self.shell.execution_count
        self.shell.outputs.add("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=count)

    def finish_displayhook(self) -> None:
        pass

    def flush(self) -> None:
        """Forget earlier results; IPython would also collect garbage, which is done once a chapter here."""
        self._ = self.__ = self.___ = ""


class Shell(InteractiveShell):
    """IPython without a terminal: what a cell prints, shows and raises becomes outputs."""

    displayhook_class = Result
    display_pub_class = Publisher
    outputs: Outputs

    def enable_gui(self, gui=None) -> None:
        pass

    def _showtraceback(self, etype, evalue, stb) -> None:
        self.outputs.add("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)

    def run(self, source: str) -> tuple[Outputs, BaseException | None]:
        """Run one cell."""
        self.outputs = Outputs()
        streams = Stream(self.outputs, "stdout"), Stream(self.outputs, "stderr")
        with _past_python(self.outputs), contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            done = self.run_cell(source, store_history=True)
        self._show_open_drawings()
        error = done.error_before_exec or done.error_in_exec
        if isinstance(error, SystemExit):  # IPython only warns of it; a kernel would be gone
            self.outputs.add("error", ename="SystemExit", evalue="the chapter ended its program", traceback=[])
        return self.outputs, error

    def _show_open_drawings(self) -> None:
        """As in JupyterLab, a drawing that a cell leaves open is shown, so that the report can refuse it by name."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        for number in pyplot.get_fignums() if pyplot else ():
            self.outputs.add("display_data", data={"text/plain": f"{pyplot.figure(number)}, left open"}, metadata={})
            pyplot.close(number)


@contextlib.contextmanager
def _past_python(outputs: Outputs) -> Iterator[None]:
    """What compiled code and other programs write goes to the cell's outputs too, as in a kernel.

    Not in a Dask worker, whose other threads say there what concerns the cluster.
    """
    if "distributed" in sys.modules:
        yield
        return
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(_caught(number)) for number in (1, 2)]
        try:
            yield
        finally:
            for stream in filter(None, (sys.__stdout__, sys.__stderr__)):
                stream.flush()
            for name, file in zip(("stdout", "stderr"), held, strict=True):
                file.seek(0)
                outputs.write(name, file.read().decode("utf-8", "replace"))


@contextlib.contextmanager
def _caught(number: int) -> Iterator[BinaryIO]:
    """A file that takes what this process, and those that it starts, write to its output of this number."""
    kept = os.dup(number)
    try:
        with tempfile.TemporaryFile() as file:
            os.dup2(file.fileno(), number)
            try:
                yield file
            finally:
                os.dup2(kept, number)
    finally:
        os.close(kept)


class PapermillEngine:
    """What papermill asks of an engine. It loads engines when it is itself imported, so none can be its subclass."""

    @classmethod
    def execute_notebook(cls, notebook, kernel_name, **others) -> nbformat.NotebookNode:
        from papermill.engines import Engine

        return Engine.execute_notebook.__func__(cls, notebook, kernel_name, **others)

    @staticmethod
    def nb_kernel_name(notebook, name=None) -> str:
        from papermill.utils import nb_kernel_name

        return nb_kernel_name(notebook, name)

    @staticmethod
    def nb_language(notebook, language=None) -> str:
        from papermill.utils import nb_language

        return nb_language(notebook, language)


class WarmEngine(PapermillEngine):
    """``papermill --engine analysis-lib``."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **others) -> None:
        shell = _the_shell()  # made first: what it sets up once is no chapter's to set back
        with tidied(), watching(project.root()) as watch, _emptied(shell):
            for place, cell in enumerate(nb_man.nb.cells):
                if cell.cell_type != "code" or not cell.source.strip():
                    continue
                nb_man.cell_start(cell, place)
                cell.execution_count = shell.execution_count
                cell.outputs, error = shell.run(cell.source)
                if error is not None:
                    nb_man.cell_exception(cell, place, exception=error)
                    break
                nb_man.cell_complete(cell, place)
            nb_man.nb.metadata[FOUND] = watch.found()


class KernelEngine(PapermillEngine):
    """``papermill --engine analysis-lib-kernel``: each chapter on a kernel of its own, watched in the same way."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **others) -> None:
        from papermill.engines import NBClientEngine

        notebook = nb_man.nb
        begin, end = _cell(BEGIN.format(root=str(project.root()))), _cell(END)
        notebook.cells = [begin, *notebook.cells, end]
        try:
            NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **others)
        finally:
            notebook.cells = notebook.cells[1:-1]
        if end.outputs:
            notebook.metadata[FOUND] = json.loads(end.outputs[0]["text"])


def _cell(source: str) -> nbformat.NotebookNode:
    """A cell that no chapter holds, with the notes that papermill makes of every cell."""
    return nbformat.v4.new_code_cell(
        source, metadata={"papermill": dict.fromkeys(("start_time", "end_time", "status"))}
    )


def _the_shell() -> Shell:
    """The one shell of this process, which would take the place of its ``__main__``."""
    main = sys.modules["__main__"]
    shell = Shell.instance(config=QUIET)
    sys.modules["__main__"] = main
    return shell


@contextlib.contextmanager
def _emptied(shell: Shell) -> Iterator[None]:
    """The shell with nothing in it; the program's own display hook and ``__main__`` come back after it."""
    kept = sys.modules["__main__"], sys.displayhook, sys.excepthook
    sys.modules["__main__"] = shell.user_module
    shell.reset(new_session=True)
    try:
        yield
    finally:
        shell.reset(new_session=True)
        sys.modules["__main__"], sys.displayhook, sys.excepthook = kept


@contextlib.contextmanager
def tidied() -> Iterator[None]:
    """Set back whatever a chapter may change in its process, and give it the library as if just started."""
    environment, folder, path = dict(os.environ), os.getcwd(), list(sys.path)
    language, library, drawing = locale.setlocale(locale.LC_ALL), _without_library(), _drawing_state()
    random.seed()
    numpy = sys.modules.get("numpy")
    errors, rounding = numpy.geterr() if numpy else {}, decimal.getcontext().copy()
    if numpy:
        numpy.random.seed()
    try:
        with warnings.catch_warnings():  # which also lets each chapter see the warnings that an earlier one saw
            yield
    finally:
        _without_library()
        sys.modules.update(library)
        decimal.setcontext(rounding)
        _restore_drawing(drawing)
        if numpy:
            numpy.seterr(**errors)
        _restore_options()
        locale.setlocale(locale.LC_ALL, language)
        os.chdir(folder)
        sys.path[:] = path
        os.environ.clear()
        os.environ.update(environment)
        gc.collect()
        gc.freeze()  # libraries loaded meanwhile stay; only what the next chapter makes need be looked at


def _without_library() -> dict[str, Any]:
    """Take the library's modules, with all they remember, out of this process; returns them."""
    names = [name for name in list(sys.modules) if name.partition(".")[0] == LIBRARY]
    return {name: sys.modules.pop(name) for name in names}


def _drawing_state() -> tuple | None:
    if "matplotlib.pyplot" not in sys.modules:
        return None
    import matplotlib
    from matplotlib import font_manager, units

    return matplotlib.rcParams.copy(), list(font_manager.fontManager.ttflist), dict(units.registry)


def _restore_drawing(state: tuple | None) -> None:
    if "matplotlib.pyplot" not in sys.modules:
        return
    import matplotlib
    from matplotlib import font_manager, pyplot, units

    pyplot.close("all")
    if state is None:
        matplotlib.rcdefaults()
        return
    settings, fonts, converters = state
    dict.update(matplotlib.rcParams, settings)  # as they were, backend included: nothing to check or to switch
    font_manager.fontManager.ttflist[:] = fonts
    units.registry.clear()
    units.registry.update(converters)


def _restore_options() -> None:
    if "pandas" in sys.modules:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an option on its way out says so when it is set back
            sys.modules["pandas"].reset_option("all")
