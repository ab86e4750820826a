"""The table of what is played: how a match is counted, and how its players are known."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tournament_engine.transitions import state_constraint

__all__ = ["Game", "ResultKind"]


class ResultKind(models.TextChoices):
    """What a match of a game ends with."""

    SCORE = "score", _("a score")
    BEST_OF = "best_of", _("games won")
    POINTS = "points", _("points for win and draw")
    PLACEMENT = "placement", _("places of all who take part")


class Game(models.Model):
    """What is played: chess, football, a video game.

    `identity_label` is what its players are known by, such as "Riot ID"; the preset or the
    pattern says what that looks like. A team has as many players, its captain among them, and
    so many substitutes beside them; without a number there is no limit. `score_rule` and its
    options say what the numbers of a match must look like; see `core.score_rules`.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    result_kind = models.CharField(
        _("a match ends with"), max_length=12, choices=ResultKind, default=ResultKind.SCORE
    )
    score_rule = models.CharField(_("scores are"), max_length=40, default="any")
    score_options = models.JSONField(_("options of the scores"), default=dict, blank=True)
    identity_label = models.CharField(_("players are known by"), max_length=40, blank=True)
    identity_preset = models.CharField(_("looks like"), max_length=16, blank=True)
    identity_pattern = models.CharField(_("pattern"), max_length=200, blank=True)
    team_min = models.PositiveSmallIntegerField(_("fewest of a team"), default=1)
    team_max = models.PositiveSmallIntegerField(_("most of a team"), null=True, blank=True)
    substitutes_max = models.PositiveSmallIntegerField(_("most substitutes"), null=True, blank=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("game")
        verbose_name_plural = _("games")
        constraints = (
            state_constraint(ResultKind, "te_game_result", field="result_kind"),
            models.CheckConstraint(
                name="te_game_team",
                condition=Q(team_min__gte=1) & (Q(team_max=None) | Q(team_max__gte=F("team_min"))),
            ),
        )

    def __str__(self) -> str:
        return self.name
