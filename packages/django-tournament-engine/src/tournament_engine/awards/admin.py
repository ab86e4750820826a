"""Prizes, certificates and achievements in the admin."""

from django.contrib import admin

from tournament_engine.awards.models import (
    Badge,
    Certificate,
    CertificateLook,
    CertificateReport,
    Gift,
    Prize,
    PrizePool,
)
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = [
    "BadgeAdmin",
    "CertificateAdmin",
    "CertificateLookAdmin",
    "CertificateReportAdmin",
    "GiftAdmin",
    "PrizeAdmin",
    "PrizePoolAdmin",
]


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


@admin.register(Badge)
class BadgeAdmin(ReadOnlyAdmin):
    """Who earned what, where and by whom it was given."""

    list_display = ("achievement", "user", "entrant", "tournament", "source", "awarded_at")
    list_filter = ("source", ("revoked_at", admin.EmptyFieldListFilter), "achievement")
    list_select_related = ("achievement", "user", "entrant", "tournament")
    search_fields = ("=achievement__code", "tournament__name")


@admin.register(CertificateReport)
class CertificateReportAdmin(ReadOnlyAdmin):
    """What people think is wrong with a certificate; closed on the organiser's page."""

    list_display = ("certificate", "tournament", "created_at", "closed_at")
    list_filter = (("closed_at", admin.EmptyFieldListFilter),)
    list_select_related = ("certificate", "tournament")
    # How somebody wants to be reached is for the organiser.
    exclude = ("contact",)
    search_fields = ("=certificate__code", "tournament__name")


@admin.register(Gift)
class GiftAdmin(ReadOnlyAdmin):
    """Prizes in kind: whose each is, and what became of it."""

    list_display = ("thing", "tournament", "place", "entrant", "state")
    list_filter = ("state",)
    list_select_related = ("tournament", "entrant")
    search_fields = ("thing", "tournament__name", "entrant__name")
    # What a winner wrote is for those who hand the prize over.
    exclude = ("contact",)


@admin.register(CertificateLook)
class CertificateLookAdmin(ReadOnlyAdmin):
    """How the certificates of a tournament look."""

    list_display = ("tournament", "audience", "page_size", "signer")
    list_filter = ("audience", "page_size")
    list_select_related = ("tournament",)
    search_fields = ("tournament__name",)


@admin.register(Prize)
class PrizeAdmin(ReadOnlyAdmin):
    """What each place gets."""

    list_display = ("pool", "place", "percent", "amount", "thing")
    list_select_related = ("pool",)
    search_fields = ("pool__tournament__name",)
