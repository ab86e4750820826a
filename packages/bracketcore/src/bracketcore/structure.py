"""The fixed shape of a stage: its matches, and where each slot gets its occupant from.

Matches stand in playing order and a slot names only earlier matches. A structure keeps
them in columns, so that a stage of ten thousand matches is cheap to make; a `Match` is
built when somebody asks for it. In the column of sources a number stands for a slot:
0 a bye, -k the seed k, and 4m+1, 4m+2, 4m+3 the winner, the loser and the second chance
of the match at index m; any other multiple of 4 is a place of a heat (see `place_of`).
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
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
    "losers_of",
    "place_of",
    "second_chance",
    "seed",
    "winner_of",
    "winners_of",
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


def winners_of(matches: range) -> range:
    """The winners of matches that follow each other."""
    return range(4 * matches.start + WINNER, 4 * matches.stop + WINNER, 4)


def losers_of(matches: range) -> range:
    """The losers of matches that follow each other."""
    return range(4 * matches.start + LOSER, 4 * matches.stop + LOSER, 4)


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


# Not frozen, unlike the others: a frozen one takes three times as long to make.
@dataclass(slots=True)
class Round:
    """Matches of one bracket that can be played at the same time, in columns.

    ``sources`` has as many numbers for each id as the structure's matches have slots;
    as a range, which costs nothing, where they are the winners or losers of matches in a row.
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
        "width",
        "winner_to",
    )

    def __init__(self, rounds: Iterable[Round], *, width: int = 2) -> None:
        self.width = width
        self.ids: list[str] = []
        self._rounds: list[Round] = []
        self._starts: list[int] = []
        for part in rounds:
            self._starts.append(len(self.ids))
            self._rounds.append(part)
            self.ids += part.ids
        # The slot that each winner, loser and second chance goes to; -1 for none.
        self.winner_to = self.loser_to = array("q", [-1]) * len(self.ids)
        self.second_to: dict[int, int] = {}
        # The places of each heat that go on, and their slots.
        self.place_to: dict[int, list[tuple[int, int]]] = {}
        self._feed()
        self.index = dict(zip(self.ids, range(len(self.ids)), strict=True))

    def parts(self) -> Iterator[tuple[int, Sequence[int]]]:
        """The first slot and the sources of each round."""
        for start, part in zip(self._starts, self._rounds, strict=True):
            yield start * self.width, part.sources

    @property
    def sources(self) -> list[int]:
        return [source for _, sources in self.parts() for source in sources]

    def _feed(self) -> None:
        fed = [
            part
            for part in self.parts()
            if isinstance(part[1], range) or max(part[1], default=0) > 0
        ]
        if not fed:
            return
        end = 4 * len(self.ids)
        slots = [-1] * end
        for first, sources in fed:
            if isinstance(sources, range):
                here = range(first, first + len(sources))
                slots[sources.start : sources.stop : sources.step] = here
            elif max(sources) < end:
                for slot, source in enumerate(sources, first):
                    if source > 0:
                        slots[source] = slot
            else:
                self._feed_places(first, sources)
        # Plain numbers in a row: a list would keep an object for each.
        self.winner_to = array("q", slots[WINNER::4])
        self.loser_to = array("q", slots[LOSER::4])
        second = slots[SECOND::4]
        if max(second) >= 0:
            self.second_to = {match: slot for match, slot in enumerate(second) if slot >= 0}

    def _feed_places(self, first: int, sources: Sequence[int]) -> None:
        """Read the sources of heats, of which nothing but places goes on."""
        for slot, source in enumerate(sources, first):
            if source > 0:
                place, match = divmod(source >> 2, MATCHES)
                self.place_to.setdefault(match, []).append((place, slot))

    def __len__(self) -> int:
        return len(self.ids)

    def match(self, index: int) -> Match:
        at = bisect_right(self._starts, index) - 1
        part = self._rounds[at]
        first = (index - self._starts[at]) * self.width
        slots = tuple([self._slot(source) for source in part.sources[first : first + self.width]])
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
