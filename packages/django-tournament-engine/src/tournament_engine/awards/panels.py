"""What the tournament's page and the console say of prizes."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.awards.lifecycle import GiftState
from tournament_engine.awards.models import CertificateReport, Gift, PrizePool
from tournament_engine.awards.prize_desk import rows_of
from tournament_engine.awards.waiting import reasons_to_wait
from tournament_engine.core import calls, panels
from tournament_engine.core.calls import Call
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.economy.lifecycle import MOST_TRIES, OPEN, PayoutState
from tournament_engine.economy.models import Payout, PayoutMethod
from tournament_engine.economy.permissions import MANAGE_PAYOUTS
from tournament_engine.users import AnyUser

__all__ = ["declare"]

#: Of the lines in these some wait for a person; all others are a task's.
_FOR_PEOPLE = (PayoutState.NEEDS_REVIEW, PayoutState.PENDING)


def declare() -> None:
    """Put the prizes on the tournament's page, and the ways to them into the console."""
    calls.register("payouts", _call)
    panels.register(
        panels.Panel(
            key="prizes",
            order=40,
            page="overview",
            template="tournament_engine/awards/prizes.html",
            context=_prizes,
        )
    )
    panels.register(
        panels.Panel(
            key="awards",
            order=70,
            template="tournament_engine/awards/panel.html",
            context=_console,
            capabilities=(MANAGE, MANAGE_PAYOUTS),
        )
    )


def _call(tournament: Tournament, user: AnyUser) -> Call | None:
    if not user.is_authenticated or not permissions.can(user, MANAGE_PAYOUTS, tournament):
        return None
    is_given_up = Q(state=PayoutState.FAILED, attempts__gte=MOST_TRIES)
    waiting = Q(state__in=_FOR_PEOPLE) | is_given_up
    lines = Payout.objects.filter(waiting, tournament=tournament)
    rows = list(lines.exclude(recipient=user).select_related("tournament"))
    count = len(_for_people(rows)) if rows else 0
    if not count:
        return None
    words = ngettext(
        "%(count)d payout waits for somebody to see to it.",
        "%(count)d payouts wait for somebody to see to them.",
        count,
    ) % {"count": count}
    return calls.at_desk(tournament, words, _("To the payouts"), "payouts")


def _for_people(rows: list[Payout]) -> list[Payout]:
    """Return the lines that no task pays: unsure, given up, unapproved, and cash that is due."""
    reasons = reasons_to_wait(rows)
    return [
        row
        for row in rows
        if row.state in {PayoutState.NEEDS_REVIEW, PayoutState.FAILED}
        or (row.needs_approval and row.approved_at is None)
        or (row.method == PayoutMethod.CASH and row.pk not in reasons)
    ]


def _prizes(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    plan = PrizePool.objects.filter(tournament=tournament).prefetch_related("prizes").first()
    return {"plan": plan, "rows": rows_of(plan) if plan else []}


def _console(tournament: Tournament, user: AnyUser) -> dict[str, Any]:
    lines = Payout.objects.filter(tournament=tournament, state__in=OPEN)
    return {
        "tournament": tournament,
        "plan": PrizePool.objects.filter(tournament=tournament).first(),
        "open": lines.count(),
        "gifts": Gift.objects.filter(tournament=tournament, state=GiftState.PENDING).count(),
        "reports": CertificateReport.objects.filter(tournament=tournament, closed_at=None).count(),
        "may_plan": permissions.can(user, MANAGE, tournament),
        "may_pay": permissions.can(user, MANAGE_PAYOUTS, tournament),
    }
