"""The table of what people think is wrong with a certificate."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tournament_engine.awards.models.certificates import Certificate
from tournament_engine.core.models import Tournament

__all__ = ["CertificateReport"]


class CertificateReport(models.Model):
    """Somebody, with an account or without, says that a certificate is wrong.

    `contact` is how they want to be reached, if they do; it goes when the report is closed.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="+")
    certificate = models.ForeignKey(
        Certificate,
        on_delete=models.CASCADE,
        related_name="reports",
        verbose_name=_("certificate"),
    )
    text = models.TextField(_("what is wrong"), max_length=1000)
    contact = models.CharField(_("how to reach them"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("reported by"),
    )
    created_at = models.DateTimeField(_("time"), auto_now_add=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(_("what was done"), max_length=300, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("report of a certificate")
        verbose_name_plural = _("reports of certificates")
        indexes = (
            models.Index(
                fields=("tournament",), condition=Q(closed_at=None), name="te_report_open"
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="te_report_closed",
                condition=Q(closed_at=None, note="") | Q(closed_at__isnull=False, contact=""),
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]
