"""The table of stages: how each is played and who plays it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models.tournaments import Tournament

__all__ = ["StageConfig"]


class StageConfig(models.Model):
    """How one stage is played and where its entrants come from.

    `options` are the keyword options of the bracketcore format. A stage without
    `sources` takes the tournament's own entrants; a source is
    `{"stage": "pools", "places": [1, 2]}`. `seeding` says how the qualified are
    seeded: "cross", "standings", or the places in bracket order ["A1", "B2", …].
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="stages")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.SlugField(_("address"), max_length=40)
    name = models.CharField(_("name"), max_length=80)
    format = models.CharField(_("format"), max_length=40)
    options = models.JSONField(_("options"), default=dict, blank=True)
    sources = models.JSONField(_("sources"), default=list, blank=True)
    seeding = models.JSONField(_("seeding"), default=str, blank=True)

    class Meta:
        ordering = ("tournament", "position")
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = (
            models.UniqueConstraint(fields=("tournament", "position"), name="te_stage_position"),
            models.UniqueConstraint(fields=("tournament", "code"), name="te_stage_code"),
        )

    def __str__(self) -> str:
        return self.name
