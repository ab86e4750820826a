"""The log in the admin."""

from django.contrib import admin

from tournament_engine.audit.models import AuditArchive, AuditEntry
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = ["AuditArchiveAdmin", "AuditEntryAdmin"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what, newest first."""

    list_display = ("occurred_at", "actor", "action", "subject_type", "subject_id", "reason")
    list_filter = ("channel", "action")
    list_select_related = ("actor",)
    search_fields = ("=scope", "=subject_id", "action", "=request_id")
    date_hierarchy = "occurred_at"


@admin.register(AuditArchive)
class AuditArchiveAdmin(ReadOnlyAdmin):
    """Entries that were moved into a file, and where the chain goes on."""

    list_display = ("scope", "last_position", "entries", "created_at")
    search_fields = ("=scope",)
