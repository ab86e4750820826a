"""The account of a tournament: what came in, what went out, what remains. Reads only."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Tournament
from tournament_engine.economy import report
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.economy.report import Total
from tournament_engine.money import major
from tournament_engine.registration.lifecycle import PaymentState
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.payments.refunds import surplus_of

__all__ = ["Account", "accounts_of", "as_csv"]

#: The money of these came, whatever went back since.
_CAME = (PaymentState.VERIFIED, PaymentState.REFUNDED)

#: What an account tells, in its order: the name in tables, and the words on the page.
_LINES: dict[str, Promise] = {
    "fees_taken": _("Entry fees taken"),
    "refunds_paid": _("Fees given back"),
    "refunds_open": _("Fees still to be given back"),
    "prizes_planned": _("Prizes planned"),
    "prizes_paid": _("Prizes paid"),
    "prizes_open": _("Prizes still to be paid"),
    "prizes_cancelled": _("Prizes cancelled"),
    "rewards_paid": _("Rewards of challenges paid"),
    "rewards_open": _("Rewards of challenges still to be paid"),
    "in_hand": _("Fees less what was paid out"),
    "remains": _("Remains once all is paid"),
}


@dataclass(frozen=True, kw_only=True)
class Account:
    """The money of one currency, in minor units.

    Less than nothing remains where prizes come from elsewhere than the fees.
    """

    currency: str
    fees_taken: int
    refunds: Total
    prizes: Total
    rewards: Total

    @property
    def sums(self) -> dict[str, int]:
        """Return every sum under its name."""
        out = (self.refunds, self.prizes, self.rewards)
        in_hand = self.fees_taken - sum(line.paid for line in out)
        return {
            "fees_taken": self.fees_taken,
            "refunds_paid": self.refunds.paid,
            "refunds_open": self.refunds.open,
            "prizes_planned": self.prizes.planned,
            "prizes_paid": self.prizes.paid,
            "prizes_open": self.prizes.open,
            "prizes_cancelled": self.prizes.cancelled,
            "rewards_paid": self.rewards.paid,
            "rewards_open": self.rewards.open,
            "in_hand": in_hand,
            "remains": in_hand - sum(line.open for line in out),
        }

    @property
    def lines(self) -> Iterator[tuple[Promise, int]]:
        """Yield every sum with its words."""
        return ((_LINES[name], amount) for name, amount in self.sums.items())


def accounts_of(tournament: Tournament) -> list[Account]:
    """Return the account of every currency that money of a tournament is in."""
    fees = _fees(tournament)
    out = {kind: _sums(tournament, kind) for kind in PayoutKind}
    return [
        Account(
            currency=currency,
            fees_taken=fees.get(currency, 0),
            refunds=out[PayoutKind.REFUND].get(currency) or Total(currency=currency),
            prizes=out[PayoutKind.PRIZE].get(currency) or Total(currency=currency),
            rewards=out[PayoutKind.REWARD].get(currency) or Total(currency=currency),
        )
        for currency in sorted(fees.keys() | set().union(*out.values()))
    ]


def as_csv(tournament: Tournament) -> str:
    """Return the accounts as a table for a spreadsheet, a line for each currency."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(["currency", *_LINES])
    for account in accounts_of(tournament):
        sums = (str(major(amount, account.currency)) for amount in account.sums.values())
        writer.writerow([account.currency, *sums])
    # The mark lets spreadsheets read the file as UTF-8.
    return "\ufeff" + text.getvalue()


def _fees(tournament: Tournament) -> Counter[str]:
    """Return what came of fees, and what came twice: that is among what goes back."""
    came = Payment.objects.filter(tournament=tournament, state__in=_CAME)
    fees = came.order_by("currency").values_list("currency").annotate(Sum("paid_amount"))
    twice = surplus_of(tournament.pk).exclude(state=PayoutState.CANCELLED)
    surplus = twice.order_by("currency").values_list("currency").annotate(Sum("amount"))
    return Counter(dict(fees)) + Counter(dict(surplus))


def _sums(tournament: Tournament, kind: PayoutKind) -> dict[str, Total]:
    rows = Payout.objects.filter(tournament=tournament, kind=kind)
    return {total.currency: total for total in report.totals(rows)}
