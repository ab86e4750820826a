"""Names of a package that are imported when they are asked for (PEP 562).

Importing everything at once takes several times as long as starting Python, and a command
or a form needs a few of the names.
"""

import sys
from importlib import import_module

# What `typing.TYPE_CHECKING` is, without the time that it takes to import `typing`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["from_homes"]


def from_homes(package: str, homes: "Mapping[str, Sequence[str]]") -> "Callable[[str], object]":
    """The ``__getattr__`` of a package: ``homes`` has the names that live in each module.

    >>> find = from_homes("bracketcore.seeding", {"bracketcore.seeding.orders": ["snake"]})
    >>> find("snake")([1, 2, 3, 4], 2)
    [[1, 4], [2, 3]]
    """

    def find(name: str) -> object:
        for home, names in homes.items():
            if name in names:
                value: object = getattr(import_module(home), name)
                # From now on it is found like any other name.
                setattr(sys.modules[package], name, value)
                return value
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return find
