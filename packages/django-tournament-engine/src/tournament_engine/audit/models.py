"""The table of what was done, by whom, to what, and why."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tournament_engine.audit.middleware import Channel
from tournament_engine.audit.queries import AuditQuerySet

__all__ = ["AuditArchive", "AuditChain", "AuditEntry", "Category"]


class Category(models.TextChoices):
    """What kind of act an entry tells of."""

    STATE = "state", pgettext_lazy("audit", "state")
    SETTING = "setting", pgettext_lazy("audit", "setting")
    ROLE = "role", pgettext_lazy("audit", "role")
    MONEY = "money", pgettext_lazy("audit", "money")
    OVERRIDE = "override", pgettext_lazy("audit", "override")
    ROLLBACK = "rollback", pgettext_lazy("audit", "rollback")
    CONTENT = "content", pgettext_lazy("audit", "content")
    EXPORT = "export", pgettext_lazy("audit", "export")


class AuditEntry(models.Model):
    """One act, written in the transaction that did it and never changed.

    The subject is named by text (`tournament_engine.match`, "41"), so that the entry
    outlives the row. `scope` is the tournament's id as text, empty for the site. The digests
    and hashes are those of `chain`; `position` and `hash` are given by the database.
    """

    occurred_at = models.DateTimeField(_("time"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("actor"),
    )
    by_site_staff = models.BooleanField(_("by the site's staff"), default=False)
    action = models.CharField(_("action"), max_length=60)
    category = models.CharField(_("kind"), max_length=12, choices=Category, default=Category.STATE)
    scope = models.CharField(max_length=64, blank=True)
    subject_type = models.CharField(_("subject"), max_length=100)
    subject_id = models.CharField(max_length=64)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    channel = models.CharField(_("by way of"), max_length=12, choices=Channel, blank=True)
    address = models.CharField(_("address"), max_length=32, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True)
    salt = models.CharField(max_length=32, blank=True)
    actor_digest = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    position = models.PositiveBigIntegerField(null=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        indexes = (
            models.Index(fields=("scope", "-occurred_at")),
            models.Index(fields=("subject_type", "subject_id")),
        )
        constraints = (
            models.UniqueConstraint(fields=("scope", "position"), name="te_audit_position"),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new entry; an old one is never written again."""
        if not self._state.adding:
            raise TypeError("The audit log is append-only: write a new entry.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: retention is the site's business, by `audit.services.archive`."""
        raise TypeError("The audit log is append-only: entries stay.")


class AuditChain(models.Model):
    """The end of the chain of one scope: its last entry's number and hash. The database's own."""

    scope = models.CharField(max_length=64, primary_key=True)
    position = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of an audit log")
        verbose_name_plural = _("ends of audit logs")

    def __str__(self) -> str:
        return f"{self.scope} {self.position}"


class AuditArchive(models.Model):
    """What left the table for a file: the entries of a scope up to one of them.

    `sha256` is that of the file, `last_hash` that of its last entry, where the chain goes on.
    """

    scope = models.CharField(max_length=64, blank=True)
    last_position = models.PositiveBigIntegerField()
    last_hash = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("archive of the audit log")
        verbose_name_plural = _("archives of the audit log")
        constraints = (
            models.UniqueConstraint(fields=("scope", "last_position"), name="te_audit_archive"),
        )

    def __str__(self) -> str:
        return f"{self.scope} {self.last_position}"
