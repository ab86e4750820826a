"""What goes back of a fee, as pages and tables show it. Reads only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.money import shown
from tournament_engine.registration.payments.models import Payment

__all__ = [
    "SURPLUS",
    "Refund",
    "left_of",
    "lines_of",
    "refunds_by_payment",
    "refunds_of",
    "slot_of",
    "slot_of_row",
    "standing_lines",
    "surplus_of",
]

_FEE = "fee:"

#: How the lines of what came twice begin.
SURPLUS = "surplus:"


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
    return [Refund(line) for line in lines_of(payment).order_by("pk")]


def lines_of(payment: Payment) -> QuerySet[Payout]:
    """Return the lines by which a payment goes back, those that were cancelled too."""
    return _lines(payment.tournament_id).filter(slot__startswith=slot_of(payment))


def standing_lines(payment: Payment) -> QuerySet[Payout]:
    """Return those of its lines that were not cancelled."""
    return lines_of(payment).exclude(state=PayoutState.CANCELLED).order_by("pk")


def left_of(payment: Payment) -> int:
    """Return what of a payment does not go back, in minor units."""
    return (payment.paid_amount or 0) - sum(line.amount for line in standing_lines(payment))


def slot_of(payment: Payment) -> str:
    """Return how the refund lines of a payment begin in the plan of payouts."""
    return f"{_FEE}{payment.pk}:"


def slot_of_row() -> Concat:
    """Return the same for the database, in a subquery of payments."""
    return Concat(Value(_FEE), Cast(OuterRef("pk"), CharField()), Value(":"))


def refunds_by_payment(tournament_id: int) -> dict[int, list[Payout]]:
    """Return the refund lines of a tournament by the key of the payment."""
    found: defaultdict[int, list[Payout]] = defaultdict(list)
    lines: Iterable[Payout] = _lines(tournament_id).filter(slot__startswith=_FEE)
    for line in lines:
        found[int(line.slot.split(":")[1])].append(line)
    return found


def surplus_of(tournament_id: int) -> QuerySet[Payout]:
    """Return the lines by which money goes back that came for fees which were paid already."""
    return _lines(tournament_id).filter(slot__startswith=SURPLUS)


def _lines(tournament_id: int) -> QuerySet[Payout]:
    return Payout.objects.filter(tournament=tournament_id, kind=PayoutKind.REFUND)
