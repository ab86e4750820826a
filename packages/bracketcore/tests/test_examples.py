import doctest
import importlib
import pkgutil

import pytest

import bracketcore

MODULES = [
    found.name
    for found in pkgutil.walk_packages(bracketcore.__path__, "bracketcore.")
    if found.name != "bracketcore.__main__"
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) > 50
