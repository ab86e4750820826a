"""Registrations and entrants in the admin: to be found and read; the services change them."""

from django.contrib import admin

from tournament_engine.readonly import ReadOnlyAdmin
from tournament_engine.registration.models import Entrant, Registration, RosterMember

__all__ = ["EntrantAdmin", "RegistrationAdmin", "RosterMemberAdmin"]


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
