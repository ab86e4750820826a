"""Proofs of payment: sent by those who owe a fee, and verified or rejected by the staff.

Each act locks the tournament, the registration and the payment, and looks again under the
locks. Whoever acts twice gets the same answer twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import hooks, permissions
from tournament_engine.core import guards
from tournament_engine.core.models import Tournament
from tournament_engine.errors import (
    Conflict,
    InvalidInput,
    NotAllowed,
    StaleVersion,
    TournamentError,
)
from tournament_engine.locks import lock
from tournament_engine.money import shown
from tournament_engine.registration.lifecycle import (
    BEFORE_PLAY,
    DUE,
    PAID,
    PaymentState,
    RegistrationState,
)
from tournament_engine.registration.models import Registration
from tournament_engine.registration.news import notify
from tournament_engine.registration.payments import terms
from tournament_engine.registration.payments.methods import JUDGED, MANUAL, offered
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.payments.news import notify_payer, notify_staff
from tournament_engine.registration.payments.permissions import ANSWER, REVIEW_PAYMENTS
from tournament_engine.registration.services import fees
from tournament_engine.registration.services.steps import (
    change_all,
    make_entrants,
    refuse_own_case,
    take,
)
from tournament_engine.text import fold, one_line, prose, sentence
from tournament_engine.uploads.services import store_upload
from tournament_engine.users import User

__all__ = [
    "ReviewOutcome",
    "bulk_verify_payments",
    "confirm_place",
    "has_place",
    "is_known",
    "key_of_reference",
    "refuse_taken",
    "reject_payment",
    "require_due",
    "require_submitted",
    "submit_payment_proof",
    "take_for_review",
    "take_payment",
    "verify_payment",
]

_S = PaymentState
_SHORTEST_REFERENCE = 6
_LONGEST_REFERENCE = 120
_LONGEST_NOTE = 500

#: Far above every fee, far below what a column holds.
_MOST = 10**15

#: Whoever is asked for another proof has so long at least, or until the start.
_SECOND_CHANCE = timedelta(hours=24)


@dataclass(frozen=True)
class ReviewOutcome:
    """What became of one payment; without an error the act is done."""

    payment: Payment
    error: TournamentError | None = None


def submit_payment_proof(
    *,
    payment: Payment,
    reference: str,
    amount: int,
    file: "File[bytes]",
    by: User,
    note: str = "",
    method: str = MANUAL,
    details: Mapping[str, Any] | None = None,
) -> Payment:
    """Send a proof that the fee was paid, or another one after a rejection; the same twice is one.

    `amount` is in minor units: less than the fee is refused, more is seen by the staff.
    """
    permissions.require(by, ANSWER, payment.registration)
    if payment.state != _S.SUBMITTED:
        require_due(payment)
    reference = _clean_reference(reference)
    _check_amount(payment, amount)
    note = prose(note, field="note", longest=_LONGEST_NOTE)
    # Storages may be far away: nobody waits for them under the lock.
    stored = store_upload(
        file=file, purpose="proof", by=by, tournament_id=payment.tournament_id, field="proof"
    )
    sent = {
        "reference": reference,
        "reference_key": key_of_reference(reference),
        "paid_amount": amount,
        "proof": stored,
        "note": note,
        "method": method,
        "details": dict(details or {}),
    }
    return _submit(payment, sent, by)


@transaction.atomic
def verify_payment(*, payment: Payment, by: User, version: int | None = None) -> Payment:
    """Say that the money came: the entrant is in, or gets it back where that is too late.

    `version` is that of the proof which was looked at.
    """
    tournament = take_for_review(payment, by)
    if payment.state in PAID:
        return payment
    _require_decidable(payment, by, version)
    payment.decided_by, payment.decided_at, payment.reason = by, timezone.now(), ""
    is_in_time = payment.registration.state == RegistrationState.PAYMENT_PENDING
    if is_in_time:
        _require_place(tournament)
    fees.move(payment, _S.VERIFIED, by=by)
    if is_in_time:
        confirm_place(payment, by)
    else:
        percent = fees.WHOLE if payment.refund_percent is None else payment.refund_percent
        fees.open_refund(payment, fees.share(payment, percent), by=by)
    notify_payer("payment_verified", payment, amount=payment.paid)
    return payment


@transaction.atomic
def reject_payment(
    *, payment: Payment, by: User, reason: str, version: int | None = None
) -> Payment:
    """Say that the proof proves nothing, and why; another one can be sent."""
    tournament = take_for_review(payment, by)
    if payment.state == _S.REJECTED:
        return payment
    _require_decidable(payment, by, version)
    payment.reason = sentence(reason, field="reason", longest=500)
    now = timezone.now()
    payment.decided_by, payment.decided_at, payment.reminded_at = by, now, None
    again = terms.before_start(tournament, now + _SECOND_CHANCE, now)
    payment.pay_by_at = max(payment.pay_by_at, again)
    fees.move(payment, _S.REJECTED, by=by, note=payment.reason)
    if payment.registration.state != RegistrationState.PAYMENT_PENDING:
        # The place was given up meanwhile: nothing is asked for any more.
        fees.move(payment, _S.CANCELLED, by=None)
    notify_payer("payment_rejected", payment, reason=payment.reason)
    return payment


def bulk_verify_payments(*, payments: Iterable[Payment], by: User) -> list[ReviewOutcome]:
    """Verify each, in a transaction of its own; return what became of each."""
    return [_attempt(payment, by) for payment in payments]


def key_of_reference(reference: str) -> str:
    """Return what two references share that are the same to people: no case and no spaces."""
    return fold(reference).replace(" ", "")


def take_payment(payment: Payment) -> Tournament:
    """Lock the tournament of a payment, its registration and the payment itself."""
    registration = payment.registration
    tournament = take(registration)
    lock(payment)
    payment.tournament, payment.registration = tournament, registration
    return tournament


def take_for_review(payment: Payment, by: User) -> Tournament:
    """Lock a payment for somebody who may decide on it: staff who is no party."""
    tournament = take_payment(payment)
    permissions.require(by, REVIEW_PAYMENTS, tournament)
    refuse_own_case(by, payment.registration)
    if payment.payer_id == by.pk:
        message = _("You paid this fee: somebody else has to decide on it.")
        raise NotAllowed(message, code="own_case")
    return tournament


def require_due(payment: Payment) -> None:
    """Refuse what comes when nothing is to be paid, or too late."""
    if payment.state not in DUE:
        message = _("The fee of %(name)s is %(state)s: nothing is to be paid.")
        words = {"name": payment.registration.name, "state": payment.get_state_display()}
        raise Conflict(message % words, code="not_due")
    if payment.pay_by_at <= timezone.now():
        raise Conflict(_("The time to pay is over."), code="too_late")
    if payment.tournament.state not in BEFORE_PLAY:
        raise Conflict(_("Play has begun: nothing is to be paid any more."), code="closed")


def confirm_place(payment: Payment, by: User | None) -> None:
    """Let an entrant in whose fee is settled. The caller made sure that there is a place."""
    registration = payment.registration
    change_all([registration], RegistrationState.CONFIRMED, by=by)
    make_entrants([registration])
    notify("registration_confirmed", payment.tournament, [registration])


@transaction.atomic
def _submit(payment: Payment, sent: Mapping[str, Any], by: User) -> Payment:
    take_payment(payment)
    permissions.require(by, ANSWER, payment.registration)
    if _was_sent(payment, sent, by):
        return payment
    require_due(payment)
    if payment.tried_at is not None:
        message = _("A payment from the wallet is under way: wait until its outcome is known.")
        raise Conflict(message, code="under_way")
    _require_method(payment.tournament, sent)
    _refuse_known(payment, sent["reference_key"])
    for name, value in sent.items():
        setattr(payment, name, value)
    payment.payer, payment.submitted_at, payment.reason = by, timezone.now(), ""
    fees.move(payment, _S.SUBMITTED, by=by, note=payment.note)
    notify_staff("payment_submitted", payment)
    return payment


def _was_sent(payment: Payment, sent: Mapping[str, Any], by: User) -> bool:
    """Whether this very proof waits to be looked at: somebody pressed the button twice."""
    same = ("reference_key", "paid_amount", "note", "method", "details")
    return (
        payment.state == _S.SUBMITTED
        and payment.payer_id == by.pk
        and payment.proof is not None
        and payment.proof.sha256 == sent["proof"].sha256
        and all(getattr(payment, name) == sent[name] for name in same)
    )


def _require_method(tournament: Tournament, sent: Mapping[str, Any]) -> None:
    code = sent["method"]
    method = offered(tournament).get(code)
    if method is None or method.is_automatic:
        message = _("'%(code)s' is no way to pay here with a proof.") % {"code": code[:40]}
        raise InvalidInput(message, code="no_method", field="method")
    unknown = sent["details"].keys() - (method.fields().keys() - set(JUDGED))
    if unknown:
        message = _("'%(field)s' is nothing that is asked for.") % {"field": min(unknown)}
        raise InvalidInput(message, code="unknown_field")


def is_known(payment: Payment, reference_key: str) -> bool:
    """Whether the reference is that of another fee of the tournament, paid or being checked."""
    taken = Payment.objects.filter(
        tournament=payment.tournament,
        reference_key=reference_key,
        state__in=PAID | {_S.SUBMITTED},
    )
    return taken.exclude(pk=payment.pk).exists()


def _refuse_known(payment: Payment, reference_key: str) -> None:
    if is_known(payment, reference_key):
        message = _("This reference was sent for another entrant already: look at it again.")
        raise InvalidInput(message, code="reference_taken", field="reference")


def _clean_reference(reference: str) -> str:
    clean = one_line(reference, field="reference", longest=_LONGEST_REFERENCE)
    if len(key_of_reference(clean)) < _SHORTEST_REFERENCE:
        message = _("A reference has six characters at least; copy all of it.")
        raise InvalidInput(message, code="too_short", field="reference")
    return clean


def _check_amount(payment: Payment, amount: int) -> None:
    if type(amount) is not int or amount < payment.amount:
        message = _("The fee is %(fee)s: less is not enough.") % {
            "fee": shown(payment.amount, payment.currency)
        }
        raise InvalidInput(message, code="too_little", field="amount")
    if amount > _MOST:
        raise InvalidInput(_("That is more than anybody pays."), code="amount", field="amount")


def _require_decidable(payment: Payment, by: User, version: int | None) -> None:
    require_submitted(payment)
    if version is not None and version != payment.version:
        raise StaleVersion(_("Another proof was sent meanwhile: look at that one."))
    refuse_taken(payment, by)


def require_submitted(payment: Payment) -> None:
    """Refuse where no proof waits to be looked at."""
    if payment.state != _S.SUBMITTED:
        message = _("The payment of %(name)s is %(state)s: there is nothing to decide.")
        words = {"name": payment.registration.name, "state": payment.get_state_display()}
        raise Conflict(message % words, code="not_submitted")


def refuse_taken(payment: Payment, by: User) -> None:
    """Refuse while somebody else looks at a proof."""
    reviewer = payment.reviewer
    if reviewer is not None and reviewer.pk != by.pk:
        message = _("%(reviewer)s looks at the payment of %(name)s now: take it over first.")
        words = {
            "reviewer": hooks.users().display_name(reviewer),
            "name": payment.registration.name,
        }
        raise Conflict(message % words, code="taken")


def _require_place(tournament: Tournament) -> None:
    """Refuse to let one more in than there are places, or after the draw."""
    if tournament.state not in BEFORE_PLAY:
        raise Conflict(_("Play has begun: nobody comes in any more."), code="closed")
    guards.check("enter", tournament)
    if Registration.objects.confirmed().filter(tournament=tournament).count() >= (
        tournament.max_entrants
    ):
        raise Conflict(_("All places are taken."), code="full")


def _attempt(payment: Payment, by: User) -> ReviewOutcome:
    try:
        return ReviewOutcome(verify_payment(payment=payment, by=by, version=payment.version))
    except TournamentError as error:
        # A refused act may have written to the instance.
        payment.refresh_from_db()
        return ReviewOutcome(payment, error)


def has_place(tournament: Tournament) -> bool:
    """Return whether one more may come in now."""
    try:
        _require_place(tournament)
    except Conflict:
        return False
    return True
