"""A match of a structure: where its sides come from, and who can sit in its slots."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

__all__ = [
    "BYE",
    "Bye",
    "LoserOf",
    "Match",
    "Occupant",
    "PlaceOf",
    "SecondChance",
    "Seed",
    "Slot",
    "WinnerOf",
]


@dataclass(frozen=True, slots=True)
class Seed:
    """The entrant at this place of the seeding; 1 is the best."""

    number: int


@dataclass(frozen=True, slots=True)
class WinnerOf:
    """Who goes on from a match."""

    match: str


@dataclass(frozen=True, slots=True)
class LoserOf:
    """Who does not go on from a match."""

    match: str


@dataclass(frozen=True, slots=True)
class PlaceOf:
    """Who came in at this place of a heat; 1 is the first. A bye if nobody came in there."""

    match: str
    place: int


@dataclass(frozen=True, slots=True)
class SecondChance:
    """The loser of a match if that was the first loss (side 0); otherwise a bye."""

    match: str


@dataclass(frozen=True, slots=True)
class Bye:
    """Nobody is here: the other side advances and nothing is played."""

    # A copy, also one that was pickled, is the one bye that there is.
    def __reduce__(self) -> tuple[Callable[[], "Bye"], tuple[()]]:
        return _bye, ()


Slot = Seed | WinnerOf | LoserOf | PlaceOf | SecondChance | Bye

BYE: Final = Bye()


def _bye() -> Bye:
    return BYE


# Who sits in a slot now: an entrant's id, a bye, or nobody yet.
Occupant = str | Bye | None


@dataclass(frozen=True, slots=True)
class Match:
    """Slots that meet: two of them, or more in a heat.

    ``bracket`` is the label of the part it belongs to, ``round`` counts from 1, and
    ``decisive`` says that somebody must win.
    """

    id: str
    slots: tuple[Slot, ...]
    round: int
    bracket: str
    decisive: bool = True
