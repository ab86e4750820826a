"""Clubs and people in the admin."""

from django.contrib import admin

from clubs.models import Club, Handle, Membership

__all__ = ["ClubAdmin", "HandleAdmin"]


class MembershipInline(admin.TabularInline):
    model = Membership
    autocomplete_fields = ("user",)


@admin.register(Club)
class ClubAdmin(admin.ModelAdmin):
    search_fields = ("name",)
    inlines = (MembershipInline,)


@admin.register(Handle)
class HandleAdmin(admin.ModelAdmin):
    list_display = ("user", "game", "name")
    autocomplete_fields = ("user",)
