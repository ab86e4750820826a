"""Sponsors in the admin: to be found and read; the pages of a tournament change them."""

from django.contrib import admin

from tournament_engine.readonly import ReadOnlyAdmin
from tournament_engine.sponsor.models import Sponsor, SponsorDay, Sponsorship

__all__ = ["SponsorAdmin", "SponsorDayAdmin", "SponsorshipAdmin"]


@admin.register(Sponsor)
class SponsorAdmin(ReadOnlyAdmin):
    """Who pays."""

    list_display = ("name", "url", "is_site_wide", "owner")
    list_filter = ("is_site_wide",)
    list_select_related = ("owner",)
    search_fields = ("name", "url")


@admin.register(Sponsorship)
class SponsorshipAdmin(ReadOnlyAdmin):
    """Who is shown where."""

    list_display = ("sponsor", "tournament", "tier", "stage", "starts_at", "ends_at")
    list_filter = ("tier",)
    list_select_related = ("sponsor", "tournament")
    search_fields = ("sponsor__name", "tournament__name")


@admin.register(SponsorDay)
class SponsorDayAdmin(ReadOnlyAdmin):
    """How often a sponsor was seen and clicked."""

    list_display = ("sponsorship", "day", "impressions", "clicks")
    list_select_related = ("sponsorship",)
    date_hierarchy = "day"
    search_fields = ("sponsorship__sponsor__name", "sponsorship__tournament__name")
