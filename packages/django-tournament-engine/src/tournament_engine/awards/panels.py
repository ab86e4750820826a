"""What the tournament's page and the console say of prizes."""

from typing import Any

from tournament_engine import permissions
from tournament_engine.awards.lifecycle import GiftState
from tournament_engine.awards.models import CertificateReport, Gift, PrizePool
from tournament_engine.awards.prize_desk import rows_of
from tournament_engine.core import panels
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.economy.lifecycle import OPEN
from tournament_engine.economy.models import Payout
from tournament_engine.economy.permissions import MANAGE_PAYOUTS
from tournament_engine.users import AnyUser

__all__ = ["declare"]


def declare() -> None:
    """Put the prizes on the tournament's page, and the ways to them into the console."""
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
