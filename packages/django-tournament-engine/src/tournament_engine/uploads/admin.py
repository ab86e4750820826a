"""Files that people sent, in the admin: to be found; whoever may see one sees it at its address."""

from django.contrib import admin

from tournament_engine.readonly import ReadOnlyAdmin
from tournament_engine.uploads.models import StoredFile

__all__ = ["StoredFileAdmin"]


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin):
    """Every file, by what it is for; not where it lies."""

    list_display = ("purpose", "tournament", "uploaded_by", "content_type", "size", "created_at")
    list_filter = ("purpose", "content_type")
    list_select_related = ("tournament", "uploaded_by")
    exclude = ("file",)
    search_fields = ("tournament__name",)
    date_hierarchy = "created_at"
