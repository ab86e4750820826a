"""Whoever asks Python for help on a public name gets a sentence and an example that runs."""

import importlib
import inspect

import pytest

MODULES = [
    "bracketcore",
    "bracketcore.brackets_model",
    "bracketcore.drawing",
    "bracketcore.formats",
    "bracketcore.history",
    "bracketcore.notation",
    "bracketcore.ratings",
    "bracketcore.schedule",
    "bracketcore.seeding",
    "bracketcore.simulation",
    "bracketcore.standings",
    "bracketcore.tiebreaks",
    "bracketcore.tournament",
]


def public(module):
    """The public names of a module, and those of its classes: where each is, and what it is."""
    for name in module.__all__:
        found = getattr(module, name)
        yield f"{module.__name__}.{name}", found
        if inspect.isclass(found):
            yield from (
                (f"{module.__name__}.{name}.{member}", getattr(found, member))
                for member in dir(found)
                if not member.startswith("_") and is_ours(inspect.getattr_static(found, member))
            )


def is_ours(member):
    """Whether it is a method or a property that bracketcore wrote, and not one of Python's."""
    function = member.fget if isinstance(member, property) else member
    return inspect.isfunction(function) and function.__module__.startswith("bracketcore")


NAMES = dict(entry for name in MODULES for entry in public(importlib.import_module(name)))
TOLD_BY_THEMSELVES = {
    where: found
    for where, found in NAMES.items()
    if inspect.isclass(found) or inspect.isfunction(found) or isinstance(found, property)
}


@pytest.mark.parametrize("where", TOLD_BY_THEMSELVES)
def test_a_public_name_says_what_it_is_and_shows_it(where):
    found = TOLD_BY_THEMSELVES[where]

    # A method may leave the words to the class whose method it overrides; a class may not.
    told = (found.__doc__ if inspect.isclass(found) else inspect.getdoc(found)) or ""

    assert told, "add a docstring"
    assert ">>> " in told, "add an example"
    assert not told.lstrip().startswith(">>> "), "say what it is before the example"


@pytest.mark.parametrize("where", sorted(NAMES.keys() - TOLD_BY_THEMSELVES.keys()))
def test_a_constant_or_a_union_is_told_by_its_module(where):
    module, _, name = where.rpartition(".")

    assert f"``{name}``" in (importlib.import_module(module).__doc__ or "")
