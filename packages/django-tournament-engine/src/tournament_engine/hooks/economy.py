"""The economy hook: where money comes from and goes to.

Amounts are whole minor units. `charge`, `refund` and `payout` are called after commit and may
be called again: the same key gives the same receipt and moves nothing, and another body under
a known key is HookError("key_reused"). After a lost answer `lookup` says what became of a key.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.utils.translation import gettext as _

from tournament_engine.errors import HookError
from tournament_engine.users import User

__all__ = ["CLEARED", "Economy", "Money", "PayoutCheck", "Quote", "Receipt", "Verdict"]

#: Whether somebody may be paid: yes, not yet, or not at all.
Verdict: TypeAlias = Literal["allowed", "pending", "refused"]


@dataclass(frozen=True)
class Money:
    """An amount in the smallest unit of a currency: Money(1250, "EUR") is 12.50 €."""

    amount: int
    currency: str


@dataclass(frozen=True)
class Quote:
    """What a charge would cost, and whether this person can pay it from the wallet."""

    price: Money
    is_covered: bool


@dataclass(frozen=True)
class Receipt:
    """Proof that money moved; `key` is the idempotency key, `reference` the site's own name."""

    key: str
    reference: str
    amount: Money


@dataclass(frozen=True)
class PayoutCheck:
    """Whether somebody may be paid; the recipient and the staff read the reason why not."""

    verdict: Verdict
    reason: str = ""


CLEARED = PayoutCheck("allowed")


class Economy:
    """Base class and default: the site has no wallet, and says so when it is asked to pay."""

    def quote(self, user: User, price: Money) -> Quote:  # noqa: ARG002 - for the site's own classes
        """Return what a charge would cost this person; nothing moves."""
        raise _no_wallet()

    def balance(self, user: User, currency: str) -> Money:  # noqa: ARG002 - the same
        """Return what a person has."""
        raise _no_wallet()

    def charge(self, user: User, price: Money, idempotency_key: str) -> Receipt:  # noqa: ARG002 - the same
        """Take money from a person. HookError("insufficient_funds") where there is too little."""
        raise _no_wallet()

    def refund(self, charge_key: str, amount: Money, idempotency_key: str) -> Receipt:  # noqa: ARG002 - the same
        """Give back a part of a charge or all of it, never more than was charged."""
        raise _no_wallet()

    def payout(self, user: User, amount: Money, idempotency_key: str) -> Receipt:  # noqa: ARG002 - the same
        """Give money to a person."""
        raise _no_wallet()

    def check_payout(self, user: User, amount: Money, kind: str) -> PayoutCheck:  # noqa: ARG002 - the same
        """Return whether a person may be paid, as far as the law asks who that is.

        `kind` is "prize", "refund" or "reward". While it is pending it is asked again.
        """
        return CLEARED

    def lookup(self, idempotency_key: str) -> Receipt | None:  # noqa: ARG002 - the same
        """Return the receipt of a key, None if nothing moved under it so far.

        While something is being done under it, raise a retryable HookError.
        """
        raise _no_wallet()


def _no_wallet() -> HookError:
    return HookError("no_wallet", _("This site moves no money: name a class in HOOKS['economy']."))
