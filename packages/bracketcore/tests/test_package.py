import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import bracketcore
from bracketcore import formats, history, seeding, standings, tiebreaks

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


@pytest.mark.parametrize("package", [formats, history, seeding, standings, tiebreaks])
def test_every_name_of_a_package_within_is_there(package):
    assert [name for name in package.__all__ if not hasattr(package, name)] == []


def test_a_name_that_is_not_public_is_told_as_an_attribute_is():
    with pytest.raises(AttributeError, match="module 'bracketcore' has no attribute 'Ladder'"):
        bracketcore.Ladder  # type: ignore[attr-defined]  # noqa: B018  looking it up is the act


def test_importing_the_package_loads_nothing_but_the_package():
    code = "import sys, bracketcore; print([m for m in sys.modules if m.startswith('bracketcore')])"

    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert shown.stdout == "['bracketcore.lazy', 'bracketcore']\n"


@pytest.mark.parametrize("name", ["DoubleElimination", "SingleElimination"])
def test_a_knockout_is_imported_without_what_only_tables_need(name):
    code = f"import sys; from bracketcore import {name}; print(*sys.modules)"

    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    loaded = set(shown.stdout.split())
    assert "bracketcore.stage" in loaded
    assert not loaded & {
        "bracketcore.formats.round_robin",
        "bracketcore.history.events",
        "bracketcore.seeding.clubs",
        "bracketcore.standings.ranking",
        "bracketcore.tiebreaks.rules",
        "fractions",
        "random",
    }


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
