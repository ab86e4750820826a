"""The life of a tournament: its states and the edges between them."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = [
    "GROUPS",
    "OVER",
    "PUBLIC",
    "REGISTERING",
    "STAFF_TRANSITIONS",
    "STANDING",
    "TRANSITIONS",
    "StaffState",
    "TournamentState",
]


class TournamentState(TextChoices):
    """Where a tournament stands."""

    DRAFT = "draft", _("draft")
    PENDING_APPROVAL = "pending_approval", _("waiting for approval")
    PUBLISHED = "published", _("announced")
    REGISTRATION_OPEN = "registration_open", _("open for registration")
    REGISTRATION_CLOSED = "registration_closed", _("closed for registration")
    CHECK_IN = "check_in", _("in check-in")
    LIVE = "live", _("live")
    COMPLETED = "completed", _("completed")
    CONCLUDED = "concluded", _("concluded")
    CANCELLED = "cancelled", pgettext_lazy("tournament", "cancelled")
    ARCHIVED = "archived", _("archived")


_S = TournamentState

TRANSITIONS: dict[TournamentState, frozenset[TournamentState]] = {
    _S.DRAFT: frozenset({_S.PUBLISHED, _S.PENDING_APPROVAL, _S.CANCELLED}),
    _S.PENDING_APPROVAL: frozenset({_S.PUBLISHED, _S.DRAFT, _S.CANCELLED}),
    _S.PUBLISHED: frozenset({_S.REGISTRATION_OPEN, _S.CANCELLED}),
    _S.REGISTRATION_OPEN: frozenset({_S.REGISTRATION_CLOSED, _S.CANCELLED}),
    _S.REGISTRATION_CLOSED: frozenset(
        {_S.REGISTRATION_OPEN, _S.CHECK_IN, _S.LIVE, _S.CANCELLED},
    ),
    _S.CHECK_IN: frozenset({_S.REGISTRATION_CLOSED, _S.LIVE, _S.CANCELLED}),
    _S.LIVE: frozenset({_S.COMPLETED, _S.CANCELLED}),
    _S.COMPLETED: frozenset({_S.LIVE, _S.CONCLUDED}),
    _S.CONCLUDED: frozenset({_S.ARCHIVED}),
    _S.CANCELLED: frozenset({_S.ARCHIVED}),
    _S.ARCHIVED: frozenset(),
}

#: Everything that visitors may see, as far as the state is concerned.
PUBLIC = frozenset(TournamentState) - {_S.DRAFT, _S.PENDING_APPROVAL}

#: While these last, entrants come and go and the stages may be changed.
REGISTERING = frozenset({_S.DRAFT, _S.PUBLISHED, _S.REGISTRATION_OPEN})

#: Nothing is played, entered or edited any more.
OVER = frozenset({_S.CONCLUDED, _S.CANCELLED, _S.ARCHIVED})

#: The tabs of a list. Every public state is in one of them.
GROUPS: Mapping[str, frozenset[TournamentState]] = {
    "upcoming": frozenset({_S.PUBLISHED, _S.REGISTRATION_CLOSED, _S.CHECK_IN}),
    "open": frozenset({_S.REGISTRATION_OPEN}),
    "live": frozenset({_S.LIVE}),
    "finished": OVER | {_S.COMPLETED},
}


class StaffState(TextChoices):
    """Where an invitation to work for a tournament stands."""

    INVITED = "invited", pgettext_lazy("staff", "invited")
    ACTIVE = "active", pgettext_lazy("staff", "active")
    DECLINED = "declined", pgettext_lazy("staff", "declined")
    EXPIRED = "expired", pgettext_lazy("staff", "expired")
    REVOKED = "revoked", pgettext_lazy("staff", "taken back")
    LEFT = "left", pgettext_lazy("staff", "left")
    #: The end of an offer to take the tournament over: the tournament itself names its organiser.
    TAKEN_OVER = "taken_over", pgettext_lazy("staff", "taken over")


_F = StaffState

STAFF_TRANSITIONS: dict[StaffState, frozenset[StaffState]] = {
    _F.INVITED: frozenset({_F.ACTIVE, _F.TAKEN_OVER, _F.DECLINED, _F.EXPIRED, _F.REVOKED}),
    _F.ACTIVE: frozenset({_F.LEFT, _F.REVOKED}),
    _F.DECLINED: frozenset(),
    _F.EXPIRED: frozenset(),
    _F.REVOKED: frozenset(),
    _F.LEFT: frozenset(),
    _F.TAKEN_OVER: frozenset(),
}

#: Somebody is asked, or at work: once a role and person.
STANDING = frozenset({_F.INVITED, _F.ACTIVE})
