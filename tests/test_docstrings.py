"""Every public function of statistics and disclosure is documented by an example that runs."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

from analysis_lib import disclosure, statistics


def public_functions():
    for package in (statistics, disclosure):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if not name.startswith("_") and function.__module__ == found.name:
                    yield pytest.param(function, id=f"{found.name.removeprefix('analysis_lib.')}.{name}")


@pytest.mark.parametrize("function", list(public_functions()))
def test_a_public_function_has_an_example_that_make_test_runs(function):
    assert ">>>" in (inspect.getdoc(function) or ""), "no example"
