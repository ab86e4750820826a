"""What the console shows of entry fees."""

from typing import Any

from tournament_engine.core import panels
from tournament_engine.core.models import Tournament
from tournament_engine.core.panels import Panel
from tournament_engine.core.roles import MANAGE, REVIEW_PAYMENTS
from tournament_engine.money import shown
from tournament_engine.registration.lifecycle import DUE, PaymentState
from tournament_engine.registration.payments.models import Payment
from tournament_engine.users import AnyUser

__all__ = ["declare"]


def declare() -> None:
    """Put the fees into the console."""
    panels.register(
        Panel(
            key="payments",
            order=25,
            template="tournament_engine/registration/payments_panel.html",
            context=_panel,
            capabilities=(MANAGE, REVIEW_PAYMENTS),
        )
    )


def _panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    if not tournament.fee_amount:
        return {"tournament": tournament, "fee": ""}
    rows = Payment.objects.filter(tournament=tournament)
    return {
        "tournament": tournament,
        "fee": shown(tournament.fee_amount, tournament.fee_currency),
        "submitted": rows.filter(state=PaymentState.SUBMITTED).count(),
        "due": rows.filter(state__in=DUE).count(),
        "paid": rows.filter(state=PaymentState.VERIFIED).count(),
    }
