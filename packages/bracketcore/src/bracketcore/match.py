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
    """The entrant at this place of the seeding; 1 is the best.

    >>> from bracketcore import SingleElimination
    >>> SingleElimination().create(["ann", "bob"]).match("R1.1").slots
    (Seed(number=1), Seed(number=2))
    """

    number: int


@dataclass(frozen=True, slots=True)
class WinnerOf:
    """Who goes on from a match.

    >>> from bracketcore import SingleElimination
    >>> SingleElimination().create(["ann", "bob", "cyd"]).match("R2.1").slots[1]
    WinnerOf(match='R1.2')
    """

    match: str


@dataclass(frozen=True, slots=True)
class LoserOf:
    """Who does not go on from a match.

    >>> from bracketcore import SingleElimination
    >>> cup = SingleElimination(third_place=True).create(["ann", "bob", "cyd", "dee"])
    >>> cup.match("3P").slots
    (LoserOf(match='R1.1'), LoserOf(match='R1.2'))
    """

    match: str


@dataclass(frozen=True, slots=True)
class PlaceOf:
    """Who came in at this place of a heat; 1 is the first. A bye if nobody came in there.

    >>> from bracketcore import FreeForAll
    >>> race = FreeForAll(heat_size=3, advance=1).create(["ann", "bob", "cyd", "dee"])
    >>> race.match("R2.1").slots
    (PlaceOf(match='R1.1', place=1), PlaceOf(match='R1.2', place=1), Bye())
    """

    match: str
    place: int


@dataclass(frozen=True, slots=True)
class SecondChance:
    """The loser of a match if that was the first loss (side 0); otherwise a bye.

    It is how the second grand final is written: only the unbeaten side gets one.

    >>> from bracketcore import DoubleElimination
    >>> DoubleElimination().create(["ann", "bob"]).matches[-1].slots
    (WinnerOf(match='GF.1'), SecondChance(match='GF.1'))
    """

    match: str


@dataclass(frozen=True, slots=True)
class Bye:
    """Nobody is here: the other side advances and nothing is played.

    >>> from bracketcore import SingleElimination
    >>> SingleElimination().create(["ann", "bob", "cyd"]).pairing("R1.1")
    ('ann', Bye())
    """

    # A copy, also one that was pickled, is the one bye that there is.
    def __reduce__(self) -> tuple[Callable[[], "Bye"], tuple[()]]:
        return _bye, ()


Slot = Seed | WinnerOf | LoserOf | PlaceOf | SecondChance | Bye

BYE: Final = Bye()


def _bye() -> Bye:
    return BYE


# Who sits in a slot now: an entrant's id, a bye, or nobody yet.
Occupant = str | Bye | None


@dataclass(frozen=True, slots=True, init=False)
class Match:
    """Slots that meet: two of them, or more in a heat.

    ``bracket`` is the label of the part it belongs to, ``round`` counts from 1, and
    ``decisive`` says that somebody must win.

    >>> from bracketcore import RoundRobin
    >>> RoundRobin().create(["ann", "bob"]).match("R1.1")
    Match(id='R1.1', slots=(Seed(number=1), Seed(number=2)), round=1, bracket='R', decisive=False)
    """

    id: str
    slots: tuple[Slot, ...]
    round: int
    bracket: str
    decisive: bool = True

    # A stage has many of these, and the usual way of a frozen class takes twice as long.
    def __init__(
        self,
        id: str,
        slots: tuple[Slot, ...],
        round: int,  # noqa: A002  the field's word
        bracket: str,
        decisive: bool = True,  # noqa: FBT001, FBT002  a field of the class
    ) -> None:
        _set_id(self, id)
        _set_slots(self, slots)
        _set_round(self, round)
        _set_bracket(self, bracket)
        _set_decisive(self, decisive)


_set_id = Match.__dict__["id"].__set__
_set_slots = Match.__dict__["slots"].__set__
_set_round = Match.__dict__["round"].__set__
_set_bracket = Match.__dict__["bracket"].__set__
_set_decisive = Match.__dict__["decisive"].__set__
