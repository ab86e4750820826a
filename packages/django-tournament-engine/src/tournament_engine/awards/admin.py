"""Prizes in the admin."""

from django.contrib import admin

from tournament_engine.awards.models import PrizePool
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = ["PrizePoolAdmin"]


@admin.register(PrizePool)
class PrizePoolAdmin(ReadOnlyAdmin):
    """What each tournament gives away; written by its organiser's page."""

    list_display = ("tournament", "currency", "amount", "updated_at")
    list_filter = ("currency",)
    list_select_related = ("tournament",)
    search_fields = ("tournament__name",)
