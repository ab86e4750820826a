"""Who reports a match, who confirms the report, and who decides in the end."""

from tournament_engine import permissions
from tournament_engine.core.permissions import may_manage
from tournament_engine.match.lifecycle import ClaimState
from tournament_engine.match.models import Match
from tournament_engine.match.queries import sides_of
from tournament_engine.users import AnyUser

__all__ = [
    "CONFIRM",
    "MANAGE",
    "REPORT",
    "declare",
    "may_confirm",
    "may_manage_match",
    "may_report",
]

REPORT = "tournament_engine.report_match"
CONFIRM = "tournament_engine.confirm_match"
MANAGE = "tournament_engine.manage_match"


def declare() -> None:
    """Put the capabilities of matches into the registry."""
    permissions.define(REPORT, may_report)
    permissions.define(CONFIRM, may_confirm)
    permissions.define(MANAGE, may_manage_match)


def may_report(user: AnyUser, match: Match) -> bool:
    """Whether someone acts for a side of the match."""
    return bool(sides_of(user, match))


def may_confirm(user: AnyUser, match: Match) -> bool:
    """Whether someone acts for the side that has still to accept a claimed score."""
    mine = sides_of(user, match)
    claims = match.claims.filter(state=ClaimState.PENDING)
    return any(1 - claim.side in mine and claim.by_id != user.pk for claim in claims)


def may_manage_match(user: AnyUser, match: Match) -> bool:
    """Whether someone runs the tournament of the match."""
    return may_manage(user, match.tournament)
