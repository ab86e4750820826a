"""Whether the numbers of a match can be: its length, and the score rule of its game."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from bracketcore import Draw, Win
from bracketcore.results import Result
from tournament_engine.core.score_rules import Pair, Score, rule_of
from tournament_engine.errors import InvalidInput
from tournament_engine.match.models import Match

__all__ = ["Pair", "check_score", "checked_games", "leader_of"]


def check_score(match: Match, result: Result) -> None:
    """Raise InvalidInput unless the numbers fit the length of the match and its game.

    A walkover, a forfeit, the placing of a heat and a win without a score have no numbers.
    """
    match result:
        case Win(score=None):
            return
        case Win(_, score) | Draw(score):
            games = () if score is None else _pairs(score)
            if games:
                checked_games(games, match.best_of)
        case _:
            return
    rule_of(match.tournament.game).check(
        Score(
            games=() if match.best_of > 1 and len(games) == 1 else games,
            best_of=match.best_of,
            is_draw=isinstance(result, Draw),
        )
    )


def _pairs(score: Pair | tuple[Pair, ...]) -> tuple[Pair, ...]:
    """Return one pair a game, whichever of bracketcore's shapes a score has."""
    return (score,) if isinstance(score[0], int) else score


def checked_games(games: Sequence[Pair], best_of: int) -> Pair | tuple[Pair, ...]:
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
        leader = leader_of(game)
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


def leader_of(score: Pair) -> int | None:
    """Return the side with the higher number, None where they are level."""
    first, second = score
    return None if first == second else int(second > first)
