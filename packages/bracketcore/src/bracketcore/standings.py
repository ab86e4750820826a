"""Standings: who stands where, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from bracketcore.errors import UnknownEntrant
from bracketcore.tiebreaks import Criterion, Game, Number, Step, Table

__all__ = ["Row", "Split", "Standings", "ordinal", "rank", "tiers"]


@dataclass(frozen=True, slots=True)
class Split:
    """What parts a row from a neighbour: the criterion, and the number of each."""

    neighbour: str
    criterion: str
    words: str
    own: Number
    other: Number


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the standings.

    ``points`` is None in a knockout, which gives none. ``tiebreaks`` has the numbers of
    the criteria that were asked, by their code. ``above`` and ``below`` say what parts
    the row from its neighbours, and ``shared_with`` who has the same place.
    """

    place: int
    entrant: str
    points: Number | None = None
    tiebreaks: Mapping[str, Number] = field(default_factory=dict)
    above: Split | None = None
    below: Split | None = None
    shared_with: tuple[str, ...] = ()
    reason: str = ""

    def explain(self) -> str:
        """One sentence: what separates this row from its neighbours, with the numbers."""
        parts = [self.reason] if self.reason else []
        if self.above is not None:
            parts.append(_told("behind", self.above))
        if self.below is not None:
            parts.append(_told("ahead of", self.below))
        if self.shared_with:
            parts.append(f"level with {', '.join(self.shared_with)} on everything that counts")
        place = f"{ordinal(self.place)}{' (shared)' if self.shared_with else ''}"
        return f"{self.entrant} is {place}{': ' if parts else ''}{'; '.join(parts)}."


def _told(word: str, split: Split) -> str:
    return f"{word} {split.neighbour} on {split.words} ({split.own} to {split.other})"


def ordinal(number: int) -> str:
    """A place as a word.

    >>> [ordinal(place) for place in (1, 2, 3, 4, 11, 22)]
    ['1st', '2nd', '3rd', '4th', '11th', '22nd']
    """
    teens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@dataclass(frozen=True, slots=True)
class Standings(Sequence[Row]):
    """The rows, the best first. Equal places are shared and the next place skips."""

    rows: tuple[Row, ...]

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def row(self, entrant: str) -> Row:
        for row in self.rows:
            if row.entrant == entrant:
                return row
        raise UnknownEntrant(f"{entrant} is not in these standings: name one of its entrants.")


def tiers(groups: Iterable[Sequence[Row]]) -> Standings:
    """Standings from sets of equals, the best first: the rows get their places here."""
    rows: list[Row] = []
    for group in groups:
        place = len(rows) + 1
        equals = sorted(row.entrant for row in group)
        rows += (
            replace(
                row,
                place=place,
                shared_with=tuple(other for other in equals if other != row.entrant),
            )
            for row in sorted(group, key=lambda row: row.entrant)
        )
    return Standings(tuple(rows))


def rank(entrants: Sequence[str], games: Iterable[Game], steps: Sequence[Step]) -> Standings:
    """Order the entrants by the criteria; who is level on all of them shares the place."""
    return _Ranking(Table(entrants, games), tuple(steps)).standings(sorted(entrants))


class _Ranking:
    """One ranking under way: it notes each number asked and each split made."""

    def __init__(self, table: Table, steps: tuple[Step, ...]) -> None:
        self._table = table
        self._steps = steps
        self._numbers: dict[str, dict[str, Number]] = {entrant: {} for entrant in table.lines}
        self._asked: dict[str, list[tuple[Criterion, Number]]] = defaultdict(list)

    def standings(self, entrants: list[str]) -> Standings:
        """All rows; numbers that no tie asked for are those among the equal on points."""
        rows: list[Row] = []
        for group in self._ordered(entrants, self._steps):
            place = len(rows) + 1
            rows += (self._row(place, entrant, group) for entrant in group)
        return Standings(tuple(self._with_splits(rows)))

    def _ordered(self, tied: list[str], steps: tuple[Step, ...]) -> list[list[str]]:
        """The tied as a list of groups that the steps cannot part, the best first."""
        if len(tied) == 1 or not steps:
            return [tied]
        step, *rest = steps
        groups = self._parted(tied, step)
        ordered: list[list[str]] = []
        for group in groups:
            again = step.again and len(group) < len(tied)
            ordered += self._ordered(group, steps if again else tuple(rest))
        return ordered

    def _parted(self, tied: list[str], step: Step) -> list[list[str]]:
        among = frozenset(tied)
        groups: dict[tuple[Number, ...], list[str]] = {}
        for entrant in tied:
            key = tuple(self._number(one, entrant, among) for one in step.criteria)
            groups.setdefault(key, []).append(entrant)
        return [groups[key] for key in sorted(groups, reverse=True)]

    def _number(self, criterion: Criterion, entrant: str, among: frozenset[str]) -> Number:
        number = criterion.value(entrant, among, self._table)
        # The first number asked is that of the widest set: the one a table shows.
        self._numbers[entrant].setdefault(criterion.code, number)
        self._asked[entrant].append((criterion, number))
        return number

    def _row(self, place: int, entrant: str, group: list[str]) -> Row:
        shown = self._shown(entrant)
        level = tuple(other for other in group if other != entrant)
        points = self._table.points[entrant]
        return Row(place, entrant, points, shown, shared_with=level)

    def _shown(self, entrant: str) -> dict[str, Number]:
        points = self._table.points
        equals = frozenset(other for other in points if points[other] == points[entrant])
        asked = self._numbers[entrant]
        return {
            one.code: asked[one.code]
            if one.code in asked
            else one.value(entrant, equals, self._table)
            for one in self._criteria()
            if one.code != "PTS"
        }

    def _criteria(self) -> list[Criterion]:
        return [criterion for step in self._steps for criterion in step.criteria]

    def _with_splits(self, rows: list[Row]) -> Iterator[Row]:
        for row in rows:
            group_end = row.place + len(row.shared_with)
            above = rows[row.place - 2] if row.place > 1 else None
            below = rows[group_end] if group_end < len(rows) else None
            yield replace(
                row,
                above=None if above is None else self._split(row.entrant, above.entrant),
                below=None if below is None else self._split(row.entrant, below.entrant),
            )

    def _split(self, entrant: str, neighbour: str) -> Split:
        """The first criterion asked of both with different numbers is the one that parted them."""
        pairs = zip(self._asked[entrant], self._asked[neighbour], strict=False)
        return next(
            Split(neighbour, criterion.code, criterion.words, own, other)
            for (criterion, own), (_, other) in pairs
            if own != other
        )
