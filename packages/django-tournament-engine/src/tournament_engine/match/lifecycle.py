"""The lives of a match, of a claimed score and of a proposed time: states and edges."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

__all__ = [
    "BEFORE_RESULT",
    "BEGUN",
    "CLAIMED",
    "CLAIM_TRANSITIONS",
    "REPORTABLE",
    "REQUEST_TRANSITIONS",
    "SETTLED",
    "TRANSITIONS",
    "UNPLAYED",
    "UNRESOLVED",
    "ClaimState",
    "MatchState",
    "RequestState",
]


class MatchState(TextChoices):
    """Where a match stands."""

    WAITING = "waiting", _("waiting for its sides")
    SCHEDULED = "scheduled", _("to be played")
    CHECK_IN = "check_in", _("in check-in")
    READY = "ready", _("ready")
    LIVE = "live", _("live")
    PENDING_RESULT = "pending_result", _("waiting for confirmation")
    DISPUTED = "disputed", _("disputed")
    COMPLETED = "completed", _("finished")
    SKIPPED = "skipped", _("not needed")
    CANCELLED = "cancelled", _("cancelled")


_M = MatchState

# A correction's cascade may take any match but a cancelled one back to these.
_CASCADE = frozenset({_M.WAITING, _M.SCHEDULED, _M.SKIPPED})

TRANSITIONS: dict[MatchState, frozenset[MatchState]] = {
    _M.WAITING: _CASCADE | {_M.CANCELLED},
    _M.SCHEDULED: _CASCADE | {_M.CHECK_IN, _M.READY, _M.COMPLETED, _M.CANCELLED},
    _M.CHECK_IN: _CASCADE | {_M.READY, _M.COMPLETED, _M.CANCELLED},
    # Disputed, where the order to play again is appealed against.
    _M.READY: _CASCADE | {_M.LIVE, _M.PENDING_RESULT, _M.COMPLETED, _M.DISPUTED, _M.CANCELLED},
    _M.LIVE: _CASCADE | {_M.PENDING_RESULT, _M.COMPLETED, _M.CANCELLED},
    _M.PENDING_RESULT: _CASCADE | {_M.COMPLETED, _M.DISPUTED, _M.CANCELLED},
    _M.DISPUTED: _CASCADE | {_M.COMPLETED, _M.READY, _M.PENDING_RESULT, _M.CANCELLED},
    _M.COMPLETED: _CASCADE | {_M.COMPLETED, _M.READY, _M.DISPUTED},
    _M.SKIPPED: _CASCADE,
    _M.CANCELLED: frozenset(),
}

#: Nothing is left to be played here; a tournament of settled matches is over.
SETTLED = frozenset({_M.COMPLETED, _M.SKIPPED, _M.CANCELLED})

#: A side claimed a score that is not settled yet.
CLAIMED = frozenset({_M.PENDING_RESULT, _M.DISPUTED})

#: Somebody has done something in these, though there is no official result yet.
BEGUN = CLAIMED | {_M.LIVE}

#: The sides may be known, and nobody has begun: times and places can still change.
UNPLAYED = frozenset({_M.WAITING, _M.SCHEDULED, _M.CHECK_IN, _M.READY})

#: The sides are known, and nobody has said yet how it ended.
BEFORE_RESULT = frozenset({_M.SCHEDULED, _M.CHECK_IN, _M.READY, _M.LIVE})

#: A side may claim a score in these.
REPORTABLE = frozenset({_M.READY, _M.LIVE, _M.PENDING_RESULT})


class ClaimState(TextChoices):
    """Where a side's claim of a score stands."""

    PENDING = "pending", _("waiting for the other side")
    CONFIRMED = "confirmed", _("confirmed")
    AUTO_CONFIRMED = "auto_confirmed", _("confirmed by silence")
    SUPERSEDED = "superseded", _("replaced")
    DISPUTED = "disputed", _("disputed")
    REJECTED = "rejected", _("rejected")


_C = ClaimState

CLAIM_TRANSITIONS: dict[ClaimState, frozenset[ClaimState]] = {
    _C.PENDING: frozenset({_C.CONFIRMED, _C.AUTO_CONFIRMED, _C.SUPERSEDED, _C.DISPUTED}),
    _C.CONFIRMED: frozenset({_C.DISPUTED}),
    _C.AUTO_CONFIRMED: frozenset({_C.DISPUTED}),
    # Pending again, where the other side's contradiction was dismissed or taken back.
    _C.DISPUTED: frozenset({_C.CONFIRMED, _C.REJECTED, _C.PENDING}),
    _C.SUPERSEDED: frozenset(),
    _C.REJECTED: frozenset(),
}

#: The official result has still to say what becomes of these.
UNRESOLVED = frozenset({_C.PENDING, _C.DISPUTED})


class RequestState(TextChoices):
    """Where a side's proposal of another time stands."""

    PENDING = "pending", _("waiting for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    COUNTERED = "countered", _("answered with another time")
    WITHDRAWN = "withdrawn", _("taken back")
    EXPIRED = "expired", _("expired")


_R = RequestState

REQUEST_TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    _R.PENDING: frozenset(_R) - {_R.PENDING},
    **{state: frozenset() for state in _R if state != _R.PENDING},
}
