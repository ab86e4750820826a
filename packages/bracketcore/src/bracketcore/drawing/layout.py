"""Where the matches of a bracket stand on paper.

A column is a time: a round stands right of every round that it waits for. In height a
match stands midway between those that feed it: whose winners it takes, or all who go on
from a heat. These may stand in other brackets, as for a grand final. A bracket that
nothing feeds stands below everything; a lone round of it, as a match for third place,
only below its column.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bracketcore.structure import LoserOf, Match, PlaceOf, SecondChance, WinnerOf

__all__ = ["ROW", "Box", "Plan", "Section", "plan"]

PLACES: Final = re.compile("3P|P[0-9]+")
ROW: Final = 24
# Between two boxes of a column; the id of the lower match stands there.
GAP: Final = 28
LABEL: Final = 18
NAME: Final = 26
ROUND_NAMES: Final = 22
BASE: Final = 7


@dataclass(frozen=True, slots=True)
class Box:
    """A match on paper: its column and edges in height, and the boxes that feed it."""

    match: Match
    column: int
    top: int
    height: int
    feeds: tuple["Box", ...]

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def middle(self) -> int:
        return self.top + self.height // 2


@dataclass(frozen=True, slots=True)
class Section:
    """A bracket on paper: the lines of its name and of those of its rounds, with their columns."""

    bracket: str
    column: int
    name_at: int
    rounds_at: int
    rounds: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Plan:
    boxes: tuple[Box, ...]
    sections: tuple[Section, ...]

    @property
    def columns(self) -> int:
        return 1 + max(box.column for box in self.boxes)

    @property
    def bottom(self) -> int:
        return max(box.bottom for box in self.boxes)


def plan(matches: Sequence[Match], lines: Mapping[str, int], *, named: bool) -> Plan:
    """Place the matches, each of so many lines, bracket by bracket.

    The name of the first bracket gets its room only if it is ``named``.
    """
    planner = _Planner(matches, lines)
    sections: list[Section] = []
    for bracket in sorted(dict.fromkeys(match.bracket for match in matches), key=_best_place):
        part = [match for match in matches if match.bracket == bracket]
        sections.append(planner.add(part, name=NAME if named or sections else 0))
    return Plan(tuple(planner.boxes.values()), tuple(sections))


def _best_place(bracket: str) -> int:
    """The best place played for in a bracket of places; 0 for any other bracket."""
    return int(bracket.strip("P")) if PLACES.fullmatch(bracket) else 0


class _Planner:
    """The boxes placed so far, and what is known of all matches."""

    def __init__(self, matches: Sequence[Match], lines: Mapping[str, int]) -> None:
        self.boxes: dict[str, Box] = {}
        self._lines = lines
        self._columns = _columns(matches)
        self._leads = _leads(matches)

    def add(self, part: Sequence[Match], *, name: int) -> Section:
        """Place the matches of one bracket."""
        rounds = {match.round: self._columns[match.id] for match in part}
        follows = any(True for match in part for _ in self._feeds(match))
        heads = {} if follows or len(rounds) == 1 else rounds
        above = name + (ROUND_NAMES if heads else 0) + LABEL
        lone = follows or len(rounds) == 1
        columns = rounds.values() if lone else self._columns.values()
        floors = self._floors(columns, above, level=not follows)
        for match in part:
            box = self._box(match, floors)
            self.boxes[match.id] = box
            floors[box.column] = box.bottom + GAP
        rounds_at = min(self.boxes[match.id].top for match in part) - LABEL - BASE
        name_at = rounds_at - (ROUND_NAMES if heads else 0)
        return Section(part[0].bracket, rounds[part[0].round], name_at, rounds_at, heads)

    def _floors(self, columns: Iterable[int], above: int, *, level: bool) -> dict[int, int]:
        """Where the free part of each column begins, with room above for what is to be said."""
        free = dict.fromkeys(columns, above)
        for box in self.boxes.values():
            if box.column in free:
                free[box.column] = max(free[box.column], box.bottom + GAP - LABEL + above)
        return dict.fromkeys(free, max(free.values())) if level else free

    def _box(self, match: Match, floors: Mapping[int, int]) -> Box:
        column = self._columns[match.id]
        height = ROW * self._lines[match.id]
        feeds = tuple(dict.fromkeys(self._feeds(match)))
        top = floors[column]
        if feeds:
            top = max(top, sum(box.middle for box in feeds) // len(feeds) - height // 2)
        return Box(match, column, top, height, feeds)

    def _feeds(self, match: Match) -> Iterator[Box]:
        """The boxes there are whose winner, or all who go on from it, come to a match."""
        for slot in match.slots:
            match slot:
                case WinnerOf(earlier):
                    leads = True
                case PlaceOf(earlier):
                    leads = self._leads[earlier] == {match.id}
                case _:
                    continue
            if leads and earlier in self.boxes:
                yield self.boxes[earlier]


def _columns(matches: Sequence[Match]) -> dict[str, int]:
    """The column of each match: the same for all of a round."""
    rounds: dict[tuple[str, int], list[Match]] = {}
    for match in matches:
        rounds.setdefault((match.bracket, match.round), []).append(match)
    columns: dict[str, int] = {}
    for part in rounds.values():
        waits = [columns[earlier] for match in part for earlier in _earlier(match)]
        columns |= dict.fromkeys((match.id for match in part), max(waits, default=-1) + 1)
    return columns


def _earlier(match: Match) -> Iterator[str]:
    for slot in match.slots:
        if isinstance(slot, WinnerOf | LoserOf | PlaceOf | SecondChance):
            yield slot.match


def _leads(matches: Iterable[Match]) -> dict[str, set[str]]:
    """The matches that those who are placed in a heat go on to."""
    leads: dict[str, set[str]] = {}
    for match in matches:
        for slot in match.slots:
            if isinstance(slot, PlaceOf):
                leads.setdefault(slot.match, set()).add(match.id)
    return leads
