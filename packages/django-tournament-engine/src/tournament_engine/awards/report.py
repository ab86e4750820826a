"""What became of the money of a tournament: planned = paid + open + cancelled, a currency."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tournament_engine.core.models import Tournament
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout

__all__ = ["Total", "totals"]

_SUMS = {PayoutState.PAID: "paid", PayoutState.CANCELLED: "cancelled"}


@dataclass(kw_only=True)
class Total:
    """The sums of one currency, in minor units."""

    currency: str
    planned: int = 0
    paid: int = 0
    open: int = 0
    cancelled: int = 0


def totals(tournament: Tournament) -> list[Total]:
    """Return the sums of every currency that lines of a tournament are in."""
    rows = Payout.objects.filter(tournament=tournament)
    return _summed(rows.values_list("currency", "state", "amount"))


def _summed(lines: Iterable[tuple[str, str, int]]) -> list[Total]:
    sums: defaultdict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for currency, state, amount in lines:
        sums[currency]["planned"] += amount
        sums[currency][_SUMS.get(PayoutState(state), "open")] += amount
    return [Total(currency=currency, **sums[currency]) for currency in sorted(sums)]
