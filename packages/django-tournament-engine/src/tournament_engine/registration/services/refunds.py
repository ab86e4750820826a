"""Fees given back: by decision of the staff, and to everybody when a tournament is called off."""

from datetime import datetime

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from tournament_engine import jobs
from tournament_engine.audit import services as audit
from tournament_engine.core.models import Tournament
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.money import shown
from tournament_engine.registration.lifecycle import PaymentState
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.payments.news import notify_payer
from tournament_engine.registration.services import fees
from tournament_engine.registration.services.payments import take_for_review, take_payment
from tournament_engine.text import sentence
from tournament_engine.users import User

__all__ = ["refund_all", "refund_payment", "settle_refunds"]

_S = PaymentState


@transaction.atomic
def refund_payment(*, payment: Payment, reason: str, by: User, amount: int | None = None) -> Payout:
    """Open the line by which a fee goes back, whole or in part; once, whoever asks again."""
    take_for_review(payment, by)
    if payment.state != _S.VERIFIED:
        raise Conflict(_("Only a fee that was paid can be given back."), code="not_paid")
    paid = payment.paid_amount or 0
    wanted = paid if amount is None else amount
    if type(wanted) is not int or not 0 < wanted <= paid:
        message = _("Give back at least something, and %(paid)s at most.") % {"paid": payment.paid}
        raise InvalidInput(message, code="amount", field="amount")
    reason = sentence(reason, field="reason", longest=500)
    known = fees.refund_lines(payment)
    line = fees.open_refund(payment, wanted, by=by)
    if line is None or line.amount != wanted:
        message = _("Another amount is given back already: cancel that line first.")
        raise Conflict(message, code="refunded_otherwise", field="amount")
    if not known:
        after = {"amount": wanted, "payout": line.pk}
        audit.log(
            by=by, action="payment.refund_opened", subject=payment, after=after, reason=reason
        )
        notify_payer(
            "payment_refunded", payment, reason=reason, amount=shown(wanted, payment.currency)
        )
    return line


def refund_all(tournament: Tournament, by: User | None) -> None:
    """Open a refund of each fee that was paid for a tournament which is called off, once."""
    paid = Payment.objects.filter(tournament=tournament, state=_S.VERIFIED).order_by("pk")
    for payment in paid.select_related("registration", "payer", "tournament"):
        fees.open_refund(payment, payment.paid_amount or 0, by=by)
    # What is still being checked goes back as a whole too, should the money be there.
    checked = Payment.objects.filter(tournament=tournament, state=_S.SUBMITTED)
    checked.update(refund_percent=fees.WHOLE)


def settle_refunds(now: datetime) -> int:  # noqa: ARG001 - a job's signature
    """Mark each fee as given back whose refund lines were paid and come to all of it."""
    slot = Concat(Value("fee:"), Cast(OuterRef("pk"), CharField()), Value(":"))
    lines = Payout.objects.filter(
        tournament=OuterRef("tournament"),
        kind=PayoutKind.REFUND,
        state=PayoutState.PAID,
        amount=OuterRef("paid_amount"),
        slot__startswith=slot,
    )
    given = Payment.objects.filter(Exists(lines), state=_S.VERIFIED)
    return jobs.each(given.select_related("registration__tournament"), _mark, of=None)


@transaction.atomic
def _mark(payment: Payment) -> bool:
    take_payment(payment)
    if payment.state != _S.VERIFIED:
        return False
    fees.move(payment, _S.REFUNDED, by=None)
    return True
