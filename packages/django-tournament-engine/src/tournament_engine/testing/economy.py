"""A wallet in memory."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field

from tournament_engine.errors import HookError
from tournament_engine.hooks.economy import (
    CLEARED,
    Economy,
    Money,
    PayoutCheck,
    Quote,
    Receipt,
)
from tournament_engine.testing.faults import Faulty, faulty
from tournament_engine.users import User

__all__ = ["FakeEconomy"]


@dataclass
class FakeEconomy(Faulty, Economy):
    """Keeps what people have in `purses`, by id and currency, and every receipt by key.

    `checks` says by id who may not be paid, or not yet, or that the question fails.
    """

    purses: Counter[tuple[str, str]] = field(default_factory=Counter)
    receipts: dict[str, Receipt] = field(default_factory=dict)
    bodies: dict[str, Hashable] = field(default_factory=dict)
    charged_to: dict[str, str] = field(default_factory=dict)
    refunded: Counter[str] = field(default_factory=Counter)
    checks: dict[str, PayoutCheck | HookError] = field(default_factory=dict)

    @faulty
    def quote(self, user: User, price: Money) -> Quote:
        return Quote(price, is_covered=self._has(user, price))

    @faulty
    def balance(self, user: User, currency: str) -> Money:
        return Money(self.purses[str(user.pk), currency], currency)

    @faulty
    def charge(self, user: User, price: Money, idempotency_key: str) -> Receipt:
        if self._is_known(idempotency_key, ("charge", str(user.pk), price)):
            return self.receipts[idempotency_key]
        if not self._has(user, price):
            raise HookError("insufficient_funds", "There is too little in the wallet.")
        self.charged_to[idempotency_key] = str(user.pk)
        return self._move(str(user.pk), price, -price.amount, idempotency_key)

    @faulty
    def refund(self, charge_key: str, amount: Money, idempotency_key: str) -> Receipt:
        if self._is_known(idempotency_key, ("refund", charge_key, amount)):
            return self.receipts[idempotency_key]
        charge = self.receipts.get(charge_key)
        if charge is None or self.refunded[charge_key] + amount.amount > charge.amount.amount:
            raise HookError("refund_too_high", "This is more than was charged.")
        self.refunded[charge_key] += amount.amount
        return self._move(self.charged_to[charge_key], amount, amount.amount, idempotency_key)

    @faulty
    def payout(self, user: User, amount: Money, idempotency_key: str) -> Receipt:
        if self._is_known(idempotency_key, ("payout", str(user.pk), amount)):
            return self.receipts[idempotency_key]
        return self._move(str(user.pk), amount, amount.amount, idempotency_key)

    def check_payout(self, user: User, amount: Money, kind: str) -> PayoutCheck:  # noqa: ARG002 - the same for all
        answer = self.checks.get(str(user.pk), CLEARED)
        if isinstance(answer, HookError):
            raise answer
        return answer

    @faulty
    def lookup(self, idempotency_key: str) -> Receipt | None:
        return self.receipts.get(idempotency_key)

    def _has(self, user: User, price: Money) -> bool:
        return self.purses[str(user.pk), price.currency] >= price.amount

    def _is_known(self, key: str, body: Hashable) -> bool:
        if self.bodies.setdefault(key, body) != body:
            raise HookError("key_reused", "This key stands for something else.")
        return key in self.receipts

    def _move(self, holder: str, amount: Money, change: int, key: str) -> Receipt:
        self.purses[holder, amount.currency] += change
        return self.receipts.setdefault(key, Receipt(key, f"fake-{len(self.receipts)}", amount))
