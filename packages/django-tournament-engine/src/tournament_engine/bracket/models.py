"""Tables of a stage as it is played: the snapshot and the history it follows from."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.queries import BracketQuerySet
from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.transitions import state_constraint

__all__ = ["Bracket", "BracketEvent", "DrawSeed"]


class Bracket(models.Model):
    """The row that holds a stage, and the lock of everything that happens in it.

    `seeding` lists entrant ids (text) in seed order. `snapshot` is bracketcore's
    plain data of the stage, empty until it is generated; `bracket/stages.py` alone
    reads and writes it.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="brackets")
    stage = models.OneToOneField(StageConfig, on_delete=models.CASCADE, related_name="bracket")
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=StageState,
        default=StageState.PENDING,
        editable=False,
    )
    seeding = models.JSONField(default=list, editable=False)
    snapshot = models.JSONField(default=dict, editable=False)
    generated_at = models.DateTimeField(null=True, editable=False)
    completed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = BracketQuerySet.as_manager()

    class Meta:
        ordering = ("tournament", "stage__position")
        verbose_name = _("bracket")
        verbose_name_plural = _("brackets")
        constraints = (state_constraint(StageState, "te_bracket_state"),)

    def __str__(self) -> str:
        return f"{self.tournament}: {self.stage}"


class BracketEvent(models.Model):
    """One event of a stage's history; replaying them all gives the snapshot again.

    `number` counts from 1. `data` is bracketcore's plain data of the event.
    """

    bracket = models.ForeignKey(Bracket, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("bracket", "number")
        verbose_name = _("bracket event")
        verbose_name_plural = _("bracket events")
        constraints = (
            models.UniqueConstraint(fields=("bracket", "number"), name="te_event_number"),
        )

    def __str__(self) -> str:
        return f"{self.bracket_id}.{self.number}"


class DrawSeed(models.Model):
    """The seed of one draw by lot: its hash is public from the first moment, it is not.

    `seeding` lists the entrants' ids (text) in the order that was drawn; what happens to the
    seeds later changes nothing here. One seed of a stage at most waits for its draw.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="draw_seeds")
    stage = models.ForeignKey(StageConfig, on_delete=models.CASCADE, related_name="draw_seeds")
    number = models.PositiveIntegerField(_("draw"))
    seed = models.CharField(max_length=64, editable=False)
    commitment = models.CharField(_("hash of the seed"), max_length=64)
    announced_at = models.DateTimeField(_("announced"), auto_now_add=True)
    drawn_at = models.DateTimeField(_("drawn"), null=True, editable=False)
    seeding = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ("stage", "number")
        verbose_name = _("draw by lot")
        verbose_name_plural = _("draws by lot")
        constraints = (
            models.UniqueConstraint(fields=("stage", "number"), name="te_draw_number"),
            models.UniqueConstraint(
                fields=("stage",), condition=models.Q(drawn_at=None), name="te_draw_waits_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.stage_id} {self.number}"
