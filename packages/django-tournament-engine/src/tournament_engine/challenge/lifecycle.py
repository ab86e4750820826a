"""The life of a challenge and of who completes it: states, edges, and what can be chosen."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tournament_engine.core.lifecycle import OVER, PUBLIC, TournamentState

__all__ = [
    "CHALLENGE_TRANSITIONS",
    "FINAL",
    "PLAYED_FOR",
    "STANDS",
    "TRANSITIONS",
    "ChallengeKind",
    "ChallengeState",
    "CompletionState",
    "Reward",
    "Subject",
]


class ChallengeKind(TextChoices):
    """Who says that a challenge is done."""

    AUTOMATIC = "automatic", _("counted from results")
    HYBRID = "hybrid", _("counted from results, checked by the staff")
    MANUAL = "manual", _("claimed with evidence, checked by the staff")


class Subject(TextChoices):
    """Who takes it on."""

    ENTRANT = "entrant", _("the entrant as a whole")
    MEMBER = "member", _("each member of a team")


class Reward(TextChoices):
    """What there is for it."""

    NOTHING = "nothing", _("nothing but the honour")
    PAYOUT = "payout", _("money")
    BADGE = "badge", _("a badge")


class ChallengeState(TextChoices):
    """Where a challenge stands; when it begins and ends is a matter of its window."""

    STANDING = "standing", pgettext_lazy("challenge", "standing")
    CANCELLED = "cancelled", pgettext_lazy("challenge", "cancelled")


CHALLENGE_TRANSITIONS: dict[ChallengeState, frozenset[ChallengeState]] = {
    ChallengeState.STANDING: frozenset({ChallengeState.CANCELLED}),
    ChallengeState.CANCELLED: frozenset(),
}


class CompletionState(TextChoices):
    """Where it stands that somebody has done a challenge."""

    CLAIMED = "claimed", pgettext_lazy("completion", "to be checked")
    VERIFIED = "verified", pgettext_lazy("completion", "verified")
    AWARDED = "awarded", pgettext_lazy("completion", "rewarded")
    REJECTED = "rejected", pgettext_lazy("completion", "rejected")


_S = CompletionState

TRANSITIONS: dict[CompletionState, frozenset[CompletionState]] = {
    _S.CLAIMED: frozenset({_S.VERIFIED, _S.REJECTED}),
    _S.VERIFIED: frozenset({_S.AWARDED}),
    _S.AWARDED: frozenset(),
    _S.REJECTED: frozenset(),
}

#: Whoever has one of these has a place among the winners, or may get one.
STANDS = frozenset(_S) - {_S.REJECTED}

#: Results do not change any more.
FINAL = frozenset({TournamentState.CONCLUDED, TournamentState.ARCHIVED})

#: People see the tournament and its challenges can be taken on.
PLAYED_FOR = PUBLIC - OVER
