"""Fees paid at once: from the wallet, or by a gateway of the site's own.

A charge is asked for outside of every transaction, under a key that is written before the
first try. What came of it is booked under the locks: the entrant is in, or, where that is no
longer possible, the money goes back. Where the answer is lost, a job looks the key up, for as
long as the request may still arrive: that nothing moved yet does not say that nothing will.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import hooks, jobs, permissions
from tournament_engine.economy.models import PayoutKind
from tournament_engine.economy.services import InsufficientFunds, plan_payout
from tournament_engine.errors import Conflict, HookError, InvalidInput
from tournament_engine.hooks.economy import Money, Receipt
from tournament_engine.registration.lifecycle import PAID, PaymentState, RegistrationState
from tournament_engine.registration.payments.methods import WALLET, methods
from tournament_engine.registration.payments.models import Payment, WalletCharge
from tournament_engine.registration.payments.news import notify_payer
from tournament_engine.registration.payments.permissions import ANSWER
from tournament_engine.registration.payments.refunds import SURPLUS
from tournament_engine.registration.services import fees
from tournament_engine.registration.services.payments import (
    confirm_place,
    has_place,
    is_known,
    key_of_reference,
    require_due,
    take_payment,
)
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = ["DEAD_AFTER", "LOST_AFTER", "confirm_payment", "pay_from_wallet", "reconcile_charges"]

_S = PaymentState

#: A request that has not finished by then is taken for dead.
DEAD_AFTER = timedelta(minutes=5)

#: A request of which nothing came by then never arrives.
LOST_AFTER = timedelta(days=7)


def pay_from_wallet(*, payment: Payment, by: User) -> Payment:
    """Pay a fee from one's own wallet; a second time takes nothing and gives the same answer.

    Raise InsufficientFunds where there is too little.
    """
    charge = _begin(payment, by)
    if charge is None:
        return payment
    try:
        receipt = hooks.economy().charge(by, Money(payment.amount, payment.currency), charge.key)
    except HookError as error:
        return _unanswered(payment, charge, error)
    return _book(payment, charge, receipt)


def reconcile_charges(now: datetime) -> int:
    """Find out what became of charges whose request is gone; nothing is charged unasked."""
    lost = WalletCharge.objects.filter(settled_at=None, asked_at__lt=now - DEAD_AFTER)
    joined = lost.select_related("payment__registration__tournament", "payer")
    return jobs.each(joined, lambda charge: _look_up(charge, now), of=None)


@transaction.atomic
def confirm_payment(*, payment: Payment, method: str, reference: str, amount: int) -> Payment:
    """Book what a gateway of the site's own has received; the same reference counts once."""
    known = methods().get(method)
    if known is None or not known.is_automatic or method == WALLET:
        message = _("'%(code)s' is no gateway of this site.") % {"code": method[:40]}
        raise InvalidInput(message, code="no_method", field="method")
    take_payment(payment)
    reference = one_line(reference, field="reference", longest=120)
    if payment.state in PAID and payment.reference == reference:
        return payment
    if payment.state in PAID or type(amount) is not int or amount < payment.amount:
        message = _("This does not settle the fee: the money has to go back by the gateway.")
        raise Conflict(message, code="not_settled")
    if is_known(payment, key_of_reference(reference)):
        message = _("This charge is that of another fee: the money has to go back by the gateway.")
        raise Conflict(message, code="reference_taken")
    payment.method, payment.reference = method, reference
    payment.reference_key = key_of_reference(reference)
    _settle(payment, amount)
    return payment


@transaction.atomic
def _begin(payment: Payment, by: User) -> WalletCharge | None:
    """Write down that a charge is asked for; None when the fee is paid by this person already."""
    take_payment(payment)
    permissions.require(by, ANSWER, payment.registration)
    if payment.state in PAID and payment.method == WALLET and payment.payer_id == by.pk:
        return None
    if WALLET not in payment.tournament.payment_methods:
        raise Conflict(_("This fee is not paid from the wallet."), code="no_method")
    require_due(payment)
    if payment.tried_at is not None and payment.payer_id != by.pk:
        message = _("Somebody else is paying this fee at the moment; look again in some minutes.")
        raise Conflict(message, code="under_way")
    charge = payment.wallet_charges.filter(payer=by, settled_at=None).first()
    if charge is None:
        payment.charges += 1
        key = f"fee:{payment.registration_id}:{payment.charges}"
        charge = WalletCharge(payment=payment, payer=by, key=key)
    charge.asked_at, charge.tries = timezone.now(), charge.tries + 1
    charge.save()
    payment.payer, payment.tried_at, payment.charge_key = by, charge.asked_at, charge.key
    payment.save(update_fields=("payer", "tried_at", "charges", "charge_key"))
    return charge


