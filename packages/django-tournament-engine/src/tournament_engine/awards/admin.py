"""Prizes and certificates in the admin."""

from django.contrib import admin

from tournament_engine.awards.models import Certificate, PrizePool
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = ["CertificateAdmin", "PrizePoolAdmin"]


@admin.register(PrizePool)
class PrizePoolAdmin(ReadOnlyAdmin):
    """What each tournament gives away; written by its organiser's page."""

    list_display = ("tournament", "currency", "amount", "updated_at")
    list_filter = ("currency",)
    list_select_related = ("tournament",)
    search_fields = ("tournament__name",)


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """What was issued to whom; revoked and issued anew on the organiser's page."""

    list_display = ("code", "name", "kind", "tournament", "state", "issued_at")
    list_filter = ("state", "kind")
    list_select_related = ("tournament",)
    search_fields = ("=code", "name", "tournament_name")
