"""Free for all: heats of more than two, from which the first places go on, to a final."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from bracketcore.errors import InvalidStage
from bracketcore.formats.heats import dealt, heat_count
from bracketcore.formats.knockout import check_asked, match_ids, numerals
from bracketcore.formats.labels import match_line
from bracketcore.recipe import Format
from bracketcore.results import Placement
from bracketcore.seeding import snake
from bracketcore.stage import Stage
from bracketcore.standings import Row, Standings, ordinal, tiers
from bracketcore.structure import BYE_SOURCE, Match, Round, Structure, place_of, seed
from bracketcore.tiebreaks import Number, Tiebreak

__all__ = ["FreeForAll"]

SMALLEST_HEAT = 3


@dataclass(frozen=True, kw_only=True)
class FreeForAll(Format):
    """Heats of at most ``heat_size``, from each of which the first ``advance`` go on.

    The last of a heat never goes on. Heats of a round differ by one entrant at most, and
    those of one heat are spread over the next round. ``points`` are given by place, unless
    a placement has its own; they part entrants who are out with the same place in the same
    round.

    >>> race = FreeForAll(heat_size=3, advance=1).create(["ann", "bob", "cyd", "dee", "eve"])
    >>> [race.pairing(match.id) for match in race.ready_matches()]
    [('ann', 'dee', 'eve'), ('bob', 'cyd', Bye())]
    """

    heat_size: int = 4
    advance: int = 2
    points: Sequence[Number] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "points", tuple(self.points))
        if type(self.heat_size) is not int or self.heat_size < SMALLEST_HEAT:
            raise InvalidStage("heat_size is a whole number from 3: in a heat more than two meet.")
        if type(self.advance) is not int or not 1 <= self.advance < self.heat_size:
            raise InvalidStage("advance is a whole number from 1 and lower than heat_size.")
        if any(type(one) is not int and not isinstance(one, Fraction) for one in self.points):
            raise InvalidStage("Points are whole numbers or fractions: Fraction(1, 2).")
        if list(self.points) != sorted(self.points, reverse=True):
            raise InvalidStage("A place is worth no less than the next one: give the most first.")

    def layout(self, entrants: int) -> Structure:
        rounds = list(self._heats(entrants))
        width = max(SMALLEST_HEAT, *(len(heat) for heats in rounds for heat in heats))
        return Structure(
            (
                Round(
                    "R",
                    number,
                    match_ids("R", number, numerals(len(heats))),
                    _filled_up(heats, width),
                )
                for number, heats in enumerate(rounds, start=1)
            ),
            width=width,
        )

    def _heats(self, entrants: int) -> Iterator[list[list[int]]]:
        """The sources of each heat, round by round."""
        seeds = snake(range(1, entrants + 1), heat_count(entrants, self.heat_size))
        heats = [[seed(number) for number in numbers] for numbers in seeds]
        start = 0
        yield heats
        while len(heats) > 1:
            going = [
                (place, number)
                for place in range(1, self.advance + 1)
                for number, heat in enumerate(heats)
                if place < len(heat)
            ]
            numbers = dealt([number for _, number in going], heat_count(len(going), self.heat_size))
            sources = [place_of(start + number, place) for place, number in going]
            start += len(heats)
            heats = [[sources[number] for number in heat] for heat in numbers]
            yield heats

    def games_in(self, match: Match) -> int:  # noqa: ARG002  a heat is one game
        return 1

    def rank(
        self, stage: Stage, *, pool: str | None, tiebreaks: Iterable[Tiebreak] | None
    ) -> Standings:
        check_asked(pool, tiebreaks)
        points = self._points(stage)
        keys: dict[str, tuple[Number, ...]] = {}
        rows: dict[str, Row] = {}
        for entrant, (key, reason) in _stands(stage).items():
            keys[entrant] = (*key, -points.get(entrant, 0))
            rows[entrant] = Row(0, entrant, points.get(entrant), reason=reason)
        best_first = sorted(rows, key=keys.__getitem__)
        tied = groupby(best_first, keys.__getitem__)
        return tiers([rows[entrant] for entrant in tier] for _, tier in tied)

    def _points(self, stage: Stage) -> dict[str, Number]:
        """What everybody has got so far; nothing where no points are given."""
        heats = [_came_in(stage, match) for match in stage.matches]
        if not self.points and all(own is None for _, own in heats):
            return {}
        total: dict[str, Number] = {entrant.id: 0 for entrant in stage.entrants}
        for order, own in heats:
            for entrant, number in zip(order, self.points if own is None else own, strict=False):
                total[entrant] += number
        return total

    def champion(self, stage: Stage) -> str | None:
        winner, _ = stage.outcome(stage.matches[-1].id)
        return winner if isinstance(winner, str) else None

    def draw(self, stage: Stage) -> str:
        parts = [
            [_title(stage, number), *(match_line(stage, match) for match in heats)]
            for number, heats in groupby(stage.matches, key=lambda match: match.round)
        ]
        return "\n\n".join("\n".join(part) for part in parts)


def _filled_up(heats: Iterable[Sequence[int]], width: int) -> list[int]:
    """The sources of all heats, with byes in the seats that are empty."""
    return [source for heat in heats for source in (*heat, *([BYE_SOURCE] * (width - len(heat))))]


def _came_in(stage: Stage, match: Match) -> tuple[tuple[str, ...], tuple[int, ...] | None]:
    """The order of a heat and the points of its own; nobody while it is undecided, or all out."""
    result = stage.result(match.id)
    if isinstance(result, Placement):
        return result.order, result.points
    winner, _ = stage.outcome(match.id)
    return ((winner,) if isinstance(winner, str) else ()), None


def _stands(stage: Stage) -> dict[str, tuple[tuple[int, int, int], str]]:
    """What places everybody: being still in, then the round of the last heat, then the place."""
    stands = {}
    for match in stage.matches:
        order, _ = _came_in(stage, match)
        is_open = not order and stage.result(match.id) is None
        for side in stage.pairing(match.id):
            if isinstance(side, str):
                stands[side] = _stand(match, order, side, is_open=is_open)
    return stands


def _stand(
    match: Match, order: tuple[str, ...], entrant: str, *, is_open: bool
) -> tuple[tuple[int, int, int], str]:
    if is_open:
        return (0, 0, 0), "still in"
    if entrant not in order:
        return (1, -match.round, len(match.slots)), f"absent from {match.id}"
    place = order.index(entrant)
    return (1, -match.round, place), f"{ordinal(place + 1)} in {match.id}"


def _title(stage: Stage, number: int) -> str:
    return "Final" if number == stage.matches[-1].round else f"Round {number}"
