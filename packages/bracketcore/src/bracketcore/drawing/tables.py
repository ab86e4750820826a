"""Round robins as a picture: who met whom, in the order of the standings, a table a pool."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bracketcore.drawing.fitting import fitted, width_of
from bracketcore.drawing.markup import Piece, element, group, text
from bracketcore.drawing.words import bracket_name, match_title, numbers
from bracketcore.formats.labels import match_line, name_of
from bracketcore.results import Draw
from bracketcore.stage import Stage
from bracketcore.standings import Standings, ordinal
from bracketcore.structure import Match

__all__ = ["tables"]

ROW: Final = 26
BASELINE: Final = 18
NAME: Final = 28
PLACE: Final = 40
NARROWEST: Final = 100
BROADEST: Final = 200
NARROWEST_CELL: Final = 62
BROADEST_CELL: Final = 92
PADDING: Final = 10
# Tables stand side by side up to this width.
LINE: Final = 1320
BETWEEN: Final = 40


@dataclass(frozen=True, slots=True)
class _Cell:
    """What an entrant did in a match against another one."""

    match: Match
    words: str
    look: str


Cells = Mapping[tuple[str, str], Sequence[_Cell]]


def tables(stage: Stage) -> Piece:
    """The pools of a stage side by side, or its one table."""
    left = top = height = width = 0
    elements = []
    for pool in stage.pools or [None]:
        piece = _table(stage, pool)
        if left and left + piece.width > LINE:
            left, top, height = 0, top + height + BETWEEN, 0
        elements.append(_moved(piece, left, top))
        width, height = max(width, left + piece.width), max(height, piece.height)
        left += piece.width + BETWEEN
    return Piece(tuple(elements), width, top + height)


def _moved(piece: Piece, left: int, top: int) -> str:
    lines = (f"\n{one}" for one in piece.elements)
    return element("g", *lines, transform=f"translate({left} {top})")


def _table(stage: Stage, pool: str | None) -> Piece:
    cells = _cells(stage, pool)
    table = _Table(stage, stage.standings(pool=pool), cells)
    if pool is None:
        return table.piece(top=0)
    piece = table.piece(top=NAME)
    name = text(bracket_name(stage, pool), 0, BASELINE - 2, "head")
    return Piece((name, *piece.elements), piece.width, piece.height)


def _cells(stage: Stage, pool: str | None) -> Cells:
    """The matches of each entrant against each other one."""
    cells: defaultdict[tuple[str, str], list[_Cell]] = defaultdict(list)
    for match in stage.matches:
        if pool in {None, match.bracket}:
            first, second = map(str, stage.pairing(match.id))
            cells[first, second].append(_cell(stage, match, first))
            cells[second, first].append(_cell(stage, match, second))
    return cells


def _cell(stage: Stage, match: Match, entrant: str) -> _Cell:
    result = stage.result(match.id)
    if result is None:
        return _Cell(match, match.id.removeprefix(f"{match.bracket}."), "small")
    won = stage.outcome(match.id)[0] == entrant
    scored = numbers(stage, match)
    if any(scored):
        own_first = scored if stage.pairing(match.id)[0] == entrant else scored[::-1]
        words = "\N{EN DASH}".join(own_first)
    else:
        words = "D" if isinstance(result, Draw) else "W" if won else "L"
    return _Cell(match, words, "won" if won else "")


class _Table:
    """A table under way: what stands in it, and how broad its columns are."""

    def __init__(self, stage: Stage, standings: Standings, cells: Cells) -> None:
        self._stage = stage
        self._cells = cells
        self._ids = [row.entrant for row in standings]
        self._names = [name_of(stage, id) for id in self._ids]
        self._rows = standings
        self._heads = ["PTS", *standings[0].tiebreaks]
        self._figures = [[str(row.points), *map(str, row.tiebreaks.values())] for row in standings]
        self._name = min(max(NARROWEST, *map(width_of, self._names)), BROADEST) + PADDING
        words = [width_of(cell.words) for column in cells.values() for cell in column]
        head = min(max(map(width_of, self._names)), BROADEST_CELL)
        self._cell = PADDING + max([NARROWEST_CELL, head, *words])
        self._row = ROW * max([1, *map(len, cells.values())])

    def piece(self, *, top: int) -> Piece:
        bottom = top + ROW + self._row * len(self._ids)
        rows = [self._line(place, top + ROW + place * self._row) for place in range(len(self._ids))]
        return Piece((*self._head(top), *rows), self._ends()[-1], bottom)

    def _left(self, column: int) -> int:
        """Where the column of an opponent begins; the one after the last is that of the points."""
        return PLACE + self._name + column * self._cell

    def _ends(self) -> list[int]:
        """The right edges of the figures."""
        ends = [self._left(len(self._ids))]
        for column in zip(self._heads, *self._figures, strict=True):
            ends.append(ends[-1] + max(map(width_of, column)) + 2 * PADDING)
        return ends[1:]

    def _head(self, top: int) -> Iterator[str]:
        base = top + BASELINE
        for column, name in enumerate(self._names):
            middle = self._left(column) + self._cell // 2
            yield text(fitted(name, self._cell - PADDING), middle, base, "soft", "middle")
        for end, head in zip(self._ends(), self._heads, strict=True):
            yield text(head, end - PADDING, base, "soft", "end")

    def _line(self, place: int, top: int) -> str:
        """An entrant's row."""
        row = self._rows[place]
        base = top + (self._row - ROW) // 2 + BASELINE
        first = row.entrant == self._stage.champion
        mark = element("path", class_="mark", d=f"M{PLACE - 15} {base - 9}l7 4l-7 4z")
        name = fitted(self._names[place], self._name - PADDING)
        return group(
            "group",
            f"{ordinal(row.place)}: {self._names[place]}, {row.points} points",
            row.explain(),
            element("path", class_="rule", d=f"M0 {top}H{self._ends()[-1]}"),
            text(str(row.place), PLACE - 20, base, "soft", "end"),
            *([mark] if first else []),
            text(name, PLACE, base, *(["won"] if first else [])),
            *self._row_of_cells(place, top),
            *self._row_of_figures(place, base),
        )

    def _row_of_cells(self, place: int, top: int) -> Iterator[str]:
        for column, other in enumerate(self._ids):
            left = self._left(column)
            if column == place:
                yield element(
                    "rect", class_="self", x=left, y=top, width=self._cell, height=self._row
                )
            for line, cell in enumerate(self._cells.get((self._ids[place], other), ())):
                yield self._drawn(cell, left + self._cell // 2, top + line * ROW + BASELINE)

    def _drawn(self, cell: _Cell, middle: int, base: int) -> str:
        title, line = match_title(self._stage, cell.match), match_line(self._stage, cell.match)
        looks = filter(None, [cell.look, "middle"])
        return group("img", title, line, text(cell.words, middle, base, *looks))

    def _row_of_figures(self, place: int, base: int) -> Iterator[str]:
        for end, figure in zip(self._ends(), self._figures[place], strict=True):
            look = ["won"] if end == self._ends()[0] else []
            yield text(figure, end - PADDING, base, *look, "end")
