"""What players say of their matches: one waits for an answer, one is contradicted."""

from collections.abc import Iterator
from typing import Literal

from tournament_engine.core.models import Tournament
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.match.results import Report, parse_result
from tournament_engine.users import User

__all__ = ["disagree"]


def disagree(tournament: Tournament) -> None:
    """Let the players of two ready matches report them: both sides of the one, one of the other."""
    (disputed, players), (waiting, (reporter, _)) = between_people(tournament)
    claim(disputed, 0, Report(games=[(11, 7), (9, 11), (11, 8), (11, 6)]), by=players[0])
    claim(disputed, 1, Report(games=[(11, 7), (9, 11), (8, 11), (6, 11)]), by=players[1])
    claim(waiting, 0, Report(games=[(11, 5), (11, 9), (12, 10)]), by=reporter)


def claim(match: Match, side: Literal[0, 1], report: Report, *, by: User) -> None:
    """Report a score for one side."""
    result = parse_result(match, report)
    matches.submit_score(match=match, side=side, result=result, by=by)


def between_people(tournament: Tournament) -> Iterator[tuple[Match, tuple[User, User]]]:
    """Yield the ready matches in which both sides have an account, with their users."""
    ready = Match.objects.filter(tournament=tournament).reportable().order_by("position")
    for match in ready.with_sides().select_related("tournament", "bracket__tournament"):
        users = [side.entrant.registration.user for side in match.sides.all() if side.entrant]
        match users:
            case [first, second] if first is not None and second is not None:
                yield match, (first, second)
            case _:
                continue
