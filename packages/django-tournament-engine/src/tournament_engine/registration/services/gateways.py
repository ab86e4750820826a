"""What gateways tell of payments: each message judged once, and kept with what came of it.

A message that is signed is never lost: it is booked, or kept with the reason why it was not, and
the staff is told where somebody has to act. An older message never wins over a newer one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine.audit import chain
from tournament_engine.audit import services as audit
from tournament_engine.economy.models import PayoutKind, PayoutMethod
from tournament_engine.economy.services import plan_payout
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.money import shown
from tournament_engine.registration.lifecycle import PAID, EventOutcome, GatewayState
from tournament_engine.registration.payments.gateways import Gateway, GatewayEvent
from tournament_engine.registration.payments.methods import methods
from tournament_engine.registration.payments.models import Payment, PaymentEvent
from tournament_engine.registration.payments.news import notify_staff
from tournament_engine.registration.payments.refunds import SURPLUS
from tournament_engine.registration.services.payments import (
    is_known,
    key_of_reference,
    take_payment,
)
from tournament_engine.registration.services.wallet import confirm_payment

__all__ = ["receive_gateway_event"]

_O = EventOutcome

#: More than any gateway sends.
_LARGEST = 64 * 1024
_LONGEST_KEY = 18
_LONGEST_NAME = 120

#: At one and the same moment these come after one another.
_ORDER = list(GatewayState)

#: A person has to look at these.
_FOR_STAFF = frozenset(
    {
        _O.SURPLUS,
        _O.RETURNED,
        _O.WRONG_AMOUNT,
        _O.WRONG_CURRENCY,
        _O.WRONG_ACCOUNT,
        _O.KNOWN_REFERENCE,
    }
)


def receive_gateway_event(
    *, method: str, body: bytes, headers: Mapping[str, str], now: datetime | None = None
) -> PaymentEvent | None:
    """Take a message of a gateway; None where it is about nothing of ours.

    Raise NotAllowed unless it is signed, InvalidInput where it cannot be read, and Conflict
    where its id stands for another message.
    """
    gateway = methods().get(method)
    if not isinstance(gateway, Gateway) or len(body) > _LARGEST:
        raise NotAllowed(_("Nobody takes such messages here."), code="no_gateway")
    gateway.check(body, headers, now=now or timezone.now())
    told, message = gateway.event(body)
    if told is None:
        return None
    _check(told)
    try:
        return _take(method, gateway, told, message)
    except IntegrityError:
        # Another message under this id, about something else, was faster: its locks are not ours.
        return _same(PaymentEvent.objects.get(method=method, event_id=told.id), told)


@transaction.atomic
def _take(
    method: str, gateway: Gateway, told: GatewayEvent, message: Mapping[str, Any]
) -> PaymentEvent:
    payment = _payment(told.payment)
    if payment is not None:
        take_payment(payment)
    known = PaymentEvent.objects.filter(method=method, event_id=told.id).first()
    if known is not None:
        return _same(known, told)
    outcome = _O.UNKNOWN_PAYMENT if payment is None else _judged(payment, method, gateway, told)
    event = PaymentEvent.objects.create(
        method=method,
        event_id=told.id,
        payment=payment,
        state=told.state,
        occurred_at=told.occurred_at,
        reference=told.reference,
        amount=told.amount,
        currency=told.currency,
        account=told.account,
        outcome=outcome,
        digest=_digest(told),
        body=chain.plain(message),
    )
    _tell(event, payment)
    return event


def _judged(payment: Payment, method: str, gateway: Gateway, told: GatewayEvent) -> EventOutcome:
    """Do what a message asks for, and return what that was."""
    if told.account != gateway.account():
        return _O.WRONG_ACCOUNT
    if told.currency != payment.currency:
        return _O.WRONG_CURRENCY
    if _is_stale(method, told):
        return _O.STALE
    match told.state:
        case GatewayState.PAID:
            return _booked(payment, method, told)
        case GatewayState.RETURNED:
            return _O.RETURNED
        case _:
            return _O.NOTED


def _is_stale(method: str, told: GatewayEvent) -> bool:
    """Whether a newer message about the same charge was taken already."""
    others = PaymentEvent.objects.filter(method=method, reference=told.reference)
    rank = _ORDER.index(told.state)
    return any(
        (one.occurred_at, _ORDER.index(GatewayState(one.state))) > (told.occurred_at, rank)
        for one in others
    )


def _booked(payment: Payment, method: str, told: GatewayEvent) -> EventOutcome:
    if payment.state in PAID and (payment.method, payment.reference) != (method, told.reference):
        _give_back(payment, method, told)
        return _O.SURPLUS
    if payment.state not in PAID and told.amount < payment.amount:
        return _O.WRONG_AMOUNT
    if is_known(payment, key_of_reference(told.reference)):
        return _O.KNOWN_REFERENCE
    confirm_payment(payment=payment, method=method, reference=told.reference, amount=told.amount)
    return _O.BOOKED


def _give_back(payment: Payment, method: str, told: GatewayEvent) -> None:
    """Open the line by which money goes back that came for a fee which is paid already."""
    plan_payout(
        tournament_id=payment.tournament_id,
        kind=PayoutKind.REFUND,
        slot=f"{SURPLUS}{payment.pk}:{hashlib.sha256(told.reference.encode()).hexdigest()[:32]}",
        recipient=payment.payer,
        recipient_name=payment.registration.name,
        amount=told.amount,
        currency=told.currency,
        method=PayoutMethod.CASH,
        charge_key=f"{method}:{told.reference}"[:_LONGEST_NAME],
        by=None,
    )


def _tell(event: PaymentEvent, payment: Payment | None) -> None:
    after = {"event": event.event_id, "state": event.state, "outcome": event.outcome}
    audit.log(by=None, action="payment.event", subject=payment or event, after=after)
    if payment is not None and event.outcome in _FOR_STAFF:
        money = shown(event.amount, event.currency)
        notify_staff("payment_event", payment, amount=money, key=f"event:{event.pk}")


def _payment(key: str) -> Payment | None:
    if not (key.isascii() and key.isdigit() and len(key) <= _LONGEST_KEY):
        return None
    rows = Payment.objects.select_related("registration__tournament", "tournament", "payer")
    return rows.filter(pk=int(key)).first()


def _check(told: GatewayEvent) -> None:
    """Refuse what no column holds: a class of the site's own may hand on whatever came."""
    names: tuple[object, ...] = (
        told.id,
        told.payment,
        told.reference,
        told.currency,
        told.account,
    )
    is_text = all(
        isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and name.isprintable()
        for name in names
    )
    is_amount = type(told.amount) is int and 0 <= told.amount < 2**62
    if not is_text or not is_amount or told.occurred_at.tzinfo is None:
        raise InvalidInput(_("The message cannot be read."), code="unreadable")


def _same(known: PaymentEvent, told: GatewayEvent) -> PaymentEvent:
    if known.digest != _digest(told):
        message = _("This id stands for another message.")
        raise Conflict(message, code="event_reused")
    return known


def _digest(told: GatewayEvent) -> str:
    """Return what two messages share that say the same; a gateway may count its tries in them."""
    facts = json.dumps(asdict(told), cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()
