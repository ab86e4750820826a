"""What people decide about lines of money: approved, paid by hand, claimed, cancelled, settled."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import hooks, permissions
from tournament_engine.audit import services as audit
from tournament_engine.economy.holds import reason_to_wait
from tournament_engine.economy.lifecycle import PAYABLE, PayoutState
from tournament_engine.economy.models import Payout, PayoutMethod
from tournament_engine.economy.permissions import MANAGE_PAYOUTS
from tournament_engine.economy.services.checks import clear_payout
from tournament_engine.economy.services.payouts import (
    hand_over,
    move_line,
    process_payout,
    save_line,
)
from tournament_engine.errors import Conflict, HookError, IllegalTransition, NotAllowed
from tournament_engine.locks import lock
from tournament_engine.text import one_line, sentence
from tournament_engine.users import User

__all__ = [
    "approve_payout",
    "ask_again",
    "cancel_payout",
    "claim_payout",
    "pay_in_cash",
    "resolve_payout",
    "withdraw_payout",
]

_LONGEST_REASON = 500
_S = PayoutState


@transaction.atomic
def approve_payout(*, payout: Payout, by: User) -> Payout:
    """Let a large line be paid: a second person does, who gets nothing of it."""
    _take(payout, by)
    if by.pk in {payout.planned_by_id, payout.recipient_id}:
        raise NotAllowed(_("Somebody else has to approve this: you planned it or you get it."))
    if payout.state != _S.PENDING:
        raise Conflict(_("Only what is still to be paid can be approved."))
    payout.approved_by, payout.approved_at = by, timezone.now()
    save_line(payout)
    audit.log(by=by, action="payout.approved", subject=payout)
    hand_over(payout)
    return payout


def pay_in_cash(*, payout: Payout, reference: str, by: User) -> Payout:
    """Say that a line was paid by hand, with the reference that proves it."""
    payout.refresh_from_db()
    permissions.require(by, MANAGE_PAYOUTS, payout)
    _refuse_own(payout, by)
    seen = payout.state
    if seen == _S.FAILED:
        _require_unmoved(payout)
    if seen in PAYABLE and not clear_payout(payout=payout):
        raise Conflict(payout.check_reason or _("The site has to check it first."), code="held")
    return _pay_in_cash(payout, seen, reference, by)


def _require_unmoved(payout: Payout) -> None:
    """Ask once more what became of a line that failed: a worker may have been slow, not dead."""
    try:
        receipt = hooks.economy().lookup(payout.key)
    except HookError as error:
        if not error.retryable:
            # Where nothing can be looked up, nothing moved either: the line was refused.
            return
        message = _("Nobody can say at present whether the money moved: try again later.")
        raise Conflict(message, code="unsure") from error
    if receipt is not None:
        message = _("The money came through after all: try the line again, and it is booked.")
        raise Conflict(message, code="moved")


@transaction.atomic
def _pay_in_cash(payout: Payout, seen: str, reference: str, by: User) -> Payout:
    _take(payout, by)
    _refuse_own(payout, by)
    if reason := reason_to_wait(payout):
        raise Conflict(reason, code="held")
    if payout.state not in PAYABLE or payout.state != seen:
        # A worker may be at it: what it sends and what was handed over are not paid both.
        message = _("This is %(state)s: it cannot be paid by hand now.")
        raise IllegalTransition(message % {"state": payout.get_state_display()})
    payout.method, payout.reason = PayoutMethod.CASH, ""
    payout.reference = one_line(reference, field="reference", longest=120)
    move_line(payout, _S.PAID)
    audit.log(by=by, action="payout.paid", subject=payout, after={"reference": payout.reference})
    return payout


@transaction.atomic
def claim_payout(*, payout: Payout, contact: str, by: User) -> Payout:
    """Keep how the recipient of a line that is paid by hand can be reached."""
    lock(payout)
    if payout.recipient_id != by.pk:
        raise NotAllowed(_("This money is somebody else's."))
    if not payout.can_be_claimed:
        raise Conflict(_("There is nothing to claim here any more."), code="nothing_to_claim")
    payout.contact, payout.claimed_at = contact, timezone.now()
    save_line(payout)
    # The log keeps that it was said, not what.
    audit.log(by=by, action="payout.claimed", subject=payout)
    return payout


def ask_again(*, payout: Payout, by: User) -> Payout:
    """Try a line at once: ask the site whether it may be paid, and pay it if so.

    What the jobs have given up they take up again from here.
    """
    permissions.require(by, MANAGE_PAYOUTS, payout)
    if payout.state == _S.FAILED:
        _begin_anew(payout, by)
    if payout.state in PAYABLE and clear_payout(payout=payout):
        return process_payout(payout=payout)
    return payout


@transaction.atomic
def _begin_anew(payout: Payout, by: User) -> None:
    _take(payout, by)
    if payout.state == _S.FAILED:
        # It stays a line that failed once: the jobs wait, and try again.
        payout.attempts = 1
        save_line(payout)
        audit.log(by=by, action="payout.retried", subject=payout)


def cancel_payout(*, payout: Payout, reason: str, by: User) -> Payout:
    """Take back a line that was not paid."""
    payout.refresh_from_db()
    permissions.require(by, MANAGE_PAYOUTS, payout)
    if payout.state == _S.FAILED:
        _require_unmoved(payout)
    return _cancel(payout, payout.state, reason, by)


@transaction.atomic
def _cancel(payout: Payout, seen: str, reason: str, by: User) -> Payout:
    _take(payout, by)
    if payout.state != seen:
        message = _("Somebody is at this line: it is %(state)s now, look at it again.")
        raise IllegalTransition(message % {"state": payout.get_state_display()})
    payout.reason = sentence(reason, field="reason", longest=_LONGEST_REASON)
    move_line(payout, _S.CANCELLED)
    audit.log(by=by, action="payout.cancelled", subject=payout, reason=payout.reason)
    return payout


@transaction.atomic
def withdraw_payout(*, payout: Payout, reason: str) -> Payout:
    """Take back, for the system, what is not owed any more; its slot can be planned anew."""
    lock(payout)
    if payout.state != _S.CANCELLED:
        if payout.state not in PAYABLE:
            message = _("%(name)s was paid already, or may have been: settle it by hand first.")
            raise Conflict(message % {"name": payout.recipient_name}, code="paid_already")
        payout.reason = reason
        move_line(payout, _S.CANCELLED)
        audit.log(by=None, action="payout.cancelled", subject=payout, reason=reason)
    payout.slot = f"{payout.slot}:taken back:{payout.pk}"
    save_line(payout)
    return payout


@transaction.atomic
def resolve_payout(*, payout: Payout, was_paid: bool, reason: str, by: User) -> Payout:
    """Decide, with the evidence, what became of a line that nobody can look up."""
    _take(payout, by)
    _refuse_own(payout, by)
    if payout.state != _S.NEEDS_REVIEW:
        message = _("What became of this is no question: it is %(state)s.")
        raise Conflict(message % {"state": payout.get_state_display()}, code="not_in_doubt")
    payout.reason = sentence(reason, field="reason", longest=_LONGEST_REASON)
    move_line(payout, _S.PAID if was_paid else _S.FAILED)
    audit.log(
        by=by,
        action="payout.resolved",
        subject=payout,
        after={"state": payout.state},
        reason=payout.reason,
    )
    return payout


def _take(payout: Payout, by: User) -> None:
    lock(payout)
    permissions.require(by, MANAGE_PAYOUTS, payout)


def _refuse_own(payout: Payout, by: User) -> None:
    if payout.recipient_id == by.pk:
        raise NotAllowed(_("This money is yours: somebody else has to decide."))
