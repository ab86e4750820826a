"""Fees given back: by decision of the staff, and to everybody when a tournament is called off."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Sum
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
from tournament_engine.registration.payments.refunds import slot_of_row, standing_lines
from tournament_engine.registration.services import fees
from tournament_engine.registration.services.payments import take_for_review, take_payment
from tournament_engine.text import sentence
from tournament_engine.users import User

__all__ = ["refund_all", "refund_payment", "settle_refunds"]

_S = PaymentState


@transaction.atomic
def refund_payment(*, payment: Payment, reason: str, by: User, amount: int | None = None) -> Payout:
    """Let a fee go back, all of it or `amount` in all; return the last of its lines.

    The same amount again opens nothing, whoever asks; more opens a line for the rest.
    """
    take_for_review(payment, by)
    if payment.state != _S.VERIFIED:
        raise Conflict(_("Only a fee that was paid can be given back."), code="not_paid")
    paid = payment.paid_amount or 0
    wanted = paid if amount is None else amount
    if type(wanted) is not int or not 0 < wanted <= paid:
        message = _("Give back at least something, and %(paid)s at most.") % {"paid": payment.paid}
        raise InvalidInput(message, code="amount", field="amount")
    reason = sentence(reason, field="reason", longest=500)
    known = list(standing_lines(payment))
    given = sum(line.amount for line in known)
    if wanted < given:
        message = _("%(given)s go back already: name at least as much, or cancel that line first.")
        words = {"given": shown(given, payment.currency)}
        raise Conflict(message % words, code="refunded_otherwise", field="amount")
    line = fees.open_refund(payment, wanted, by=by)
    if line is None:
        return known[-1]
    after = {"amount": line.amount, "payout": line.pk}
    audit.log(by=by, action="payment.refund_opened", subject=payment, after=after, reason=reason)
    notify_payer(
        "payment_refunded",
        payment,
        reason=reason,
        amount=shown(line.amount, payment.currency),
        key=f"line:{line.pk}",
    )
    return line


def refund_all(tournament: Tournament, by: User | None) -> None:
    """Let each fee go back as a whole that was paid for a tournament which is called off."""
    paid = Payment.objects.filter(tournament=tournament, state=_S.VERIFIED).order_by("pk")
    for payment in paid.select_related("registration", "payer", "tournament"):
        fees.open_refund(payment, payment.paid_amount or 0, by=by)
    # What is still being checked goes back too, should the money be there.
    checked = Payment.objects.filter(tournament=tournament, state=_S.SUBMITTED)
    checked.update(refund_percent=fees.WHOLE)


def settle_refunds(now: datetime) -> int:  # noqa: ARG001 - a job's signature
    """Mark each fee as given back whose refund lines were paid and come to all of it."""
    lines = Payout.objects.filter(
        tournament=OuterRef("tournament"),
        kind=PayoutKind.REFUND,
        state=PayoutState.PAID,
        slot__startswith=slot_of_row(),
    )
    sums = lines.order_by().values("tournament").annotate(sum=Sum("amount")).values("sum")
    verified = Payment.objects.filter(state=_S.VERIFIED)
    given = verified.alias(given=Subquery(sums)).filter(given__gte=F("paid_amount"))
    return jobs.each(given.select_related("registration__tournament"), _mark, of=None)


@transaction.atomic
def _mark(payment: Payment) -> bool:
    take_payment(payment)
    if payment.state != _S.VERIFIED:
        return False
    fees.move(payment, _S.REFUNDED, by=None)
    return True
