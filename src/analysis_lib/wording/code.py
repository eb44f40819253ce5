"""The fixed texts that a code cell gives to the functions that print, and those that the library prints itself."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator

from analysis_lib.terms import Terms
from analysis_lib.wording.texts import Fault, faults, template_faults

SECOND_TEXT = {"say": 1, "finding": 1, "caution": 1, "key_number": 3, "figure": None, "table": None}  # its place
NOT_SAID = ("source", "key")  # arguments that name things


def code_faults(source: str, terms: Terms) -> list[Fault]:
    """What is wrong with the fixed texts that a code cell gives to say, finding, caution, key_number, figure or table.

    >>> [fault.sort for fault in code_faults('say("There were 12 in {area}.", area=a)', Terms())]
    ['figure']
    >>> [fault.sort for fault in code_faults('say(f"There were {n}.")', Terms())]
    ['formatted']
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []  # a cell that is not Python is found by running it
    found = []
    for call in ast.walk(tree):
        for second, text in _texts(call) if isinstance(call, ast.Call) else ():
            if isinstance(text, ast.JoinedStr | ast.BinOp):
                found.append(Fault("formatted", ast.unparse(text)))
            elif isinstance(text, ast.Constant) and isinstance(text.value, str):
                found += template_faults(text.value, terms, second=second)
    return found


def _texts(call: ast.Call) -> Iterator[tuple[bool, ast.expr]]:
    """The texts among the arguments of a call, each with whether it is the one for when there is nothing to say."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name not in SECOND_TEXT:
        return
    given = [*enumerate(call.args), *((keyword.arg, keyword.value) for keyword in call.keywords)]
    for place, argument in given:
        members = argument.elts if isinstance(argument, ast.List | ast.Tuple) else [argument]
        yield from ((place == SECOND_TEXT[name], member) for member in members if place not in NOT_SAID)


def note_faults(source: str, terms: Terms) -> list[tuple[int, Fault]]:
    """The figures typed in the texts of a module that makes notes, titles and reasons, each with its line.

    A text is any string of three words or more but a docstring or the message of an error. Figures of method are
    listed under ``notes`` in ``notebooks/terms.toml``.

    >>> [(line, fault.text) for line, fault in note_faults('notes = ["Prices of 2019."]\\nkey = "a-2"', Terms())]
    [(1, 'Prices of 2019.')]
    """
    known = dataclasses.replace(terms, phrases=(*terms.phrases, *terms.notes))
    return [
        (line, dataclasses.replace(fault, sort="noted"))
        for line, text in _module_texts(ast.parse(source))
        if len(text.split()) > 2
        for fault in faults(text, known, claims=False)
    ]


def _module_texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings of a module that it may print, each with its line; braces stand for what is put in."""
    skipped = {id(part) for node in ast.walk(tree) for part in _not_printed(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def _not_printed(node: ast.AST) -> Iterator[ast.AST]:
    """Strings that belong to a node and are no text of their own: docstrings, messages of errors, parts of another."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.Raise):
        yield from ast.walk(node)
    elif isinstance(node, ast.JoinedStr):
        yield from node.values
