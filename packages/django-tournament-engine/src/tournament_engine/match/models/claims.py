"""The table of what the sides of a match claim."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tournament_engine.match.lifecycle import ClaimState
from tournament_engine.match.models.matches import Match
from tournament_engine.transitions import state_constraint

__all__ = ["ScoreClaim"]


class ScoreClaim(models.Model):
    """What one side says the result is. `result` is bracketcore's plain data of it.

    `pairing` has the entrants' ids by side, as they were: a correction may bring others.
    At `auto_confirm_at` silence confirms it; empty: it never does.
    """

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="claims")
    side = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=16, choices=ClaimState, default=ClaimState.PENDING, editable=False
    )
    pairing = models.JSONField(editable=False)
    result = models.JSONField()
    note = models.CharField(_("note"), max_length=500, blank=True)
    evidence_url = models.URLField(_("link to evidence"), max_length=500, blank=True)
    auto_confirm_at = models.DateTimeField(null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("score claim")
        verbose_name_plural = _("score claims")
        indexes = (
            models.Index(
                fields=("auto_confirm_at",),
                condition=Q(state=ClaimState.PENDING),
                name="te_claim_due",
            ),
        )
        constraints = (
            state_constraint(ClaimState, "te_claim_state"),
            models.UniqueConstraint(
                fields=("match", "side"),
                condition=Q(state=ClaimState.PENDING),
                name="te_claim_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.match_id}/{self.side}: {self.state}"
