"""Tables of matches and their sides.

The rows of a match and its sides are a projection of the stage in `bracket`: they
are written when the stage says so, and never decide who advances.
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournament_engine.bracket.models import Bracket
from tournament_engine.core.models import Tournament
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.queries import MatchQuerySet
from tournament_engine.registration.models import Entrant
from tournament_engine.transitions import state_constraint

__all__ = ["USUAL_MINUTES", "Feeder", "Match", "MatchSide", "ResultKind"]

#: How long a match is planned to take where nobody says so.
USUAL_MINUTES = 60


class ResultKind(models.TextChoices):
    """How a finished match was decided."""

    NONE = "", _("no result")
    WIN = "win", _("win")
    DRAW = "draw", _("draw")
    WALKOVER = "walkover", _("walkover")
    FORFEIT = "forfeit", _("forfeit")
    DOUBLE_FORFEIT = "double_forfeit", _("double forfeit")
    PLACEMENT = "placement", _("placing")


class Feeder(models.TextChoices):
    """Where the occupant of a side comes from."""

    SEED = "seed", _("seed")
    WINNER = "winner", _("winner of")
    LOSER = "loser", _("loser of")
    SECOND_CHANCE = "second_chance", _("loser of, unless beaten twice")
    PLACE = "place", _("placed in")
    BYE = "bye", _("bye")


class Match(models.Model):
    """One match of a stage: when and where it is played, and what came of it.

    `code` is bracketcore's match id, `part` its bracket label (R, 3P, U, L, GF, A …),
    `position` its place in playing order. `games` lists the scores, one pair a game
    (a single pair where the match is one game); `shootout` is empty or a pair.
    `minutes` is how long it is planned to take. While sides check in, those who have not
    at `check_in_closes_at` are absent. `result_version` is the version at which
    the present result came in: it names that result to whoever counts it once. While
    `is_held` it takes no result: a contest is open about it, or about one that leads to it.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="matches")
    bracket = models.ForeignKey(Bracket, on_delete=models.CASCADE, related_name="matches")
    code = models.CharField(_("match"), max_length=24)
    position = models.PositiveIntegerField()
    part = models.CharField(max_length=8)
    round = models.PositiveSmallIntegerField(_("round"))
    best_of = models.PositiveSmallIntegerField(_("best of"), default=1)
    decisive = models.BooleanField(default=True)
    state = models.CharField(
        _("state"),
        max_length=16,
        choices=MatchState,
        default=MatchState.WAITING,
        editable=False,
    )
    result_kind = models.CharField(max_length=16, choices=ResultKind, blank=True, editable=False)
    games = models.JSONField(default=list, editable=False)
    shootout = models.JSONField(default=list, editable=False)
    is_held = models.BooleanField(default=False, editable=False)
    scheduled_at = models.DateTimeField(_("time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=USUAL_MINUTES)
    station = models.CharField(_("station"), max_length=60, blank=True)
    check_in_closes_at = models.DateTimeField(null=True, editable=False)
    result_version = models.PositiveIntegerField(null=True, editable=False)
    completed_at = models.DateTimeField(null=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ("bracket", "position")
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        indexes = (models.Index(fields=("tournament", "state", "scheduled_at")),)
        constraints = (
            state_constraint(MatchState, "te_match_state"),
            models.UniqueConstraint(fields=("bracket", "code"), name="te_match_code"),
            models.UniqueConstraint(fields=("bracket", "position"), name="te_match_position"),
            models.CheckConstraint(name="te_match_minutes", condition=Q(minutes__gt=0)),
            models.CheckConstraint(
                name="te_match_check_in",
                condition=~Q(state=MatchState.CHECK_IN) | Q(check_in_closes_at__isnull=False),
            ),
            models.CheckConstraint(
                name="te_match_result",
                condition=(
                    Q(state=MatchState.COMPLETED) & ~Q(result_kind="")
                    | ~Q(state__in=(MatchState.COMPLETED, MatchState.DISPUTED)) & Q(result_kind="")
                    | Q(state=MatchState.DISPUTED)
                ),
            ),
        )

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return the address of the match page."""
        return reverse(
            "tournament_engine:match",
            args=(self.tournament.slug, self.bracket.stage.code, self.code),
        )


class MatchSide(models.Model):
    """One side of a match: who sits there, or where they will come from.

    `feeder_match` is the code of the match that feeds it, `feeder_seed` the seed and
    `feeder_place` the place in a heat. `score` is games won (or the score of the one
    game), `is_winner` who advanced. In a heat `place` is where the side came in, and
    `points` what it got for that.
    """

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="sides")
    side = models.PositiveSmallIntegerField()
    entrant = models.ForeignKey(
        Entrant, on_delete=models.PROTECT, null=True, blank=True, related_name="sides"
    )
    is_bye = models.BooleanField(default=False, editable=False)
    is_winner = models.BooleanField(default=False, editable=False)
    score = models.PositiveIntegerField(null=True, editable=False)
    place = models.PositiveSmallIntegerField(null=True, editable=False)
    points = models.IntegerField(null=True, editable=False)
    feeder = models.CharField(max_length=16, choices=Feeder)
    feeder_match = models.CharField(max_length=24, blank=True)
    feeder_seed = models.PositiveIntegerField(null=True)
    feeder_place = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ("match", "side")
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        constraints = (
            models.UniqueConstraint(fields=("match", "side"), name="te_side_number"),
            models.UniqueConstraint(
                fields=("match", "entrant"),
                condition=Q(entrant__isnull=False),
                name="te_side_entrant",
            ),
            models.CheckConstraint(
                name="te_side_placed",
                condition=Q(place=None, points=None) | Q(place__gte=1, entrant__isnull=False),
            ),
            models.CheckConstraint(
                name="te_side_occupant", condition=Q(entrant=None) | Q(is_bye=False)
            ),
            models.CheckConstraint(
                name="te_side_winner", condition=Q(is_winner=False) | Q(entrant__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.match_id}/{self.side}"
