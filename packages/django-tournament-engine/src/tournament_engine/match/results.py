"""A result in its four shapes: as typed in, as bracketcore's value, as columns, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, assert_never

from django.utils.translation import gettext as _

from bracketcore import DoubleForfeit, Draw, Forfeit, FreeForAll, Stage, Walkover, Win, notation
from bracketcore.results import Placement, Result, totals
from tournament_engine.errors import InvalidInput
from tournament_engine.match.models import Match, ResultKind
from tournament_engine.match.scores import Pair, checked_games, leader_of

__all__ = [
    "Columns",
    "Pair",
    "Report",
    "columns",
    "from_plain",
    "is_heat",
    "occupants",
    "parse_result",
    "points_of",
    "to_plain",
]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody typed about a match, side by side: side 0 first.

    `kind` WIN stands for whatever was played: the scores say who won, or that nobody did.
    `winner` is the side that goes on; it is needed where the scores do not tell. A heat has
    `places` instead, by side, None for who did not take part; the sides that are `out`, absent
    or put out of it; and `points`, or none at all.
    """

    kind: ResultKind = ResultKind.WIN
    games: Sequence[Pair] = ()
    shootout: Pair | None = None
    winner: int | None = None
    places: Sequence[int | None] = ()
    points: Sequence[int | None] = ()
    out: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Columns:
    """What the rows of a match and its sides hold of a result; tuples go by side.

    `places` and `points` are those of a heat, and None in a match of two.
    """

    kind: ResultKind = ResultKind.NONE
    games: list[list[int]]
    shootout: list[int]
    scores: tuple[int | None, ...]
    winner: int | None
    places: tuple[int | None, ...]
    points: tuple[int | None, ...]


def occupants(match: Match) -> tuple[str, ...]:
    """Return the entrants of a match by side, as bracketcore names them.

    An empty seat of a heat is an empty text; a match of two has two entrants.
    """
    sides = match.sides.all()
    ids = tuple("" if side.entrant_id is None else str(side.entrant_id) for side in sides)
    is_known = all(side.is_bye or side.entrant_id is not None for side in sides)
    if not is_known or len(ids) - ids.count("") < 2:  # noqa: PLR2004 - two must meet
        raise InvalidInput(_("The sides of this match are not known yet: wait for them."))
    return ids


def is_heat(match: Match) -> bool:
    """Tell whether more than two meet in a match."""
    return len(match.sides.all()) > 2  # noqa: PLR2004 - a match has two sides


def parse_result(match: Match, report: Report) -> Result:
    """Return bracketcore's value of what was typed, or an InvalidInput that names the field."""
    sides = occupants(match)
    if is_heat(match):
        return _placed(report, sides)
    match report.kind:
        case ResultKind.WIN | ResultKind.DRAW:
            return _played(match, report, sides)
        case ResultKind.WALKOVER:
            return Walkover(sides[_named_winner(report)])
        case ResultKind.FORFEIT:
            return Forfeit(sides[1 - _named_winner(report)])
        case ResultKind.DOUBLE_FORFEIT:
            return DoubleForfeit()
        case ResultKind.NONE:
            raise InvalidInput(_("Choose how the match ended."), field="kind")
        case ResultKind.PLACEMENT:
            raise InvalidInput(_("A placing belongs to a heat of more than two."), field="kind")
        case _:
            assert_never(report.kind)


def _placed(report: Report, sides: Sequence[str]) -> Placement:
    """Return the order in which a heat came in."""
    placed = sorted((place, side) for side, place in enumerate(report.places) if place is not None)
    is_empty = not placed and not report.out
    if is_empty or [place for place, _side in placed] != list(range(1, len(placed) + 1)):
        message = _("Give each who took part a place of their own, from 1 on.")
        raise InvalidInput(message, field="places")
    order = tuple(sides[side] for _place, side in placed)
    own = [report.points[side] for _place, side in placed] if report.points else []
    points = tuple(number for number in own if number is not None)
    if points and len(points) < len(order):
        message = _("Give points to everybody who took part, or to nobody.")
        raise InvalidInput(message, field="points")
    return Placement(order, points=points or None, out=tuple(sides[side] for side in report.out))


