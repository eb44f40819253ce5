"""What a sentence is made of, and what a way of saying a value is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis_lib.values import Value
from analysis_lib.values.value import Kind


@dataclass(frozen=True)
class Part:
    """A piece of a sentence: fixed text, or a number with the value it prints."""

    text: str
    value: Value | None = None


@dataclass(frozen=True)
class Form:
    """A way of saying a value: what it prints, the kinds of figure it suits, and an example.

    ``without_a_figure`` marks a way that can be said of a value that has none, because it then says so itself.
    """

    say: Callable[[Value], list[Part]]
    suits: tuple[Kind, ...]
    example: str
    needs_interval: bool = False
    without_a_figure: bool = False

    def misfit(self, value: Value) -> str:
        """Why the value cannot be said in this way; empty if it can."""
        if value.kind not in self.suits:
            return f"it says a {' or a '.join(self.suits)}, and this is a {value.kind} in {value.unit}"
        if self.needs_interval and not value.missing and None in (value.lower, value.upper):
            return "it says an interval, and this figure has none"
        return ""
