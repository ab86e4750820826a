"""What every act on a payment is made of, and what follows from the steps of a registration.

The services of this package alone call these. Whoever calls one holds the tournament's lock,
which keeps two acts on one payment apart.
"""

from collections.abc import Sequence

from django.utils import timezone

from tournament_engine.audit import services as audit
from tournament_engine.core.models import Tournament
from tournament_engine.economy.models import Payout, PayoutKind, PayoutMethod
from tournament_engine.economy.services import plan_payout
from tournament_engine.registration.lifecycle import (
    DUE,
    PAYMENT_TRANSITIONS,
    PaymentState,
    RegistrationState,
)
from tournament_engine.registration.models import Registration
from tournament_engine.registration.payments import terms
from tournament_engine.registration.payments.methods import WALLET
from tournament_engine.registration.payments.models import Payment, PaymentTransition
from tournament_engine.registration.payments.refunds import lines_of, slot_of, standing_lines
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = ["follow", "move", "open_refund", "share", "write_step"]

_R = RegistrationState
_S = PaymentState

WHOLE = 100

#: Who leaves in this way gives the place up; whoever else leaves is put out, and has all back
#: or, after a decision against them, nothing.
_KEEPS_NOTHING = frozenset({_R.DISQUALIFIED, _R.NO_SHOW})
_LEAVING = frozenset({_R.WITHDRAWN, _R.CANCELLED, _R.EXPIRED, _R.REJECTED}) | _KEEPS_NOTHING


def follow(
    registrations: Sequence[Registration], target: RegistrationState, *, by: User | None
) -> None:
    """Do for the payments what a step of their registrations asks for."""
    if target == _R.PAYMENT_PENDING:
        _open(registrations, by)
    elif target in _LEAVING:
        _close(registrations, target, by)


def move(
    payment: Payment,
    target: PaymentState,
    *,
    by: User | None,
    note: str = "",
) -> None:
    """Follow one edge of the life cycle, with its history and its entry in the log."""
    source = payment.state
    check_transition(PAYMENT_TRANSITIONS, source, target)
    payment.state, payment.version = target, payment.version + 1
    payment.taken_by = payment.taken_at = None
    payment.save()
    write_step(payment, source, by=by, note=note)
    audit.log(
        by=by,
        action=f"payment.{target}",
        subject=payment,
        before={"state": source},
        after={"state": target},
        reason=note,
    )


def write_step(payment: Payment, source: str, *, by: User | None, note: str = "") -> None:
    """Add a line to the history of a payment, with what was sent by then."""
    is_sent = payment.state == _S.SUBMITTED
    PaymentTransition.objects.create(
        payment=payment,
        source=source,
        target=payment.state,
        actor=by,
        note=note,
        reference=payment.reference if is_sent else "",
        proof=payment.proof if is_sent else None,
    )


def share(payment: Payment, percent: int) -> int:
    """Return a share of what was paid, in whole minor units."""
    return (payment.paid_amount or 0) * percent // WHOLE


def open_refund(payment: Payment, amount: int, *, by: User | None) -> Payout | None:
    """Let so much of a payment go back in all; return the line that was opened for the rest.

    What goes back already counts: the same amount again, or less, opens nothing.
    """
    rest = amount - sum(line.amount for line in standing_lines(payment))
    if rest <= 0:
        return None
    return plan_payout(
        tournament_id=payment.tournament_id,
        kind=PayoutKind.REFUND,
        slot=f"{slot_of(payment)}{lines_of(payment).count() + 1}",
        recipient=payment.payer,
        recipient_name=payment.registration.name,
        amount=rest,
        currency=payment.currency,
        method=PayoutMethod.WALLET if payment.method == WALLET else PayoutMethod.CASH,
        charge_key=payment.charge_key if payment.method == WALLET else "",
        by=by,
    )


def _open(registrations: Sequence[Registration], by: User | None) -> None:
    """Ask each of them for the fee, with a deadline of their own."""
    tournament = registrations[0].tournament
    until = terms.deadline(tournament, timezone.now())
    for row in registrations:
        payment = Payment.objects.create(
            tournament=tournament,
            registration=row,
            amount=tournament.fee_amount,
            currency=tournament.fee_currency,
            pay_by_at=until,
        )
        write_step(payment, "", by=by)


def _close(
    registrations: Sequence[Registration], target: RegistrationState, by: User | None
) -> None:
    """End what is still to be paid, and give back what was paid as the terms say."""
    tournament = registrations[0].tournament
    percent = _percent(tournament, target)
    rows = Payment.objects.filter(registration__in=registrations).order_by("pk")
    for payment in rows.select_related("registration", "payer", "tournament"):
        if payment.state in DUE:
            move(payment, _S.EXPIRED if target == _R.EXPIRED else _S.CANCELLED, by=by)
        elif payment.state in {_S.SUBMITTED, _S.VERIFIED} and target != _R.NO_SHOW:
            payment.refund_percent = percent
            payment.save(update_fields=("refund_percent",))
            if payment.state == _S.VERIFIED:
                open_refund(payment, share(payment, percent), by=by)


def _percent(tournament: Tournament, target: RegistrationState) -> int:
    if target in _KEEPS_NOTHING:
        return 0
    if target == _R.WITHDRAWN:
        return terms.refund_percent(tournament, timezone.now())
    return WHOLE
