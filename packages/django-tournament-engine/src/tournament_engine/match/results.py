"""A result in its four shapes: as typed in, as bracketcore's value, as columns, as plain data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, assert_never

from django.utils.translation import gettext as _

from bracketcore import DoubleForfeit, Draw, Forfeit, Walkover, Win, notation
from bracketcore.results import Placement, Result, totals
from tournament_engine.errors import InvalidInput
from tournament_engine.match.models import Match, ResultKind

__all__ = [
    "Columns",
    "Report",
    "columns",
    "from_plain",
    "occupants",
    "parse_result",
    "to_plain",
]

Pair: TypeAlias = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody typed about a match, side by side: side 0 first.

    `kind` WIN stands for whatever was played: the scores say who won, or that nobody did.
    `winner` is the side that goes on; it is needed where the scores do not tell.
    """

    kind: ResultKind = ResultKind.WIN
    games: Sequence[Pair] = ()
    shootout: Pair | None = None
    winner: int | None = None


@dataclass(frozen=True, kw_only=True)
class Columns:
    """What the rows of a match and its two sides hold of a result."""

    kind: ResultKind = ResultKind.NONE
    games: list[list[int]]
    shootout: list[int]
    scores: tuple[int | None, int | None]
    winner: int | None


def occupants(match: Match) -> tuple[str, str]:
    """Return the two entrants of a match by side, as bracketcore names them."""
    ids = [str(side.entrant_id) for side in match.sides.all() if side.entrant_id is not None]
    match ids:
        case [first, second]:
            return first, second
        case _:
            raise InvalidInput(_("The sides of this match are not known yet: wait for them."))


def parse_result(match: Match, report: Report) -> Result:
    """Return bracketcore's value of what was typed, or an InvalidInput that names the field."""
    sides = occupants(match)
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
        case _:
            assert_never(report.kind)


def _named_winner(report: Report) -> int:
    if report.winner not in (0, 1):
        raise InvalidInput(_("Choose the side that goes on."), field="winner")
    return report.winner


def _played(match: Match, report: Report, sides: tuple[str, str]) -> Result:
    if not report.games:
        if report.kind is ResultKind.DRAW:
            return _draw(match, None)
        return Win(sides[_named_winner(report)])
    score = _checked_games(report.games, match.best_of)
    leader = _leader(totals(score))
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


def _checked_games(games: Sequence[Pair], best_of: int) -> Pair | tuple[Pair, ...]:
    """Return the score in bracketcore's shape: one pair for one game, else a pair a game."""
    if any(number < 0 for game in games for number in game):
        raise InvalidInput(_("A score counts from 0: remove the minus sign."), field="games")
    if best_of == 1 and len(games) > 1:
        raise InvalidInput(_("This match is a single game: enter one score."), field="games")
    if best_of > 1:
        _check_length(_games_won(games, best_of), best_of)
    return games[0] if len(games) == 1 else tuple(games)


def _games_won(games: Sequence[Pair], best_of: int) -> Pair:
    """Return how many games each side won; a pair that stands alone says just that."""
    if len(games) == 1:
        return games[0]
    won = [0, 0]
    for number, game in enumerate(games, start=1):
        leader = _leader(game)
        if leader is None:
            message = _("Game %(number)d is level: every game of several has a winner.")
            raise InvalidInput(message % {"number": number}, field="games")
        if max(won) > best_of // 2 or number > best_of:
            message = _("The match was over before game %(number)d: leave that one out.")
            raise InvalidInput(message % {"number": number}, field="games")
        won[leader] += 1
    return won[0], won[1]


def _check_length(won: Pair, best_of: int) -> None:
    needed = best_of // 2 + 1
    is_won = max(won) == needed and sum(won) <= best_of
    is_level = best_of % 2 == 0 and won == (best_of // 2, best_of // 2)
    if not (is_won or is_level):
        message = _("A best of %(most)d is won with %(needed)d games: correct the score.")
        raise InvalidInput(message % {"most": best_of, "needed": needed}, field="games")


def _leader(score: Pair) -> int | None:
    first, second = score
    return None if first == second else int(second > first)


def _shootout_winner(shootout: Pair) -> int:
    leader = _leader(shootout)
    if leader is None or min(shootout) < 0:
        message = _("A shootout has a winner: one number must be higher, none below 0.")
        raise InvalidInput(message, field="shootout")
    return leader


def columns(result: Result | None, sides: Sequence[str | None]) -> Columns:
    """Return what the rows hold of a result between these entrants."""
    match result:
        case None:
            return _columns(ResultKind.NONE, None)
        case Win(winner, score, shootout):
            scored = _columns(ResultKind.WIN, sides.index(winner), score)
            return scored if shootout is None else _with_shootout(scored, shootout)
        case Draw(score):
            return _columns(ResultKind.DRAW, None, score)
        case Walkover(winner):
            return _columns(ResultKind.WALKOVER, sides.index(winner))
        case Forfeit(loser):
            return _columns(ResultKind.FORFEIT, 1 - sides.index(loser))
        case DoubleForfeit():
            return _columns(ResultKind.DOUBLE_FORFEIT, None)
        case Placement():
            raise InvalidInput(_("A placement belongs to a heat of more than two sides."))
        case _:
            assert_never(result)


def _columns(
    kind: ResultKind, winner: int | None, score: Pair | tuple[Pair, ...] | None = None
) -> Columns:
    if score is None:
        return Columns(kind=kind, games=[], shootout=[], scores=(None, None), winner=winner)
    games = [score] if isinstance(score[0], int) else score
    return Columns(
        kind=kind,
        games=[list(game) for game in games],
        shootout=[],
        scores=totals(score),
        winner=winner,
    )


def _with_shootout(scored: Columns, shootout: Pair) -> Columns:
    return replace(scored, shootout=list(shootout))


def to_plain(result: Result) -> dict[str, Any]:
    """Return the plain data of a result, as a claim stores it."""
    return notation.result_to_dict(result)


def from_plain(data: dict[str, Any]) -> Result:
    """Return the result that plain data stands for."""
    return notation.result_from_dict(data)
