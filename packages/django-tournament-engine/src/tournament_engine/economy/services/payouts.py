"""Paying what is owed: each line once, whatever fails or is killed on the way.

A line is marked as being paid and committed before anybody is asked to pay it, and its key,
made when it was planned, goes with every try. Where the answer is lost, or the worker was
killed, the key is looked up before anything is sent again; where that cannot be told
either, a person decides, or a later look does. Nothing is asked of the economy inside a
transaction.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import hooks, jobs, outbox
from tournament_engine.audit import services as audit
from tournament_engine.economy.holds import reason_to_wait
from tournament_engine.economy.lifecycle import (
    MOST_TRIES,
    PAYABLE,
    SETTLED,
    TRANSITIONS,
    UNSURE,
    PayoutState,
)
from tournament_engine.economy.models import Payout, PayoutKind, PayoutMethod
from tournament_engine.economy.services.checks import clear_payout
from tournament_engine.errors import Conflict, HookError, InvalidInput
from tournament_engine.hooks.economy import Money, Receipt
from tournament_engine.locks import lock
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = [
    "TOPIC",
    "hand_over",
    "move_line",
    "plan_payout",
    "process_payout",
    "process_payouts",
    "reconcile_payouts",
    "save_line",
]

#: What the outbox calls a line that can be paid.
TOPIC = "payout"

#: The first wait after a failure; it doubles with each.
_WAIT = timedelta(minutes=1)

#: A worker that has not finished by then is taken for dead. It may be wrong to: the key moves
#: the money once all the same.
_DEAD_AFTER = timedelta(seconds=25)

_LONGEST_REASON = 500
_S = PayoutState


@transaction.atomic
def plan_payout(  # noqa: PLR0913 - the facts of a line, each by its name
    *,
    tournament_id: int,
    kind: PayoutKind,
    slot: str,
    recipient: User | None,
    recipient_name: str,
    amount: int,
    currency: str,
    method: PayoutMethod = PayoutMethod.WALLET,
    place: int | None = None,
    charge_key: str = "",
    needs_approval: bool = False,
    by: User | None,
) -> Payout:
    """Write a line of money that is owed; the same slot again is the same line."""
    if type(amount) is not int or amount <= 0:
        raise InvalidInput(_("An amount is a whole number of minor units above zero."))
    facts = {
        "recipient": recipient,
        "recipient_name": recipient_name,
        "amount": amount,
        "currency": currency,
        "method": method if recipient is not None else PayoutMethod.CASH,
        "place": place,
        "charge_key": charge_key,
        "needs_approval": needs_approval,
        "planned_by": by,
        "key": f"payout:{uuid.uuid4()}",
    }
    payout, is_new = Payout.objects.get_or_create(
        tournament_id=tournament_id, kind=kind, slot=slot, defaults=facts
    )
    if not is_new and (payout.amount, payout.currency) != (amount, currency):
        message = _("This is planned already, with another amount: cancel that line first.")
        raise Conflict(message, code="planned_otherwise")
    if is_new:
        after = {"kind": kind, "slot": slot, "amount": amount, "currency": currency}
        audit.log(by=by, action="payout.planned", subject=payout, after=after)
        hand_over(payout)
    return payout


def process_payout(*, payout: Payout) -> Payout:
    """Pay a line now, if it can be paid; what comes of it stands in its state."""
    payout.refresh_from_db()
    # The site is asked outside of any transaction; under the lock it is looked at once more.
    if not _is_due(payout) or not clear_payout(payout=payout, now=timezone.now()):
        return payout
    if not _take_up(payout):
        return payout
    try:
        receipt = _pay(payout)
    except HookError as error:
        return _failed(payout, error)
    return _settle(payout, _S.PAID, reference=receipt.reference)


def process_payouts(now: datetime) -> int:
    """Take over from dead workers, and try again what failed, each after its wait."""
    rows = _lost(now) | _due(now)
    return jobs.each(rows, lambda row: _go_on(row).state == _S.PAID, of=None)


def reconcile_payouts(now: datetime) -> int:
    """Look up every line of which nobody knows the outcome; nothing is sent again."""
    unsure = _lost(now) | Payout.objects.filter(state=_S.NEEDS_REVIEW)
    return jobs.each(unsure, _ask_what_became, of=None)


def hand_over(payout: Payout) -> None:
    """Let the line be paid once this is committed, unless something holds it."""
    if payout.method == PayoutMethod.WALLET and not reason_to_wait(payout):
        key = f"{TOPIC}:{payout.pk}:{payout.version}"
        outbox.enqueue(topic=f"{TOPIC}:{payout.pk}", key=key, payload={})


def _lost(now: datetime) -> QuerySet[Payout]:
    return Payout.objects.filter(state=_S.PROCESSING, tried_at__lt=now - _DEAD_AFTER)


def _is_due(payout: Payout) -> bool:
    """Whether a line could be paid now, as far as we know ourselves."""
    if payout.state not in PAYABLE or payout.method != PayoutMethod.WALLET:
        return False
    is_tired = payout.attempts >= MOST_TRIES
    return payout.recipient is not None and not is_tired and not reason_to_wait(payout)


def _due(now: datetime) -> QuerySet[Payout]:
    waits = Q()
    for tries in range(1, MOST_TRIES):
        waits |= Q(attempts=tries, tried_at__lte=now - _WAIT * 2 ** (tries - 1))
    never = Q(state=_S.PENDING)
    again = Q(state=_S.FAILED) & waits
    return Payout.objects.filter(never | again, method=PayoutMethod.WALLET)


def _go_on(payout: Payout) -> Payout:
    """Pay a line, once it is known that a worker which died over it did not."""
    if payout.state == _S.PROCESSING:
        _ask_what_became(payout)
    return process_payout(payout=payout)


@transaction.atomic
def _take_up(payout: Payout) -> bool:
    """Mark a line as being paid; False when it cannot be paid now, or somebody else does."""
    lock(payout)
    if not _is_due(payout) or payout.waits_for_check:
        return False
    payout.attempts += 1
    payout.tried_at = timezone.now()
    move_line(payout, _S.PROCESSING)
    return True


def _pay(payout: Payout) -> Receipt:
    economy = hooks.economy()
    money = Money(payout.amount, payout.currency)
    if payout.kind == PayoutKind.REFUND:
        return economy.refund(payout.charge_key, money, payout.key)
    if payout.recipient is None:
        raise HookError("no_recipient", _("The recipient has left the site."))
    return economy.payout(payout.recipient, money, payout.key)


def _failed(payout: Payout, error: HookError) -> Payout:
    """What is refused for good has failed; what may have come through is looked up."""
    if not error.retryable:
        return _settle(payout, _S.FAILED, reason=error.message)
    _ask_what_became(payout)
    return payout


def _ask_what_became(payout: Payout) -> bool:
    try:
        receipt = hooks.economy().lookup(payout.key)
    except HookError as error:
        if payout.state == _S.NEEDS_REVIEW:
            return False
        _settle(payout, _S.NEEDS_REVIEW, reason=error.message)
        return True
    if receipt is None:
        _settle(payout, _S.FAILED, reason=_("The money did not move."))
    else:
        _settle(payout, _S.PAID, reference=receipt.reference)
    return True


@transaction.atomic
def _settle(
    payout: Payout, target: PayoutState, *, reference: str = "", reason: str = ""
) -> Payout:
    lock(payout)
    if payout.state not in UNSURE or payout.state == target:
        # Somebody found out before us; the key made sure that money moved once.
        return payout
    payout.reference, payout.reason = reference[:120], reason[:_LONGEST_REASON]
    move_line(payout, target)
    after = {"reference": payout.reference} if reference else {}
    audit.log(
        by=None,
        action=f"payout.{target}",
        subject=payout,
        after=after,
        reason=payout.reason,
    )
    return payout


def move_line(payout: Payout, target: PayoutState) -> None:
    """Follow one edge of the life cycle. The caller holds the lock of the line."""
    check_transition(TRANSITIONS, payout.state, target)
    payout.state = target
    payout.paid_at = timezone.now() if target == _S.PAID else None
    if target in SETTLED:
        payout.contact = ""
    save_line(payout)


def save_line(payout: Payout) -> None:
    """Write a line that was changed under its lock."""
    payout.version += 1
    payout.save()
