"""The table of those who are out of a heat before it is played to its end."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tournament_engine.match.models.matches import Match
from tournament_engine.registration.models import Entrant

__all__ = ["HeatForfeit"]


class HeatForfeit(models.Model):
    """An entrant is out of a heat that the others play on: it will have no place there.

    It says so of this entrant alone: whoever comes to sit there instead is not concerned.
    """

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="forfeits")
    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("match", "pk")
        verbose_name = _("forfeit of a heat")
        verbose_name_plural = _("forfeits of heats")
        constraints = (
            models.UniqueConstraint(fields=("match", "entrant"), name="te_forfeit_once"),
        )

    def __str__(self) -> str:
        return f"{self.match_id}: {self.entrant_id}"
