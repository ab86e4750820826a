"""Tables of announcements, of questions with their answers, and of reports about these."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournament_engine.community.lifecycle import PostState
from tournament_engine.core.models import Tournament
from tournament_engine.transitions import state_constraint

__all__ = ["MAX_DEPTH", "Announcement", "Post", "PostReport"]

#: A question, its answer, and an answer to that: nothing is nested deeper.
MAX_DEPTH = 2


class Announcement(models.Model):
    """What the organisers tell everybody."""

    tournament = models.ForeignKey(
        Tournament, on_delete=models.CASCADE, related_name="announcements"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=5000, blank=True)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-is_pinned", "-pk")
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """A question, or an answer to one; `root` is the question that a thread begins with."""

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="posts")
    root = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="thread")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="replies")
    depth = models.PositiveSmallIntegerField(default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("text"), max_length=2000)
    state = models.CharField(_("state"), max_length=8, choices=PostState, default=PostState.SHOWN)
    by_staff = models.BooleanField(_("an answer of the staff"), default=False)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_locked = models.BooleanField(_("locked"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        indexes = (
            models.Index(fields=("tournament", "state", "-created_at")),
            models.Index(fields=("author", "-created_at")),
        )
        constraints = (
            state_constraint(PostState, "te_post_state"),
            models.CheckConstraint(condition=Q(depth__lte=MAX_DEPTH), name="te_post_depth"),
            models.CheckConstraint(
                condition=Q(depth=0, root=None, parent=None)
                | Q(depth__gt=0, root__isnull=False, parent__isnull=False),
                name="te_post_thread",
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        """Return the place of the post on the page of questions."""
        page = reverse("tournament_engine:questions", args=(self.tournament.slug,))
        return f"{page}#post-{self.pk}"


class PostReport(models.Model):
    """Somebody thinks that a moderator should look at a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    is_open = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("report of a post")
        verbose_name_plural = _("reports of posts")
        constraints = (models.UniqueConstraint(fields=("post", "by"), name="te_post_report_once"),)

    def __str__(self) -> str:
        return self.reason
