"""The fixed texts that a code cell gives to the functions that print."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from analysis_lib.terms import Terms
from analysis_lib.wording.texts import Fault, template_faults

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
