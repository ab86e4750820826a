"""The life of a payout: money that is to go to somebody, and what became of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tournament_engine.transitions import terminal_states

__all__ = ["MOST_TRIES", "OPEN", "PAYABLE", "SETTLED", "TRANSITIONS", "UNSURE", "PayoutState"]


class PayoutState(TextChoices):
    """Where a payout stands."""

    PENDING = "pending", _("to be paid")
    PROCESSING = "processing", _("being paid")
    PAID = "paid", pgettext_lazy("payout", "paid")
    FAILED = "failed", _("not paid, tried again")
    NEEDS_REVIEW = "needs_review", _("outcome unknown")
    CANCELLED = "cancelled", pgettext_lazy("payout", "cancelled")


_S = PayoutState

TRANSITIONS: dict[PayoutState, frozenset[PayoutState]] = {
    _S.PENDING: frozenset({_S.PROCESSING, _S.PAID, _S.CANCELLED}),
    _S.PROCESSING: frozenset({_S.PAID, _S.FAILED, _S.NEEDS_REVIEW}),
    _S.FAILED: frozenset({_S.PROCESSING, _S.PAID, _S.CANCELLED}),
    _S.NEEDS_REVIEW: frozenset({_S.PAID, _S.FAILED}),
    _S.PAID: frozenset(),
    _S.CANCELLED: frozenset(),
}

#: Nothing more happens to these; a paid line is corrected by a line of its own.
SETTLED = terminal_states(TRANSITIONS)

#: Money is still owed, or may have moved.
OPEN = frozenset(_S) - SETTLED

#: A worker may take these up.
PAYABLE = frozenset({_S.PENDING, _S.FAILED})

#: What failed so often is left to people: no job tries it again.
MOST_TRIES = 6

#: The money may have moved: this is looked up, never sent again before.
UNSURE = frozenset({_S.PROCESSING, _S.NEEDS_REVIEW})
