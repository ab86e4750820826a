"""Announcements and posts in the admin: to be found and read."""

from django.contrib import admin

from tournament_engine.community.models import Announcement, Post, PostReport
from tournament_engine.readonly import ReadOnlyAdmin

__all__ = ["AnnouncementAdmin", "PostAdmin", "PostReportAdmin"]


@admin.register(Announcement)
class AnnouncementAdmin(ReadOnlyAdmin):
    """What tournaments told everybody."""

    list_display = ("title", "tournament", "author", "published_at", "is_pinned")
    list_select_related = ("tournament", "author")
    search_fields = ("title", "tournament__name")


@admin.register(Post)
class PostAdmin(ReadOnlyAdmin):
    """Questions and answers."""

    list_display = ("__str__", "tournament", "author", "state", "created_at")
    list_filter = ("state", "by_staff")
    list_select_related = ("tournament", "author")
    search_fields = ("text", "tournament__name")


@admin.register(PostReport)
class PostReportAdmin(ReadOnlyAdmin):
    """What was reported, and why."""

    list_display = ("post", "by", "reason", "is_open")
    list_filter = ("is_open",)
    list_select_related = ("post", "by")
