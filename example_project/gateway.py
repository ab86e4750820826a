"""An example of a gateway: the class by which this site reads the messages of one.

It is offered once `GATEWAY_SECRET` is set. `GATEWAY_URL` is where the gateway takes the money.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from tournament_engine.registration.lifecycle import GatewayState
from tournament_engine.registration.payments.gateways import Gateway, GatewayEvent
from tournament_engine.registration.payments.models import Payment

__all__ = ["ExamplePay"]


class ExamplePay(Gateway):
    """Leads the payer away with the order's number, and reads what is told of that order."""

    label = "ExamplePay"
    instructions = "You pay on the page of ExamplePay and come back."

    def url(self, payment: Payment) -> str:
        facts = {
            "order": payment.pk,
            "amount": payment.amount,
            "currency": payment.currency,
            "merchant": self.account(),
        }
        return f"{settings.GATEWAY_URL}?{urlencode(facts)}"

    def secrets(self) -> Sequence[str]:
        # "new,old" while the secret changes.
        return [secret for secret in settings.GATEWAY_SECRET.split(",") if secret]

    def account(self) -> str:
        return settings.GATEWAY_ACCOUNT

    def read(self, message: Mapping[str, Any]) -> GatewayEvent | None:
        if message["kind"] != "charge":
            return None
        return GatewayEvent(
            id=message["id"],
            payment=message["order"],
            state=GatewayState(message["status"]),
            occurred_at=datetime.fromtimestamp(message["time"], UTC),
            reference=message["charge"],
            amount=message["amount"],
            currency=message["currency"],
            account=message["merchant"],
        )
