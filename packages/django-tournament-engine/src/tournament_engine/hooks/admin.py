"""The inbox and the ratings in the admin."""

from django.contrib import admin

from tournament_engine.hooks.models import InboxMessage, NoticeChoices, Rating, RatingEvent
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = ["InboxMessageAdmin", "NoticeChoicesAdmin", "RatingAdmin", "RatingEventAdmin"]


@admin.register(InboxMessage)
class InboxMessageAdmin(ReadOnlyAdmin):
    """Who was told what."""

    list_display = ("subject", "user", "event", "created_at", "mailed_at", "read_at")
    list_filter = ("event",)
    list_select_related = ("user",)
    search_fields = ("subject", "=key")


@admin.register(NoticeChoices)
class NoticeChoicesAdmin(ReadOnlyAdmin):
    """What people want mailed."""

    list_display = ("user", "unmailed", "quiet_from", "quiet_until")
    list_select_related = ("user",)


@admin.register(Rating)
class RatingAdmin(ReadOnlyAdmin):
    """How strong everybody is, by scope."""

    list_display = ("entrant", "scope", "value", "updated_at")
    list_filter = ("scope",)
    search_fields = ("=entrant",)


@admin.register(RatingEvent)
class RatingEventAdmin(ReadOnlyAdmin):
    """Every change of a rating."""

    list_display = ("key", "kind", "entrant", "scope", "change", "created_at")
    list_filter = ("kind", "scope")
    search_fields = ("=key", "=entrant")
