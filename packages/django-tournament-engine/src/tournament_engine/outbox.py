"""What is to happen after commit: rows of the same transaction, delivered later."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["OutboxMessage"]


class OutboxMessage(models.Model):
    """One effect on the world outside the database, written with what caused it.

    `key` makes it unique: the same news twice is one row. A row is delivered when
    `delivered_at` is set; until then it is tried again at `available_at`, and it is a
    dead letter once `attempts` is used up.
    """

    topic = models.CharField(_("topic"), max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox")
        indexes = (
            models.Index(
                fields=("available_at",),
                condition=models.Q(delivered_at=None),
                name="te_outbox_due",
            ),
        )

    def __str__(self) -> str:
        return self.key
