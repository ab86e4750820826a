"""Disputes in the admin: to be found and read; the services change them."""

from django.contrib import admin

from tournament_engine.dispute.models import Dispute, DisputeComment, DisputeEvidence, EvidenceFile
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = [
    "DisputeAdmin",
    "DisputeCommentAdmin",
    "DisputeEvidenceAdmin",
    "EvidenceFileAdmin",
]


@admin.register(Dispute)
class DisputeAdmin(ReadOnlyAdmin):
    """Cases of every tournament."""

    list_display = (
        "match",
        "tournament",
        "entrant",
        "reason",
        "state",
        "opened_at",
        "due_at",
        "handler",
        "outcome",
    )
    list_filter = ("state", "reason", "outcome", "is_contradiction")
    list_select_related = ("match", "tournament", "entrant", "handler")
    search_fields = ("match__code", "tournament__name", "tournament__slug", "entrant__name")
    date_hierarchy = "opened_at"


@admin.register(DisputeEvidence)
class DisputeEvidenceAdmin(ReadOnlyAdmin):
    """What was shown."""

    list_display = ("dispute", "by", "created_at", "link")
    list_select_related = ("dispute", "by")
    search_fields = ("dispute__match__code", "dispute__tournament__name")


@admin.register(DisputeComment)
class DisputeCommentAdmin(ReadOnlyAdmin):
    """What was said and done, notes among the staff included."""

    list_display = ("dispute", "step", "is_internal", "by", "created_at")
    list_filter = ("step", "is_internal")
    list_select_related = ("dispute", "by")
    search_fields = ("dispute__match__code", "dispute__tournament__name")


@admin.register(EvidenceFile)
class EvidenceFileAdmin(ReadOnlyAdmin):
    """Pictures and films that were shown."""

    list_display = ("evidence", "stored")
    list_select_related = ("evidence", "stored")
    search_fields = ("evidence__dispute__match__code",)
