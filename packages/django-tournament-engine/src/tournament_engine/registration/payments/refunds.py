"""What goes back of a fee, as pages and tables show it. Reads only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.money import shown
from tournament_engine.registration.payments.models import Payment

__all__ = ["Refund", "refunds_by_payment", "refunds_of"]


@dataclass(frozen=True)
class Refund:
    """One line of money that goes back."""

    line: Payout

    @property
    def amount(self) -> str:
        """Return the amount in words."""
        return shown(self.line.amount, self.line.currency)


def refunds_of(payment: Payment) -> list[Refund]:
    """Return the refund lines of one payment."""
    lines = _lines(payment.tournament_id).filter(slot__startswith=f"fee:{payment.pk}:")
    return [Refund(line) for line in lines.order_by("pk")]


def refunds_by_payment(tournament_id: int) -> dict[int, list[Payout]]:
    """Return the refund lines of a tournament by the key of the payment."""
    found: defaultdict[int, list[Payout]] = defaultdict(list)
    lines: Iterable[Payout] = _lines(tournament_id).filter(slot__startswith="fee:")
    for line in lines:
        found[int(line.slot.split(":")[1])].append(line)
    return found


def _lines(tournament_id: int) -> QuerySet[Payout]:
    return Payout.objects.filter(tournament=tournament_id, kind=PayoutKind.REFUND)
