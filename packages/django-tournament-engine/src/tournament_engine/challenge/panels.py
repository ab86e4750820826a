"""What a tournament's page and its console show of challenges."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.challenge.lifecycle import ChallengeState
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.challenge.permissions import MANAGE_CHALLENGES, REVIEW_CLAIMS
from tournament_engine.challenge.views import told
from tournament_engine.core import calls, panels
from tournament_engine.core.calls import Call
from tournament_engine.core.models import Tournament
from tournament_engine.users import AnyUser

__all__ = ["declare"]

_SHOWN = 5


def declare() -> None:
    """Put the challenges on the tournament's page, and what waits into the console."""
    calls.register("claims", _call)
    panels.register(
        panels.Panel(
            key="challenges",
            order=50,
            page="overview",
            template="tournament_engine/challenge/overview.html",
            context=_overview,
        )
    )
    panels.register(
        panels.Panel(
            key="challenges",
            order=65,
            template="tournament_engine/challenge/panel.html",
            context=_console,
            capabilities=(MANAGE_CHALLENGES, REVIEW_CLAIMS),
        )
    )


def _call(tournament: Tournament, user: AnyUser) -> Call | None:
    if not user.is_authenticated or not permissions.can(user, REVIEW_CLAIMS, tournament):
        return None
    waiting = ChallengeCompletion.objects.waiting().filter(tournament=tournament)
    count = waiting.exclude(claimed_by=user).count()
    if not count:
        return None
    words = ngettext(
        "%(count)d claim of a challenge waits to be checked.",
        "%(count)d claims of challenges wait to be checked.",
        count,
    ) % {"count": count}
    return calls.at_desk(tournament, words, _("To the claims"), "claims")


def _overview(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    rows = Challenge.objects.standing().filter(tournament=tournament)
    shown = list(rows.select_related("tournament")[:_SHOWN])
    return {
        "tournament": tournament,
        "rows": [{"challenge": row, **told(row)} for row in shown],
    }


def _console(tournament: Tournament, user: AnyUser) -> dict[str, Any]:
    states = list(Challenge.objects.filter(tournament=tournament).values_list("state", flat=True))
    waiting = ChallengeCompletion.objects.waiting().filter(tournament=tournament)
    return {
        "tournament": tournament,
        "standing": states.count(ChallengeState.STANDING),
        "waiting": waiting.exclude(claimed_by=user).count() if user.is_authenticated else 0,
        "may_manage": permissions.can(user, MANAGE_CHALLENGES, tournament),
        "may_review": permissions.can(user, REVIEW_CLAIMS, tournament),
    }
