"""Tournaments in the admin: to be found and read; their own console changes them."""

from django.contrib import admin

from tournament_engine.core.custom_fields.models import CustomField, CustomFieldValue
from tournament_engine.core.models import Game, StageConfig, Tournament
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = [
    "CustomFieldAdmin",
    "CustomFieldValueAdmin",
    "GameAdmin",
    "StageConfigAdmin",
    "TournamentAdmin",
]


@admin.register(Game)
class GameAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs alone
    """What is played; a game has no life cycle, so that site staff may rename it here."""

    list_display = ("name", "slug")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012 - Django's own shape


@admin.register(Tournament)
class TournamentAdmin(ReadOnlyAdmin):
    """Every tournament of the site, whoever may see it."""

    list_display = ("name", "game", "organizer", "state", "visibility", "starts_at")
    list_filter = ("state", "visibility", "entrant_kind", "game")
    list_select_related = ("game", "organizer")
    search_fields = ("name", "slug")
    date_hierarchy = "created_at"


@admin.register(StageConfig)
class StageConfigAdmin(ReadOnlyAdmin):
    """How the stages of tournaments are played."""

    list_display = ("name", "tournament", "position", "format")
    list_filter = ("format",)
    list_select_related = ("tournament",)
    search_fields = ("name", "code", "tournament__name")


@admin.register(CustomField)
class CustomFieldAdmin(ReadOnlyAdmin):
    """What tournaments ask of those who register."""

    list_display = ("label", "tournament", "position", "kind", "is_required", "is_public")
    list_filter = ("kind",)
    list_select_related = ("tournament",)
    search_fields = ("label", "code", "tournament__name")


@admin.register(CustomFieldValue)
class CustomFieldValueAdmin(ReadOnlyAdmin):
    """What was answered, and when it was something else."""

    list_display = ("field", "registration", "value", "is_current", "created_at")
    list_filter = ("is_current",)
    list_select_related = ("field", "registration")
