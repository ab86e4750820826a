"""What became of the money that is owed: planned = paid + open + cancelled, in every currency."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from tournament_engine import hooks
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout, PayoutMethod, Transfer

__all__ = ["Total", "totals", "unfounded"]

_SUMS = {PayoutState.PAID: "paid", PayoutState.CANCELLED: "cancelled"}


@dataclass(kw_only=True)
class Total:
    """The sums of one currency, in minor units."""

    currency: str
    planned: int = 0
    paid: int = 0
    open: int = 0
    cancelled: int = 0


def totals(rows: QuerySet[Payout]) -> list[Total]:
    """Return the sums of every currency that lines are in."""
    sums: defaultdict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for currency, state, amount in rows.values_list("currency", "state", "amount").iterator():
        sums[currency]["planned"] += amount
        sums[currency][_SUMS.get(PayoutState(state), "open")] += amount
    return [Total(currency=currency, **sums[currency]) for currency in sorted(sums)]


def unfounded() -> list[str]:
    """Return a sentence for each line that counts as paid while the ledger moved nothing for it.

    What a person decided has a reason of its own, and another system keeps its own books.
    """
    if not isinstance(hooks.economy(), Ledger):
        return []
    moved = Transfer.objects.filter(
        key=OuterRef("key"), amount=OuterRef("amount"), currency=OuterRef("currency")
    )
    paid = Payout.objects.filter(state=PayoutState.PAID, method=PayoutMethod.WALLET, reason="")
    lines = paid.exclude(Exists(moved)).order_by("pk")
    return [f"payout {row.pk} counts as paid, and nothing moved for it" for row in lines]
