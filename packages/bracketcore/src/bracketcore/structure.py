"""The fixed shape of a stage: its matches, and where each slot gets its occupant from.

Matches stand in playing order and a slot names only earlier matches. A structure keeps
them in columns, so that a stage of ten thousand matches is cheap to make; a `Match` is
built when somebody asks for it. In the column of sources a number stands for a slot:
0 a bye, -k the seed k, and 4m+1, 4m+2, 4m+3 the winner, the loser and the second chance
of the match at index m; any other multiple of 4 is a place of a heat (see `place_of`).
"""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from bracketcore.errors import UnknownMatch
from bracketcore.match import (
    BYE,
    Bye,
    LoserOf,
    Match,
    Occupant,
    PlaceOf,
    SecondChance,
    Seed,
    Slot,
    WinnerOf,
)

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


BYE_SOURCE: Final = 0
WINNER: Final = 1
LOSER: Final = 2
SECOND: Final = 3

# Where an outcome goes that nobody waits for.
NOWHERE: Final = -1

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


@dataclass(slots=True)
class Seeded:
    """A round in which seeds sit: its matches, and its sources by side; if full, nobody else."""

    matches: slice
    columns: Sequence[Sequence[int]]
    is_full: bool


class Index(dict[str, int]):
    """The index of each match, by its id."""

    def __missing__(self, match: str) -> int:
        raise UnknownMatch(f"There is no match {match}: use an id of this stage.")


class Structure:
    """All matches of a stage. Nothing in it ever changes, so stages of one shape share it."""

    __slots__ = (
        "_all",
        "_rounds",
        "_starts",
        "built",
        "ids",
        "index",
        "loser_side",
        "loser_to",
        "place_to",
        "second_to",
        "seeded",
        "special",
        "width",
        "winner_side",
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
        self._all: tuple[Match, ...] | None = None
        count = len(self.ids)
        # The matches that somebody has asked for.
        self.built: list[Match | None] = [None] * count
        # The match that each winner and each loser goes to, or NOWHERE, and its side there.
        self.winner_to, self.loser_to = [NOWHERE] * count, [NOWHERE] * count
        self.winner_side, self.loser_side = bytearray(count), bytearray(count)
        # The slot of each second chance; and the places of each heat that go on, with theirs.
        self.second_to: dict[int, int] = {}
        self.place_to: dict[int, list[tuple[int, int]]] = {}
        self.seeded: list[Seeded] = []
        # One object for each number, wherever it stands: a number of its own takes 32 bytes.
        numbers = list(range(count))
        self.index = Index(zip(self.ids, numbers, strict=True))
        for start, part in zip(self._starts, self._rounds, strict=True):
            self._feed(numbers[start : start + len(part.ids)], part.sources)
        # Of these more goes on than the winner and the loser of two.
        is_of_two = width == 2  # noqa: PLR2004  more are a heat
        others = {*self.second_to, *self.place_to}
        self.special: Container[int] = others if is_of_two else range(count)

    @property
    def sources(self) -> list[int]:
        return [source for part in self._rounds for source in part.sources]

    def _feed(self, matches: list[int], sources: Sequence[int]) -> None:
        """Note where the outcomes that the matches of a round take go to."""
        if isinstance(sources, range):
            self._feed_row(matches, sources)
            return
        highest = max(sources, default=BYE_SOURCE)
        columns = [sources[side :: self.width] for side in range(self.width)]
        if matches and (highest <= BYE_SOURCE or min(sources) <= BYE_SOURCE):
            seats = slice(matches[0], matches[-1] + 1)
            self.seeded.append(Seeded(seats, columns, is_full=highest < BYE_SOURCE))
        if highest > BYE_SOURCE:
            for side, column in enumerate(columns):
                self._feed_each(matches, side, column)

    def _feed_row(self, matches: list[int], sources: range) -> None:
        wins = sources.start & 3 == WINNER
        fed, sides = (
            (self.winner_to, self.winner_side) if wins else (self.loser_to, self.loser_side)
        )
        first, last = sources.start >> 2, sources.stop >> 2
        for side in range(self.width):
            fed[first + side : last : self.width] = matches
        sides[first:last] = bytes(range(self.width)) * len(matches)

    def _feed_each(self, matches: list[int], side: int, column: Sequence[int]) -> None:
        for match, source in zip(matches, column, strict=True):
            if source <= BYE_SOURCE:
                continue
            kind, feeder = source & 3, source >> 2
            if kind == WINNER:
                self.winner_to[feeder], self.winner_side[feeder] = match, side
            elif kind == LOSER:
                self.loser_to[feeder], self.loser_side[feeder] = match, side
            elif kind == SECOND:
                self.second_to[feeder] = match * self.width + side
            else:
                place, heat = divmod(feeder, MATCHES)
                self.place_to.setdefault(heat, []).append((place, match * self.width + side))

    def __len__(self) -> int:
        return len(self.ids)

    def winner_slot(self, index: int) -> int:
        """The slot that the winner of a match goes to; -1 for none."""
        return self._slot_at(self.winner_to[index], self.winner_side[index])

    def loser_slot(self, index: int) -> int:
        """The slot that the loser of a match goes to; -1 for none."""
        return self._slot_at(self.loser_to[index], self.loser_side[index])

    def _slot_at(self, match: int, side: int) -> int:
        return NOWHERE if match == NOWHERE else match * self.width + side

    @property
    def matches(self) -> tuple[Match, ...]:
        """Every match in playing order."""
        if self._all is None:
            self._all = tuple(map(self.match_of_round, range(len(self.ids))))
        return self._all

    def match(self, index: int) -> Match:
        """The match at an index: the same object each time it is asked for."""
        return self.built[index] or self._build(index, whole_round=False)

    def match_of_round(self, index: int) -> Match:
        """The same for who will ask for the whole round, which costs less at once."""
        return self.built[index] or self._build(index, whole_round=True)

    def _build(self, index: int, *, whole_round: bool) -> Match:
        at = bisect_right(self._starts, index) - 1
        part, start = self._rounds[at], self._starts[at]
        first, last = (0, len(part.ids)) if whole_round else (index - start, index - start + 1)
        slots = self._slots(part.sources[first * self.width : last * self.width])
        sides = zip(*[slots] * self.width, strict=True)
        same = repeat(part.number), repeat(part.bracket), repeat(part.decisive)
        made = map(Match, part.ids[first:last], sides, *same)
        there = self.built[start + first : start + last]
        built = [old or new for old, new in zip(there, made, strict=True)]
        self.built[start + first : start + last] = built
        return built[index - start - first]

    def _slots(self, sources: Sequence[int]) -> Iterator[Slot]:
        if isinstance(sources, range):
            feeders = self.ids[sources.start >> 2 : sources.stop >> 2]
            return map(WinnerOf if sources.start & 3 == WINNER else LoserOf, feeders)
        return map(self._slot, sources)

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
