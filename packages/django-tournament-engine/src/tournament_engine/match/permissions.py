"""Who reports a match, who confirms the report, and who decides in the end."""

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE as MANAGE_TOURNAMENT
from tournament_engine.core.permissions import by_role, define_by_role, holds
from tournament_engine.core.roles import CORRECT_MATCH as CORRECT
from tournament_engine.core.roles import MANAGE_MATCH as MANAGE
from tournament_engine.match.lifecycle import ClaimState, MatchState
from tournament_engine.match.models import Match
from tournament_engine.match.queries import sides_of
from tournament_engine.permissions import Predicate
from tournament_engine.registration.permissions import is_party as is_party_to
from tournament_engine.users import AnyUser

__all__ = [
    "CONFIRM",
    "CORRECT",
    "MANAGE",
    "REPORT",
    "declare",
    "is_party",
    "may_confirm",
    "may_report",
]

REPORT = "tournament_engine.report_match"
CONFIRM = "tournament_engine.confirm_match"


def declare() -> None:
    """Put the capabilities of matches into the registry."""
    permissions.define(REPORT, may_report)
    permissions.define(CONFIRM, may_confirm)
    define_by_role(MANAGE, _may_decide(MANAGE))
    define_by_role(CORRECT, _may_decide(CORRECT))


def may_report(user: AnyUser, match: Match) -> bool:
    """Whether someone acts for a side of the match."""
    return bool(sides_of(user, match))


def may_confirm(user: AnyUser, match: Match) -> bool:
    """Whether someone acts for the side that has still to accept a claimed score."""
    mine = sides_of(user, match)
    claims = list(match.claims.filter(state=ClaimState.PENDING))
    silent = mine - {claim.side for claim in claims}
    return bool(claims and silent) and all(claim.by_id != user.pk for claim in claims)


def is_party(user: AnyUser, match: Match) -> bool:
    """Whether someone plays in a match or acts for one of its sides."""
    entrants = match.sides.exclude(entrant=None).values_list("entrant", flat=True)
    return is_party_to(user, list(entrants))


def _may_decide(capability: str) -> Predicate:
    """Return the predicate of those who hold a capability, and are no party to the match.

    Whoever runs a small tournament plays in it, too, and writes down what nobody disputes:
    the organisers may, in a match of their own, until the sides do not agree.
    """
    may_act_somewhere = by_role(capability)

    def may_decide(user: AnyUser, subject: Match | Tournament) -> bool:
        if not may_act_somewhere(user, subject):
            return False
        if isinstance(subject, Tournament):
            return True
        runs_it = holds(user, subject.tournament, MANAGE_TOURNAMENT)
        if runs_it and subject.state != MatchState.DISPUTED:
            return True
        return not is_party(user, subject)

    return may_decide
