"""Why a payout may have to wait: the domains above say so, and nothing is paid meanwhile."""

from collections.abc import Callable
from typing import TypeAlias

from django.utils.translation import gettext as _

from tournament_engine.economy.models import Payout

__all__ = ["Hold", "reason_to_wait", "register"]

#: Returns the sentence that says why a payout waits, empty when it need not.
Hold: TypeAlias = Callable[[Payout], str]

_holds: list[Hold] = []


def register(hold: Hold) -> None:
    """Let `hold` be asked before a payout is made; once, however often it is registered."""
    if hold not in _holds:
        _holds.append(hold)


def reason_to_wait(payout: Payout) -> str:
    """Return why a payout waits, empty when it can be made now."""
    if payout.needs_approval and payout.approved_at is None:
        return _("A second person has to approve it.")
    return next((reason for hold in _holds if (reason := hold(payout))), "")
