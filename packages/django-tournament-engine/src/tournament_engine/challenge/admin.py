"""Challenges in the admin: to be found and read; the services change them."""

from django.contrib import admin

from tournament_engine.challenge.models import (
    Challenge,
    ChallengeCompletion,
    ChallengeProgress,
    ChallengeScore,
)
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = [
    "ChallengeAdmin",
    "ChallengeCompletionAdmin",
    "ChallengeProgressAdmin",
    "ChallengeScoreAdmin",
]


@admin.register(Challenge)
class ChallengeAdmin(ReadOnlyAdmin):
    """Challenges of every tournament."""

    list_display = (
        "name",
        "tournament",
        "kind",
        "subject",
        "rule",
        "opens_at",
        "closes_at",
        "state",
    )
    list_filter = ("kind", "subject", "reward", "state")
    list_select_related = ("tournament",)
    search_fields = ("name", "tournament__name", "tournament__slug")


@admin.register(ChallengeCompletion)
class ChallengeCompletionAdmin(ReadOnlyAdmin):
    """Who did them, or says so."""

    list_display = ("challenge", "entrant", "member", "state", "reached_at", "decided_by")
    list_filter = ("state",)
    list_select_related = ("challenge", "entrant", "member", "decided_by")
    search_fields = ("challenge__name", "tournament__name", "entrant__name", "member__name")
    date_hierarchy = "reached_at"


@admin.register(ChallengeScore)
class ChallengeScoreAdmin(ReadOnlyAdmin):
    """How far everybody is."""

    list_display = ("challenge", "entrant", "member", "total", "reached_at")
    list_select_related = ("challenge", "entrant", "member")
    search_fields = ("challenge__name", "entrant__name", "member__name")


@admin.register(ChallengeProgress)
class ChallengeProgressAdmin(ReadOnlyAdmin):
    """What each match gave."""

    list_display = ("challenge", "entrant", "member", "match", "version", "credit", "played_at")
    list_select_related = ("challenge", "entrant", "member", "match")
    search_fields = ("challenge__name", "entrant__name", "member__name")
