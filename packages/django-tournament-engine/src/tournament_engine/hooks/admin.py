"""The inbox in the admin."""

from django.contrib import admin

from tournament_engine.hooks.models import InboxMessage
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = ["InboxMessageAdmin"]


@admin.register(InboxMessage)
class InboxMessageAdmin(ReadOnlyAdmin):
    """Who was told what."""

    list_display = ("subject", "user", "event", "created_at", "mailed_at", "read_at")
    list_filter = ("event",)
    list_select_related = ("user",)
    search_fields = ("subject", "=key")
