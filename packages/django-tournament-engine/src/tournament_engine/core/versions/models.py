"""Tables of a tournament's settings as they once were, and of those kept to begin with."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Tournament
from tournament_engine.transitions import state_constraint

__all__ = ["Occasion", "TournamentTemplate", "TournamentVersion"]


class Occasion(models.TextChoices):
    """Why a version was kept."""

    PUBLISHED = "published", _("published")
    CHANGED = "changed", _("changed")
    DRAWN = "drawn", _("before the draw")
    RESTORED = "restored", _("an earlier version restored")
    KEPT = "kept", _("kept by hand")


class TournamentVersion(models.Model):
    """What a tournament said of itself, as `snapshots.settings_of` writes it."""

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion)
    note = models.CharField(_("note"), max_length=200, blank=True)
    content = models.JSONField(_("settings"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("tournament", "-number")
        verbose_name = _("version of a tournament")
        verbose_name_plural = _("versions of tournaments")
        constraints = (
            state_constraint(Occasion, "te_version_occasion", field="occasion"),
            models.UniqueConstraint(fields=("tournament", "number"), name="te_version_number"),
        )

    def __str__(self) -> str:
        return f"{self.tournament_id}: {self.number}"


class TournamentTemplate(models.Model):
    """Settings to begin a tournament with: one's own, or everybody's."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=80)
    is_shared = models.BooleanField(_("for everybody"), default=False)
    content = models.JSONField(_("settings"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="te_template_name"),)

    def __str__(self) -> str:
        return self.name
