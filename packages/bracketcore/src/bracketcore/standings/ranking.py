"""The rows of standings, and how entrants are ordered into them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from typing import overload

from bracketcore.errors import UnknownEntrant
from bracketcore.tiebreaks import Criterion, Game, Number, Step, Table

__all__ = ["Row", "Split", "Standings", "across", "ordinal", "rank", "tiers"]


@dataclass(frozen=True, slots=True)
class Split:
    """What parts a row from a neighbour: the criterion, and the number of each.

    >>> Split("bob", "SD", "score difference", own=3, other=1).neighbour
    'bob'
    """

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

    >>> below = Split("bob", "SD", "score difference", own=3, other=1)
    >>> Row(1, "ann", points=6, tiebreaks={"SD": 3}, below=below).explain()
    'ann is 1st: ahead of bob on score difference (3 to 1).'
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
        """One sentence: what separates this row from its neighbours, with the numbers.

        >>> Row(2, "ann", above=Split("bob", "PTS", "points", own=3, other=6)).explain()
        'ann is 2nd: behind bob on points (3 to 6).'
        """
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
    """The rows, the best first. Equal places are shared and the next place skips.

    >>> [row.place for row in tiers([[Row(0, "ann")], [Row(0, "cyd"), Row(0, "bob")]])]
    [1, 2, 2]
    """

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
        """The row of an entrant.

        `UnknownEntrant` if there is none.

        >>> tiers([[Row(0, "ann")], [Row(0, "bob")]]).row("bob").place
        2
        """
        for row in self.rows:
            if row.entrant == entrant:
                return row
        raise UnknownEntrant(f"{entrant} is not in these standings: name one of its entrants.")


def tiers(groups: Iterable[Sequence[Row]]) -> Standings:
    """Standings from sets of equals, the best first: the rows get their places here.

    >>> [row.entrant for row in tiers([[Row(0, "cyd"), Row(0, "bob")], [Row(0, "ann")]])]
    ['bob', 'cyd', 'ann']
    """
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


def across(pools: Mapping[str, Standings], steps: Sequence[Step]) -> Standings:
    """Order the entrants of several pools: all first places, then all second ones, and so on.

    Those with the same place are parted by the steps, but never by who met whom. Where the
    pools differ in size, what adds up over the matches counts for each opponent, so that a
    pool of four and a pool of five compare. Numbers from outside count as they are.

    >>> from bracketcore.tiebreaks import Game, chain
    >>> won = [Game((winner, "zoe"), (3, 0), (1, 0), None) for winner in ("ann", "bob")]
    >>> tables = {"A": rank(["ann", "zoe"], won[:1], chain([])), "B": rank(["bob"], [], chain([]))}
    >>> [(row.place, row.entrant) for row in across(tables, chain([]))]
    [(1, 'ann'), (2, 'bob'), (3, 'zoe')]
    """
    criteria = [one for step in steps for one in step.criteria if one.scope != "pool"]
    unequal = len({len(table) for table in pools.values()}) > 1
    numbers: dict[str, tuple[Number, ...]] = {}
    rows: list[Row] = []
    for label, table in pools.items():
        opponents = max(len(table) - 1, 1) if unequal else 1
        for row in table:
            numbers[row.entrant] = (row.place, *_counted(row, criteria, opponents))
            reason = f"{ordinal(row.place)} in pool {label} with {row.points} points"
            rows.append(replace(row, reason=reason))
    codes = [("PLACE", "place in the pool"), *(_told_across(one, unequal) for one in criteria)]

    def best_first(row: Row) -> tuple[Number, ...]:
        place, *others = numbers[row.entrant]
        return (place, *(-number for number in others))

    rows.sort(key=best_first)
    ordered = tiers(list(group) for _, group in groupby(rows, key=best_first))
    return _with_splits(
        ordered.rows, lambda one, other: _split(codes, numbers[one], other, numbers[other])
    )


def _counted(row: Row, criteria: Sequence[Criterion], opponents: int) -> Iterator[Number]:
    shown = {**row.tiebreaks, "PTS": row.points or 0}
    for one in criteria:
        number = shown[one.code]
        yield number if one.scope == "given" else Fraction(number, opponents)


def _told_across(one: Criterion, unequal: bool) -> tuple[str, str]:  # noqa: FBT001  a fact of the pools
    each = unequal and one.scope == "match"
    return one.code, f"{one.words} for each opponent" if each else one.words


def _split(
    codes: Iterable[tuple[str, str]], own: Iterable[Number], neighbour: str, other: Iterable[Number]
) -> Split:
    """What parts an entrant from a neighbour: the first of their numbers that differ."""
    return next(
        Split(neighbour, code, words, mine, yours)
        for (code, words), mine, yours in zip(codes, own, other, strict=False)
        if mine != yours
    )


def _with_splits(rows: Sequence[Row], split: Callable[[str, str], Split]) -> Standings:
    """The rows with what parts each from the rows above and below those it is level with."""
    told = []
    for row in rows:
        end = row.place + len(row.shared_with)
        above = split(row.entrant, rows[row.place - 2].entrant) if row.place > 1 else None
        below = split(row.entrant, rows[end].entrant) if end < len(rows) else None
        told.append(replace(row, above=above, below=below))
    return Standings(tuple(told))


def rank(entrants: Sequence[str], games: Iterable[Game], steps: Sequence[Step]) -> Standings:
    """Order the entrants by the criteria; who is level on all of them shares the place.

    >>> from bracketcore.tiebreaks import Game, chain
    >>> games = [Game(("ann", "bob"), points=(0, 3), shares=(0, 1), score=(1, 2))]
    >>> [row.entrant for row in rank(["ann", "bob"], games, chain(["SD"]))]
    ['bob', 'ann']
    """
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
        return _with_splits(rows, self._split)

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

    def _split(self, entrant: str, neighbour: str) -> Split:
        """The first criterion asked of both with different numbers is the one that parted them."""
        own, other = self._asked[entrant], self._asked[neighbour]
        codes = [(criterion.code, criterion.words) for criterion, _ in own]
        return _split(
            codes, [number for _, number in own], neighbour, [number for _, number in other]
        )