def _named_winner(report: Report) -> int:
    if report.winner not in (0, 1):
        raise InvalidInput(_("Choose the side that goes on."), field="winner")
    return report.winner


def _played(match: Match, report: Report, sides: Sequence[str]) -> Result:
    if not report.games:
        if report.kind is ResultKind.DRAW:
            return _draw(match, None)
        return Win(sides[_named_winner(report)])
    score = checked_games(report.games, match.best_of)
    leader = leader_of(totals(score))
    if leader is not None and report.shootout is not None:
        message = _("The score is not level: leave the shootout empty.")
        raise InvalidInput(message, field="shootout")
    if leader is None and report.shootout is not None:
        leader = _shootout_winner(report.shootout)
    if report.winner is not None and report.winner != leader:
        message = _("The winner does not fit the score: correct one of the two.")
        raise InvalidInput(message, field="winner")
    if leader is None:
        return _draw(match, score)
    return Win(sides[leader], score=score, shootout=report.shootout)


def _draw(match: Match, score: Pair | tuple[Pair, ...] | None) -> Draw:
    if match.decisive:
        message = _("Somebody must win this match: enter the shootout that decided it.")
        raise InvalidInput(message, field="shootout")
    return Draw(score=score)


def _shootout_winner(shootout: Pair) -> int:
    leader = leader_of(shootout)
    if leader is None or min(shootout) < 0:
        message = _("A shootout has a winner: one number must be higher, none below 0.")
        raise InvalidInput(message, field="shootout")
    return leader


def points_of(stage: Stage) -> tuple[int, ...]:
    """Return what each place of a heat is worth, from the first on; nothing where none is."""
    if not isinstance(stage.format, FreeForAll):
        return ()
    points = stage.format.points
    return tuple(int(number) for number in points) if all(n == int(n) for n in points) else ()


def columns(
    result: Result | None, sides: Sequence[str | None], *, points: Sequence[int] = ()
) -> Columns:
    """Return what the rows hold of a result between these entrants.

    `points` is what the places of a heat are worth, unless its own result says so.
    """
    made = partial(_columns, len(sides))
    match result:
        case None:
            told = made(ResultKind.NONE, None)
        case Win(winner, score, shootout):
            told = made(ResultKind.WIN, sides.index(winner), score)
            told = told if shootout is None else replace(told, shootout=list(shootout))
        case Draw(score):
            told = made(ResultKind.DRAW, None, score)
        case Walkover(winner):
            told = made(ResultKind.WALKOVER, sides.index(winner))
        case Forfeit(loser):
            told = made(ResultKind.FORFEIT, 1 - sides.index(loser))
        case DoubleForfeit():
            told = made(ResultKind.DOUBLE_FORFEIT, None)
        case Placement(order, own, _):
            told = _in_order(order, points if own is None else own, sides)
        case _:
            assert_never(result)
    return told


def _columns(
    sides: int,
    kind: ResultKind,
    winner: int | None,
    score: Pair | tuple[Pair, ...] | None = None,
) -> Columns:
    nothing = (None,) * sides
    games = [] if score is None else [score] if isinstance(score[0], int) else score
    return Columns(
        kind=kind,
        games=[list(game) for game in games],
        shootout=[],
        scores=nothing if score is None else totals(score),
        winner=winner,
        places=nothing,
        points=nothing,
    )


def _in_order(order: Sequence[str], points: Sequence[int], sides: Sequence[str | None]) -> Columns:
    places = {entrant: place for place, entrant in enumerate(order, start=1)}
    worth = dict(zip(order, points, strict=False))
    winner = sides.index(order[0]) if order else None
    placed = _columns(len(sides), ResultKind.PLACEMENT, winner)
    return replace(
        placed,
        places=tuple(places.get(side or "") for side in sides),
        points=tuple(worth.get(side or "") for side in sides),
    )


def to_plain(result: Result) -> dict[str, Any]:
    """Return the plain data of a result, as a claim stores it."""
    return notation.result_to_dict(result)


def from_plain(data: dict[str, Any]) -> Result:
    """Return the result that plain data stands for."""
    return notation.result_from_dict(data)