def _unanswered(payment: Payment, charge: WalletCharge, error: HookError) -> Payment:
    """Take a refusal for what it is, and a lost answer for what the key says."""
    if not error.retryable:
        # Of a second try alone: the first one may still be on its way.
        _release(payment, charge, is_final=charge.tries == 1)
        if error.code == "insufficient_funds":
            raise InsufficientFunds(_("There is too little in your wallet.")) from error
        raise error
    try:
        receipt = hooks.economy().lookup(charge.key)
    except HookError:
        receipt = None
    if receipt is None:
        message = _("It is not known yet whether the money moved; look again in some minutes.")
        raise Conflict(message, code="unsure") from error
    return _book(payment, charge, receipt)


def _look_up(charge: WalletCharge, now: datetime) -> bool:
    receipt = hooks.economy().lookup(charge.key)
    if receipt is None:
        _release(charge.payment, charge, is_final=charge.asked_at < now - LOST_AFTER)
    else:
        _book(charge.payment, charge, receipt)
    return True


@transaction.atomic
def _release(payment: Payment, charge: WalletCharge, *, is_final: bool) -> None:
    """Let the fee be paid in any way again; of a charge that is final, nothing more can come."""
    take_payment(payment)
    # Somebody may have tried again since this one was looked at.
    tried = WalletCharge.objects.filter(pk=charge.pk, tries=charge.tries, settled_at=None)
    if not tried.exists():
        return
    if is_final:
        tried.update(settled_at=timezone.now())
    if payment.charge_key == charge.key and payment.state not in PAID:
        payment.tried_at = None
        payment.save(update_fields=("tried_at",))


@transaction.atomic
def _book(payment: Payment, charge: WalletCharge, receipt: Receipt) -> Payment:
    """Let money count that was charged, once; what is too much goes back."""
    take_payment(payment)
    WalletCharge.objects.filter(pk=charge.pk).update(settled_at=timezone.now())
    if payment.state in PAID:
        if payment.method != WALLET or payment.charge_key != receipt.key:
            _give_back(payment, charge, receipt)
        if payment.tried_at is not None:
            payment.tried_at = None
            payment.save(update_fields=("tried_at",))
        return payment
    payment.payer, payment.method, payment.charge_key = charge.payer, WALLET, receipt.key
    payment.reference, payment.reference_key = receipt.reference[:120], ""
    _settle(payment, receipt.amount.amount)
    return payment


def _settle(payment: Payment, amount: int) -> None:
    """Verify by the system, and let the entrant in where that is still possible."""
    is_waiting = payment.registration.state == RegistrationState.PAYMENT_PENDING
    payment.paid_amount, payment.tried_at = amount, None
    payment.decided_by, payment.decided_at, payment.reason = None, timezone.now(), ""
    fees.move(payment, _S.VERIFIED, by=None, note=payment.method)
    if is_waiting and has_place(payment.tournament):
        confirm_place(payment, None)
    else:
        fees.open_refund(payment, amount, by=None)
    notify_payer("payment_verified", payment, amount=payment.paid)


def _give_back(payment: Payment, charge: WalletCharge, receipt: Receipt) -> None:
    """Return a charge for a fee that was paid in another way meanwhile."""
    plan_payout(
        tournament_id=payment.tournament_id,
        kind=PayoutKind.REFUND,
        slot=f"{SURPLUS}{receipt.key}",
        recipient=charge.payer,
        recipient_name=payment.registration.name,
        amount=receipt.amount.amount,
        currency=receipt.amount.currency,
        charge_key=receipt.key,
        by=None,
    )
