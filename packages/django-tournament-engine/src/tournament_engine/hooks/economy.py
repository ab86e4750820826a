"""The economy hook: where money comes from and goes to.

Amounts are whole minor units. `charge`, `refund` and `payout` are called after commit and may
be called again: the same key gives the same receipt and moves nothing, and another body under
a known key is HookError("key_reused"). After a lost answer `lookup` says what became of a key.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tournament_engine.errors import HookError
from tournament_engine.users import User

__all__ = ["Economy", "Money", "Quote", "Receipt"]


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

    def lookup(self, idempotency_key: str) -> Receipt | None:  # noqa: ARG002 - the same
        """Return the receipt of a key, None if nothing moved under it."""
        raise _no_wallet()


def _no_wallet() -> HookError:
    return HookError("no_wallet", _("This site moves no money: name a class in HOOKS['economy']."))
