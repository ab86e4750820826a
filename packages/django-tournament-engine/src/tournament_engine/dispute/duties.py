"""What disputes put on other pages: the console, the tournament's own page, that of a match."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.core import calls, panels
from tournament_engine.core.calls import Call
from tournament_engine.core.models import Tournament
from tournament_engine.core.panels import Panel
from tournament_engine.dispute import services
from tournament_engine.dispute.lifecycle import DisputeState
from tournament_engine.dispute.models import Dispute
from tournament_engine.dispute.permissions import DECIDE, REVIEW, VIEW
from tournament_engine.errors import Conflict
from tournament_engine.match import extras
from tournament_engine.match.extras import Extra
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match
from tournament_engine.match.queries import sides_of
from tournament_engine.users import AnyUser

__all__ = ["declare"]

#: Only these matches are asked for their cases: the page of a match is read often.
_CONTESTABLE = frozenset({MatchState.PENDING_RESULT, MatchState.DISPUTED, MatchState.COMPLETED})

#: The cases that a panel shows; the list has them all.
_SHOWN = 6


def declare() -> None:
    """Put what waits where people look first. Harmless when it is done again."""
    calls.register("disputes", _call)
    panels.register(
        Panel(
            key="disputes",
            order=5,
            template="tournament_engine/dispute/panel.html",
            context=_console_panel,
            capabilities=(REVIEW,),
        )
    )
    panels.register(
        Panel(
            key="own_disputes",
            order=5,
            page="aside",
            template="tournament_engine/dispute/own.html",
            context=_own_panel,
        )
    )
    extras.register(
        Extra(
            key="disputes",
            template="tournament_engine/dispute/match_part.html",
            context=_match_part,
        )
    )


def _call(tournament: Tournament, user: AnyUser) -> Call | None:
    """Ask the staff to decide: nobody in a case of their own, few in what was passed on."""
    if not permissions.can(user, REVIEW, tournament):
        return None
    waiting = Dispute.objects.unresolved().filter(tournament=tournament)
    if not permissions.can(user, DECIDE, tournament):
        waiting = waiting.exclude(state=DisputeState.ESCALATED)
    count = waiting.exclude(pk__in=Dispute.objects.of_people(user).values("pk")).count()
    if not count:
        return None
    words = ngettext(
        "%(count)d dispute waits for a decision.",
        "%(count)d disputes wait for a decision.",
        count,
    ) % {"count": count}
    return calls.at_desk(tournament, words, _("To the disputes"), "disputes")


def _console_panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    """Return the cases that wait for the staff, the oldest first."""
    waiting = Dispute.objects.unresolved().filter(tournament=tournament)
    rows = list(waiting.for_list().order_by("opened_at", "pk"))
    now = timezone.now()
    return {
        "slug": tournament.slug,
        "count": len(rows),
        "overdue": sum(row.due_at <= now for row in rows),
        "rows": rows[:_SHOWN],
    }


def _own_panel(tournament: Tournament, user: AnyUser) -> dict[str, Any]:
    """Return the open cases of this person's own matches."""
    if not user.is_authenticated:
        return {"rows": ()}
    own = Dispute.objects.unresolved().filter(tournament=tournament).of_people(user)
    return {"rows": list(own.for_list()[:_SHOWN])}


def _match_part(match: Match, user: AnyUser) -> dict[str, Any]:
    """Return the cases about a match that somebody may read, and whether to raise one."""
    if not user.is_authenticated or match.state not in _CONTESTABLE:
        return {}
    readable = [row for row in match.disputes.select_related("tournament") if _sees(user, row)]
    return {
        "match": match,
        "disputes": readable,
        "may_open": any(_may_contest(match, side) for side in sides_of(user, match)),
    }


def _sees(user: AnyUser, dispute: Dispute) -> bool:
    return permissions.can(user, VIEW, dispute)


def _may_contest(match: Match, side: int) -> bool:
    try:
        services.require_contestable(match=match, side=side)
    except Conflict:
        return False
    return True
