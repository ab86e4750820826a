import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import bracketcore

README = Path(__file__).parents[1] / "README.md"


def test_the_readme_is_true():
    failed, tried = doctest.testfile(str(README), module_relative=False)

    assert failed == 0
    assert tried > 10


@pytest.mark.parametrize("name", bracketcore.__all__)
def test_every_public_name_is_there_and_keeps_its_name(name):
    found = getattr(bracketcore, name)

    assert name in dir(bracketcore)
    # A constant and a union are values without a name of their own.
    assert getattr(found, "__name__", name) == name


def test_a_name_that_is_not_public_is_told_as_an_attribute_is():
    with pytest.raises(AttributeError, match="module 'bracketcore' has no attribute 'Ladder'"):
        bracketcore.Ladder  # noqa: B018  looking it up is the act


def test_importing_the_package_loads_nothing_but_the_package():
    code = "import sys, bracketcore; print([m for m in sys.modules if m.startswith('bracketcore')])"

    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert shown.stdout == "['bracketcore']\n"


def test_the_package_stands_on_the_standard_library_alone():
    code = (
        "import sys; before = set(sys.modules); from bracketcore import *; "
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}; "
        "print(new - sys.stdlib_module_names)"
    )

    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(Path(bracketcore.__file__).parents[1])},
    )

    assert done.stdout == "{'bracketcore'}\n"
