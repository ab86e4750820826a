"""The versions of the notation, and how the data of an older one becomes that of this one."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final

from bracketcore.errors import InvalidNotation
from bracketcore.reading import Data

__all__ = ["STEPS", "VERSION", "upgraded"]

# The first step makes version 2 of version 1, and each later one the next. Version 1 is the
# first, so there is none yet.
STEPS: Final[Sequence[Callable[[Data], Data]]] = ()
VERSION: Final = len(STEPS) + 1


def upgraded(body: Data, steps: Sequence[Callable[[Data], Data]] = STEPS) -> Data:
    """The data of a stage as the version after the last step has it."""
    newest = len(steps) + 1
    version = body.get("bracketcore")
    if type(version) is not int or version < 1:
        raise InvalidNotation(
            f'A stage says "bracketcore": {newest}, its version of the notation: this does not.'
        )
    if version > newest:
        raise InvalidNotation(
            f"This stage is written in version {version} of the notation and only versions up to "
            f"{newest} are known here: update bracketcore to read it."
        )
    return reduce(lambda data, step: step(data), steps[version - 1 :], body)
