"""Clubs and people in the admin."""

from typing import TYPE_CHECKING, TypeAlias

from django.contrib import admin

from clubs.models import Club, Handle, Membership

__all__ = ["ClubAdmin", "HandleAdmin"]

if TYPE_CHECKING:
    Members: TypeAlias = admin.TabularInline[Membership, Club]
    Clubs: TypeAlias = admin.ModelAdmin[Club]
    Handles: TypeAlias = admin.ModelAdmin[Handle]
else:
    Members = admin.TabularInline
    Clubs = Handles = admin.ModelAdmin


class MembershipInline(Members):
    model = Membership
    autocomplete_fields = ("user",)


@admin.register(Club)
class ClubAdmin(Clubs):
    search_fields = ("name",)
    inlines = (MembershipInline,)


@admin.register(Handle)
class HandleAdmin(Handles):
    list_display = ("user", "game", "name")
    autocomplete_fields = ("user",)
