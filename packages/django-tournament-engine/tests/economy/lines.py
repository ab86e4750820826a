"""Lines of money, and an economy that loses its answers."""

from typing import Any

from tests.factories import a_user
from tests.people.models import Person

from tournament_engine.core.models import Tournament
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.economy.services import plan_payout
from tournament_engine.errors import HookError
from tournament_engine.hooks.economy import Money, Receipt

__all__ = ["Unsure", "has", "planned", "state_of"]


class Unsure(Ledger):
    """Pays, and loses the answer, `lost` times; `blind` times it cannot look a key up."""

    lost = 0
    blind = 0
    refused = ""

    def payout(self, user: Any, amount: Money, idempotency_key: str) -> Receipt:
        if self.refused:
            raise HookError(self.refused, "No.")
        receipt = super().payout(user, amount, idempotency_key)
        if self.lost:
            self.lost -= 1
            raise HookError("lost", "The line went dead.", retryable=True)
        return receipt

    def lookup(self, idempotency_key: str) -> Receipt | None:
        if self.blind:
            self.blind -= 1
            raise HookError("down", "Nobody answers.", retryable=True)
        return super().lookup(idempotency_key)


def planned(
    cup: Tournament,
    user: Person | None = None,
    amount: int = 500,
    slot: str = "1:1",
    by: Person | None = None,
    **facts: Any,
) -> Payout:
    """Return a line of a tournament that is to be paid."""
    person = user or a_user()
    return plan_payout(
        tournament_id=cup.pk,
        kind=facts.pop("kind", PayoutKind.PRIZE),
        slot=slot,
        recipient=person,
        recipient_name="Ann",
        amount=amount,
        currency="EUR",
        by=by or cup.organizer,
        **facts,
    )


def has(user: Person) -> int:
    """Return what somebody has in the wallet."""
    return Ledger().balance(user, "EUR").amount


def state_of(payout: Payout) -> str:
    """Return where a line stands in the database."""
    return Payout.objects.get(pk=payout.pk).state
