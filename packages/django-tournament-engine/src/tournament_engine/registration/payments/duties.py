"""What the console shows of entry fees, and what their staff is asked for."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.core import calls, panels
from tournament_engine.core.calls import Call
from tournament_engine.core.models import Tournament
from tournament_engine.core.panels import Panel
from tournament_engine.core.roles import MANAGE, REVIEW_PAYMENTS
from tournament_engine.money import shown
from tournament_engine.registration.lifecycle import DUE, PaymentState
from tournament_engine.registration.payments.models import Payment
from tournament_engine.users import AnyUser

__all__ = ["declare"]


def declare() -> None:
    """Put the fees into the console, and ask for proofs to be looked at."""
    calls.register("payments", _call)
    panels.register(
        Panel(
            key="payments",
            order=25,
            template="tournament_engine/registration/payments_panel.html",
            context=_panel,
            capabilities=(MANAGE, REVIEW_PAYMENTS),
        )
    )


def _call(tournament: Tournament, user: AnyUser) -> Call | None:
    if not tournament.fee_amount or not user.is_authenticated:
        return None
    if not permissions.can(user, REVIEW_PAYMENTS, tournament):
        return None
    sent = Payment.objects.filter(tournament=tournament, state=PaymentState.SUBMITTED)
    count = sent.exclude(registration__user=user).count()
    if not count:
        return None
    words = ngettext(
        "%(count)d proof of payment waits to be checked.",
        "%(count)d proofs of payment wait to be checked.",
        count,
    ) % {"count": count}
    return calls.at_desk(tournament, words, _("To the payments"), "payments")


def _panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    if not tournament.fee_amount:
        return {"tournament": tournament, "fee": ""}
    numbers = Payment.objects.filter(tournament=tournament).aggregate(
        submitted=Count("pk", filter=Q(state=PaymentState.SUBMITTED)),
        due=Count("pk", filter=Q(state__in=DUE)),
        paid=Count("pk", filter=Q(state=PaymentState.VERIFIED)),
    )
    fee = shown(tournament.fee_amount, tournament.fee_currency)
    return {"tournament": tournament, "fee": fee, **numbers}
