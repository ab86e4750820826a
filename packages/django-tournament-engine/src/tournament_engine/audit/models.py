"""The table of what was done, by whom, to what, and why."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from tournament_engine.audit.queries import AuditQuerySet

__all__ = ["AuditEntry"]


class AuditEntry(models.Model):
    """One act, written in the transaction that did it and never changed.

    The subject is named by text (`tournament_engine.match`, "41"), so that the entry
    outlives the row. `scope` is the tournament's id as text, empty for the site.
    """

    occurred_at = models.DateTimeField(_("time"), auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("actor"),
    )
    action = models.CharField(_("action"), max_length=60)
    scope = models.CharField(max_length=64, blank=True)
    subject_type = models.CharField(_("subject"), max_length=100)
    subject_id = models.CharField(max_length=64)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes = (
            models.Index(fields=("scope", "-occurred_at")),
            models.Index(fields=("subject_type", "subject_id")),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry; an old one is never written again."""
        if not self._state.adding:
            raise TypeError("The audit log is append-only: write a new entry.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: retention is the site's business, in its database."""
        raise TypeError("The audit log is append-only: entries stay.")
