"""The fixed shape of a stage: its matches, and where each slot gets its occupant from.

Matches stand in playing order and a slot names only earlier matches. A structure keeps
them in columns, so that a stage of ten thousand matches is cheap to make; a `Match` is
built when somebody asks for it. In the column of sources a number stands for a slot:
0 a bye, -k the seed k, and 4m+1, 4m+2, 4m+3 the winner, the loser and the second chance
of the match at index m; any other multiple of 4 is a place of a heat (see `place_of`).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = [
    "BYE",
    "Bye",
    "LoserOf",
    "Match",
    "Occupant",
    "PlaceOf",
    "Round",
    "SecondChance",
    "Seed",
    "Slot",
    "Structure",
    "WinnerOf",
    "loser_of",
    "place_of",
    "second_chance",
    "seed",
    "winner_of",
]


@dataclass(frozen=True, slots=True)
class Seed:
    """The entrant at this place of the seeding; 1 is the best."""

    number: int


@dataclass(frozen=True, slots=True)
class WinnerOf:
    match: str


@dataclass(frozen=True, slots=True)
class LoserOf:
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


Slot = Seed | WinnerOf | LoserOf | PlaceOf | SecondChance | Bye

BYE: Final = Bye()

# Who sits in a slot now: an entrant's id, a bye, or nobody yet.
Occupant = str | Bye | None

BYE_SOURCE: Final = 0
WINNER: Final = 1
LOSER: Final = 2
SECOND: Final = 3

# More matches than any stage has: what a place is counted in.
MATCHES: Final = 1 << 38


def seed(number: int) -> int:
    return -number


def winner_of(match: int) -> int:
    return 4 * match + WINNER


def loser_of(match: int) -> int:
    return 4 * match + LOSER


def place_of(match: int, place: int) -> int:
    return 4 * (match + MATCHES * place)


def second_chance(match: int) -> int:
    return 4 * match + SECOND


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


@dataclass(frozen=True, slots=True)
class Round:
    """Matches of one bracket that can be played at the same time, in columns.

    ``sources`` has as many numbers for each id as the structure's matches have slots.
    """

    bracket: str
    number: int
    ids: Sequence[str]
    sources: Sequence[int]
    decisive: bool = True


class Structure:
    """All matches of a stage. Nothing in it ever changes."""

    __slots__ = (
        "_rounds",
        "_starts",
        "ids",
        "index",
        "loser_to",
        "place_to",
        "second_to",
        "sources",
        "width",
        "winner_to",
    )

    def __init__(self, rounds: Iterable[Round], *, width: int = 2) -> None:
        self.width = width
        self.ids: list[str] = []
        self.sources: list[int] = []
        self._rounds: list[Round] = []
        self._starts: list[int] = []
        for part in rounds:
            self._starts.append(len(self.ids))
            self._rounds.append(part)
            self.ids += part.ids
            self.sources += part.sources
        self.index = dict(zip(self.ids, range(len(self.ids)), strict=True))
        # The slot that each winner, loser and second chance goes to; -1 for none.
        self.winner_to, self.loser_to = [-1] * len(self.ids), [-1] * len(self.ids)
        self.second_to: dict[int, int] = {}
        # The places of each heat that go on, and their slots.
        self.place_to: dict[int, list[tuple[int, int]]] = {}
        if max(self.sources, default=0) > 0:
            self._feed()

    def _feed(self) -> None:
        columns = (None, self.winner_to, self.loser_to, self.second_to)
        for slot, source in enumerate(self.sources):
            if source > 0:
                column = columns[source & 3]
                if column is None:
                    place, match = divmod(source >> 2, MATCHES)
                    self.place_to.setdefault(match, []).append((place, slot))
                else:
                    column[source >> 2] = slot

    def __len__(self) -> int:
        return len(self.ids)

    def round_of(self, index: int) -> Round:
        return self._rounds[bisect_right(self._starts, index) - 1]

    def match(self, index: int) -> Match:
        part = self.round_of(index)
        first = index * self.width
        slots = tuple(self._slot(source) for source in self.sources[first : first + self.width])
        return Match(self.ids[index], slots, part.number, part.bracket, part.decisive)

    def _slot(self, source: int) -> Slot:
        if source < 0:
            return Seed(-source)
        if source == BYE_SOURCE:
            return BYE
        match source & 3:
            case 0:
                place, heat = divmod(source >> 2, MATCHES)
                return PlaceOf(self.ids[heat], place)
            case 1:
                return WinnerOf(self.ids[source >> 2])
            case 2:
                return LoserOf(self.ids[source >> 2])
            case _:
                return SecondChance(self.ids[source >> 2])
