"""Whether the site lets somebody be paid: asked before money moves, outside any transaction.

The answer is kept on the line, so that both its pages say why it waits. While the site cannot
be asked, the line waits as well.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import hooks
from tournament_engine.audit import services as audit
from tournament_engine.economy.lifecycle import PAYABLE
from tournament_engine.economy.models import Payout, PayoutVerdict
from tournament_engine.errors import HookError
from tournament_engine.hooks.economy import Money, PayoutCheck
from tournament_engine.locks import lock
from tournament_engine.users import User

__all__ = ["clear_payout"]

#: So long an answer that keeps a line waiting is not asked for again by a job.
_PATIENCE = timedelta(minutes=5)

_LONGEST_REASON = 300


def clear_payout(*, payout: Payout, now: datetime | None = None) -> bool:
    """Ask whether a line may be paid, and keep the answer; True when it may.

    With `now` a fresh answer that keeps it waiting is taken as it is.
    """
    if payout.recipient is None:
        return True
    if now is not None and payout.waits_for_check and _is_fresh(payout, now):
        return False
    answer = _answer(payout, payout.recipient)
    is_allowed = answer.verdict == "allowed"
    if not is_allowed or payout.check_verdict != PayoutVerdict.ALLOWED:
        _keep(payout, answer)
    return is_allowed


def _is_fresh(payout: Payout, now: datetime) -> bool:
    return payout.checked_at is not None and now - payout.checked_at < _PATIENCE


def _answer(payout: Payout, recipient: User) -> PayoutCheck:
    amount = Money(payout.amount, payout.currency)
    try:
        return hooks.economy().check_payout(recipient, amount, payout.kind)
    except HookError:
        return PayoutCheck("pending", _("The site cannot be asked at present; it is tried again."))


@transaction.atomic
def _keep(payout: Payout, answer: PayoutCheck) -> None:
    lock(payout)
    if payout.state not in PAYABLE:
        # Somebody was faster: what became of it does not hang on the answer any more.
        return
    before = payout.check_verdict
    payout.check_verdict = PayoutVerdict(answer.verdict)
    payout.check_reason = answer.reason[:_LONGEST_REASON]
    payout.checked_at = timezone.now()
    if payout.check_verdict != before and (before or payout.waits_for_check):
        audit.log(
            by=None,
            action=f"payout.check_{payout.check_verdict}",
            subject=payout,
            reason=payout.check_reason,
        )
    payout.version += 1
    payout.save()
