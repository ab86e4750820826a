"""The life of a dispute: its states, its edges, and what may be decided."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = [
    "DECIDED",
    "RETRACTABLE",
    "TRANSITIONS",
    "UNRESOLVED",
    "DisputeState",
    "Outcome",
    "Reason",
    "Step",
]


class DisputeState(TextChoices):
    """Where a dispute stands."""

    OPEN = "open", pgettext_lazy("dispute", "open")
    UNDER_REVIEW = "under_review", pgettext_lazy("dispute", "under review")
    ESCALATED = "escalated", pgettext_lazy("dispute", "with the head referee")
    RESOLVED = "resolved", pgettext_lazy("dispute", "decided")
    DISMISSED = "dismissed", pgettext_lazy("dispute", "dismissed")
    WITHDRAWN = "withdrawn", pgettext_lazy("dispute", "taken back")


_S = DisputeState

TRANSITIONS: dict[DisputeState, frozenset[DisputeState]] = {
    _S.OPEN: frozenset({_S.UNDER_REVIEW, _S.ESCALATED, _S.WITHDRAWN}),
    _S.UNDER_REVIEW: frozenset({_S.ESCALATED, _S.WITHDRAWN, _S.RESOLVED, _S.DISMISSED}),
    # Withdrawn by the system alone: the tournament was called off.
    _S.ESCALATED: frozenset({_S.RESOLVED, _S.DISMISSED, _S.WITHDRAWN}),
    _S.RESOLVED: frozenset({_S.ESCALATED}),
    _S.DISMISSED: frozenset({_S.ESCALATED}),
    _S.WITHDRAWN: frozenset(),
}

#: Somebody has still to decide: the result is frozen, and what depends on it is held.
UNRESOLVED = frozenset({_S.OPEN, _S.UNDER_REVIEW, _S.ESCALATED})

#: Somebody decided: an appeal may follow.
DECIDED = frozenset({_S.RESOLVED, _S.DISMISSED})

#: Whoever raised a dispute may take it back in these.
RETRACTABLE = frozenset({_S.OPEN, _S.UNDER_REVIEW})


class Reason(TextChoices):
    """What a dispute is about."""

    SCORE = "score", _("The score is wrong")
    NO_SHOW = "no_show", _("A side did not show up")
    CHEATING = "cheating", _("A side cheated")
    TECHNICAL = "technical", _("A technical problem")
    OTHER = "other", _("Something else")


class Outcome(TextChoices):
    """How a dispute that has grounds is decided."""

    CLAIM_UPHELD = "claim_upheld", _("the score of one side counts")
    CUSTOM_RESULT = "custom_result", _("another result counts")
    REPLAY = "replay", _("the match is played again")
    DOUBLE_FORFEIT = "double_forfeit", _("both sides forfeit")


class Step(TextChoices):
    """What an entry of the case file tells: a comment, or what became of the case."""

    COMMENT = "comment", pgettext_lazy("case", "comment")
    OPENED = "opened", pgettext_lazy("case", "opened")
    REVIEW = "review", pgettext_lazy("case", "taken for review")
    ESCALATED = "escalated", pgettext_lazy("case", "passed to the head referee")
    RESOLVED = "resolved", pgettext_lazy("case", "decided")
    DISMISSED = "dismissed", pgettext_lazy("case", "dismissed")
    WITHDRAWN = "withdrawn", pgettext_lazy("case", "taken back")
    APPEALED = "appealed", pgettext_lazy("case", "appealed against")
