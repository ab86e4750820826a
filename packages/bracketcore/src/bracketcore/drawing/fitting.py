"""How wide words are drawn, and how they are cut where they are too long.

No font is asked: the widths are those of a broad sans serif, so that in any usual font
the words need less.
"""

import unicodedata
from typing import Final

__all__ = ["fitted", "width_of"]

NARROW: Final = frozenset("\N{EN DASH}ijlftrI1.,:;'|!()[] -/")
BROAD: Final = frozenset("mwMWQO@%&…")
JOINER: Final = "\u200d"


def width_of(words: str) -> int:
    """About how many units words need.

    >>> width_of("ill"), width_of("Ann"), width_of("漢字")
    (15, 25, 28)
    """
    return sum(map(_width, words))


def _width(character: str) -> int:
    if _clings(character):
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 14
    if character in NARROW:
        return 5
    if character in BROAD:
        return 12
    return 9 if character.isupper() else 8


def _clings(character: str) -> bool:
    """Whether it is drawn together with the character before it."""
    return character == JOINER or unicodedata.category(character) in {"Mn", "Me", "Cf"}


def fitted(words: str, room: int) -> str:
    """The words, or as much of their beginning as there is room for.

    >>> fitted("Borussia Mönchengladbach", 120)
    'Borussia Mönch…'
    """
    if width_of(words) <= room:
        return words
    left = room - width_of("…")
    end = 0
    while (left := left - _width(words[end])) >= 0:
        end += 1
    return f"{_whole(words, end).rstrip()}…"


def _whole(words: str, end: int) -> str:
    """The beginning without half of a character that is written with several."""
    while end and (_clings(words[end]) or words[end - 1] == JOINER):
        end -= 1
    return words[:end]
