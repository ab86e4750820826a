"""Registrations and entrants in the admin: to be found and read; the services change them."""

from django.contrib import admin

from tournament_engine.readonly import ReadOnlyAdmin
from tournament_engine.registration.models import (
    Correction,
    Entrant,
    OpeningWatch,
    Registration,
    RosterInvitation,
    RosterMember,
)

__all__ = [
    "CorrectionAdmin",
    "EntrantAdmin",
    "OpeningWatchAdmin",
    "RegistrationAdmin",
    "RosterInvitationAdmin",
    "RosterMemberAdmin",
]


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin):
    """Every request for a place, whatever became of it."""

    list_display = ("name", "tournament", "user", "state", "created_at")
    list_filter = ("state",)
    list_select_related = ("tournament", "user")
    search_fields = ("name", "tournament__name", "team_ref")
    date_hierarchy = "created_at"


@admin.register(Entrant)
class EntrantAdmin(ReadOnlyAdmin):
    """Those who compete."""

    list_display = ("name", "tournament", "seed")
    list_select_related = ("tournament",)
    search_fields = ("name", "tournament__name")


@admin.register(RosterMember)
class RosterMemberAdmin(ReadOnlyAdmin):
    """The members of teams."""

    list_display = ("name", "registration", "tournament", "user", "role", "is_active")
    list_filter = ("role", "is_active")
    list_select_related = ("registration", "tournament", "user")
    search_fields = ("name", "registration__name", "tournament__name")


@admin.register(RosterInvitation)
class RosterInvitationAdmin(ReadOnlyAdmin):
    """Links by which people join a team."""

    list_display = (
        "registration",
        "role",
        "addressed_to",
        "made_by",
        "expires_at",
        "used_by",
        "revoked_at",
    )
    list_filter = ("role",)
    list_select_related = ("registration", "made_by", "used_by")
    search_fields = ("registration__name", "tournament__name")


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """What was to be put right in a registration."""

    list_display = ("registration", "field", "note", "asked_at", "answered_at")
    list_filter = ("field",)
    list_select_related = ("registration",)
    search_fields = ("registration__name", "tournament__name")


@admin.register(OpeningWatch)
class OpeningWatchAdmin(ReadOnlyAdmin):
    """Who wants to hear when registration opens."""

    list_display = ("tournament", "user", "created_at")
    list_select_related = ("tournament", "user")
    search_fields = ("tournament__name",)
