"""Brackets as a picture: a box for each match, and the ways that winners go."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bracketcore.drawing.fitting import fitted, width_of
from bracketcore.drawing.layout import ROW, Box, Section, plan
from bracketcore.drawing.markup import Piece, element, group, text
from bracketcore.drawing.words import bracket_name, match_title, numbers, round_name, side_name
from bracketcore.formats.labels import match_line
from bracketcore.results import Placement
from bracketcore.stage import Stage
from bracketcore.structure import BYE, Match, Occupant

__all__ = ["knockout"]

NARROWEST: Final = 100
BROADEST: Final = 220
BETWEEN: Final = 44
MARK: Final = 20
PADDING: Final = 8
BASELINE: Final = 17


@dataclass(frozen=True, slots=True)
class _Measure:
    """How broad names and numbers are in every box."""

    name: int
    number: int

    @property
    def box(self) -> int:
        return MARK + self.name + self.number + PADDING

    def left(self, column: int) -> int:
        return column * (self.box + BETWEEN)


@dataclass(frozen=True, slots=True)
class _Side:
    """A line of a box."""

    name: str
    number: str
    won: bool
    known: bool


def knockout(stage: Stage) -> Piece:
    """All matches of a stage as brackets."""
    matches = stage.matches
    sides = {match.id: _sides(stage, match) for match in matches}
    lines = {match: len(of_match) for match, of_match in sides.items()}
    placed = plan(matches, lines, named=bool(bracket_name(stage, matches[0].bracket)))
    measure = _measure([side for lines in sides.values() for side in lines])
    sizes = _sizes(matches)
    return Piece(
        (
            *(mark for one in placed.sections for mark in _names(stage, one, sizes, measure)),
            *(_way(feed, box, measure) for box in placed.boxes for feed in box.feeds),
            *(_card(stage, box, sides[box.match.id], measure) for box in placed.boxes),
        ),
        measure.left(placed.columns) - BETWEEN,
        placed.bottom,
    )


def _sizes(matches: Sequence[Match]) -> dict[str, list[int]]:
    """How many matches each round of each bracket has."""
    rounds = Counter((match.bracket, match.round) for match in matches)
    sizes: dict[str, list[int]] = {}
    for (bracket, _), size in rounds.items():
        sizes.setdefault(bracket, []).append(size)
    return sizes


def _sides(stage: Stage, match: Match) -> list[_Side]:
    """The lines of a box: for a heat without the empty seats, and as it came in."""
    pairing = stage.pairing(match.id)
    result = stage.result(match.id)
    winner = None if result is None else stage.outcome(match.id)[0]
    lines = [
        _Side(side_name(stage, side, slot), number, won=known and side == winner, known=known)
        for side, slot, number in zip(pairing, match.slots, numbers(stage, match), strict=True)
        for known in [isinstance(side, str)]
    ]
    if len(pairing) == 2:  # noqa: PLR2004  more are a heat
        return lines
    order = result.order if isinstance(result, Placement) else ()
    seats = [seat for seat, side in enumerate(pairing) if side is not BYE]
    return [lines[seat] for seat in sorted(seats, key=lambda seat: _place(order, pairing[seat]))]


def _place(order: Sequence[str], side: Occupant) -> int:
    return order.index(side) if isinstance(side, str) and side in order else len(order)


def _measure(sides: Sequence[_Side]) -> _Measure:
    broadest = max(width_of(side.name) for side in sides)
    number = max(width_of(side.number) for side in sides)
    return _Measure(min(max(broadest, NARROWEST), BROADEST), number + PADDING if number else number)


def _names(
    stage: Stage, section: Section, sizes: dict[str, list[int]], measure: _Measure
) -> Iterator[str]:
    name = bracket_name(stage, section.bracket)
    if name:
        yield text(name, measure.left(section.column), section.name_at, "head")
    for number, column in section.rounds.items():
        words = round_name(section.bracket, number, sizes[section.bracket])
        yield text(words, measure.left(column), section.rounds_at, "soft")


def _way(feed: Box, box: Box, measure: _Measure) -> str:
    start = measure.left(feed.column) + measure.box
    end = measure.left(box.column)
    return element(
        "path", class_="way", d=f"M{start} {feed.middle}H{end - BETWEEN // 2}V{box.middle}H{end}"
    )


def _card(stage: Stage, box: Box, sides: Sequence[_Side], measure: _Measure) -> str:
    match = box.match
    left = measure.left(box.column)
    skipped = stage.state(match.id) == "skipped" and stage.result(match.id) is None
    lines = [
        mark
        for row, side in enumerate(sides)
        for mark in _line(side, left, box.top + row * ROW, measure)
    ]
    return group(
        "img",
        match_title(stage, match),
        match_line(stage, match),
        text(match.id, left, box.top - 5, "small"),
        element(
            "rect",
            class_="card skipped" if skipped else "card",
            x=left,
            y=box.top,
            width=measure.box,
            height=box.height,
            rx=4,
        ),
        *(_rule(left, box.top + row * ROW, measure.box) for row in range(1, len(sides))),
        *lines,
    )


def _rule(left: int, top: int, width: int) -> str:
    return element("path", class_="rule", d=f"M{left + 1} {top}H{left + width - 1}")


def _line(side: _Side, left: int, top: int, measure: _Measure) -> Iterator[str]:
    look = "won" if side.won else "" if side.known else "waiting"
    if side.won:
        yield element("path", class_="mark", d=f"M{left + 7} {top + 8}l7 4l-7 4z")
    name = fitted(side.name, measure.name)
    yield text(name, left + MARK, top + BASELINE, *filter(None, [look]))
    if side.number:
        yield text(
            side.number,
            left + measure.box - PADDING,
            top + BASELINE,
            *filter(None, [look, "end"]),
        )
