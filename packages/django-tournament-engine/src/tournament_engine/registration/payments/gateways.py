"""Gateways: ways to pay that tell the site by a signed message what became of a payment.

A message counts when its signature is right for its body and its time, and its time is now.
What it says is taken apart by the site's own class, and judged by
`services.receive_gateway_event`.
"""

import hashlib
import hmac
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput, NotAllowed
from tournament_engine.registration.lifecycle import GatewayState
from tournament_engine.registration.payments.methods import PaymentMethod

__all__ = ["Gateway", "GatewayEvent"]

_LONGEST_TIME = 11


@dataclass(frozen=True, kw_only=True)
class GatewayEvent:
    """What a gateway tells: `state` of the charge `reference` at `occurred_at`.

    `id` is the message's own name, the same when it is sent again. `payment` is the key of
    the payment that the gateway was given (`str(payment.pk)`), `account` the one of the site's
    accounts that the money is in; `amount` is in minor units.
    """

    id: str
    payment: str
    state: GatewayState
    occurred_at: datetime
    reference: str
    amount: int
    currency: str
    account: str


class Gateway(PaymentMethod, ABC):
    """A way to pay with messages to the site. `url` leads the payer to the gateway's page.

    The messages come to the route `payment_webhook`. `header` carries the time and one or more
    signatures, "t=1767225600,v1=<hex>", each an HMAC-SHA256 over "<t>." and the body.
    """

    is_automatic = True
    header: ClassVar[str] = "X-Signature"
    #: So far may the time of a message be from now, either way.
    window: ClassVar[timedelta] = timedelta(minutes=5)

    @abstractmethod
    def secrets(self) -> Sequence[str]:
        """Return the secrets that sign messages: the new and the old one while they change."""

    @abstractmethod
    def account(self) -> str:
        """Return the gateway's name of the account that fees are paid into."""

    @abstractmethod
    def read(self, message: Mapping[str, Any]) -> GatewayEvent | None:
        """Return what a message tells of a payment, None where it is about something else.

        A KeyError, TypeError or ValueError refuses the message as one that cannot be read.
        """

    def decode(self, body: bytes) -> Mapping[str, Any]:
        """Return the body as names and values; JSON, unless the site's class knows better."""
        message: Mapping[str, Any] = json.loads(body)
        return message

    def sign(self, body: bytes, at: datetime, secret: str) -> str:
        """Return the value of the header for a body that is sent at a time."""
        moment = str(int(at.timestamp()))
        return f"t={moment},v1={_signature(secret, moment, body)}"

    def check(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> None:
        """Raise NotAllowed unless the message is signed, and signed now."""
        moment, given = _taken_apart(headers.get(self.header, ""))
        known = [_signature(secret, moment, body) for secret in self.secrets() if secret]
        # All are compared, in constant time: how long it takes says nothing of a secret.
        matches = [hmac.compare_digest(own, one) for own in known for one in given]
        if not any(matches):
            raise NotAllowed(_("The signature is not the gateway's."), code="signature")
        if abs(now.timestamp() - int(moment)) > self.window.total_seconds():
            raise NotAllowed(_("The message was signed at another time."), code="out_of_window")

    def event(self, body: bytes) -> tuple[GatewayEvent | None, Mapping[str, Any]]:
        """Return what a message tells, and the message; InvalidInput where it cannot be read."""
        try:
            message = self.decode(body)
            return self.read(message), message
        except (KeyError, TypeError, ValueError, ArithmeticError, OSError, RecursionError) as error:
            raise InvalidInput(_("The message cannot be read."), code="unreadable") from error


def _signature(secret: str, moment: str, body: bytes) -> str:
    signed = moment.encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _taken_apart(header: str) -> tuple[str, list[str]]:
    """Return the time and the signatures of a header; no signature where it makes no sense."""
    parts = [part.strip().partition("=") for part in header.split(",") if part.isascii()]
    moments = [value for name, _sign, value in parts if name == "t"]
    given = [value for name, _sign, value in parts if name == "v1"]
    if len(moments) != 1 or not moments[0].isdigit() or len(moments[0]) > _LONGEST_TIME:
        return "0", []
    return moments[0], given
