"""Stages and their histories in the admin: to be found and read; the services change them."""

from django.contrib import admin

from tournament_engine.bracket.models import Bracket, BracketEvent, DrawSeed
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = ["BracketAdmin", "BracketEventAdmin", "DrawSeedAdmin"]


@admin.register(Bracket)
class BracketAdmin(ReadOnlyAdmin):
    """Stages as they are played."""

    list_display = ("stage", "tournament", "state", "generated_at", "completed_at", "version")
    list_filter = ("state",)
    list_select_related = ("tournament", "stage")
    search_fields = ("tournament__name", "tournament__slug", "stage__name")


@admin.register(BracketEvent)
class BracketEventAdmin(ReadOnlyAdmin):
    """What happened in the stages, in order."""

    list_display = ("bracket", "number", "data", "by", "created_at")
    list_select_related = ("bracket__tournament", "bracket__stage", "by")
    search_fields = ("bracket__tournament__name", "bracket__tournament__slug")


@admin.register(DrawSeed)
class DrawSeedAdmin(ReadOnlyAdmin):
    """Draws by lot; a seed that waits is nobody's to see."""

    list_display = ("stage", "number", "commitment", "announced_at", "drawn_at")
    list_select_related = ("stage",)
    fields = ("tournament", "stage", "number", "commitment", "announced_at", "drawn_at")
    search_fields = ("=commitment", "tournament__slug")
