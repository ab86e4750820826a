"""The tables of the default hooks: an inbox in the site, and ratings."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

__all__ = ["InboxMessage", "NoticeChoices", "Rating", "RatingEvent"]


class InboxMessage(models.Model):
    """One notice for one person; `key` and `mailed_at` make a repeated delivery harmless.

    `mail_at` is when it is mailed: at once, at the end of the person's quiet hours, or never.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    event = models.CharField(max_length=60)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("link"), max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    mail_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="te_inbox_once"),)
        indexes = (
            models.Index(
                fields=("mail_at",),
                condition=Q(mailed_at=None, mail_at__isnull=False),
                name="te_inbox_to_mail",
            ),
        )

    def __str__(self) -> str:
        return self.subject


class NoticeChoices(models.Model):
    """What a person wants mailed, and when not: everything at any time, unless there is a row.

    `unmailed` lists the subjects (see `hooks/choices.py`) that stay in the inbox. Quiet hours
    are in the person's own zone and may go over midnight.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    unmailed = models.JSONField(default=list)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = (
            models.CheckConstraint(
                name="te_quiet_hours",
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.user)


class Rating(models.Model):
    """How strong somebody is in a scope: the sum of the rating's events, and its start."""

    scope = models.CharField(_("scope"), max_length=64)
    entrant = models.CharField(_("entrant"), max_length=80)
    value = models.DecimalField(_("rating"), max_digits=8, decimal_places=2)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("scope", "-value", "entrant")
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = (models.UniqueConstraint(fields=("scope", "entrant"), name="te_rating_once"),)

    def __str__(self) -> str:
        return f"{self.entrant} ({self.scope}): {self.value}"


class RatingEvent(models.Model):
    """One change of one rating, never edited; `key` names the match and its result's version."""

    class Kind(models.TextChoices):
        """Whether a result counts, or is taken back."""

        APPLIED = "applied", _("applied")
        REVERTED = "reverted", _("reverted")

    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=Kind)
    scope = models.CharField(_("scope"), max_length=64, blank=True)
    entrant = models.CharField(_("entrant"), max_length=80, blank=True)
    change = models.DecimalField(_("change"), max_digits=8, decimal_places=2, default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("rating event")
        verbose_name_plural = _("rating events")
        constraints = (
            models.UniqueConstraint(
                fields=("key", "kind", "scope", "entrant"), name="te_rating_event_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.kind}: {self.entrant} {self.change:+}"
