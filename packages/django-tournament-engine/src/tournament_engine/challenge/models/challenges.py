"""The table of challenges: what is to be done, by whom, when, and for what."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournament_engine.challenge.lifecycle import (
    ChallengeKind,
    ChallengeState,
    Reward,
    Subject,
)
from tournament_engine.challenge.queries import ChallengeQuerySet
from tournament_engine.core.models import Tournament
from tournament_engine.transitions import state_constraint

__all__ = ["MAX_CODE", "MAX_NAME", "MAX_TEXT", "Challenge"]

MAX_NAME = 80
MAX_TEXT = 2000
MAX_CODE = 60

_MONEY = Q(reward=Reward.PAYOUT)
_BADGE = Q(reward=Reward.BADGE)


class Challenge(models.Model):
    """A side objective of a tournament.

    `rule` names what is counted in the results, with `params`; a manual one has none. Its
    window is half-open: it begins at `opens_at` and ends before `closes_at`; without a moment
    it has no end there. `winners` is how many get the reward, all where it is empty.
    `amount` is in minor units, for each winner; `badge` is the code of an achievement.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="challenges")
    name = models.CharField(_("name"), max_length=MAX_NAME)
    description = models.TextField(_("description"), max_length=MAX_TEXT, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ChallengeKind)
    subject = models.CharField(_("for"), max_length=12, choices=Subject, default=Subject.ENTRANT)
    opens_at = models.DateTimeField(_("begins"), null=True, blank=True)
    closes_at = models.DateTimeField(_("ends"), null=True, blank=True)
    rule = models.CharField(_("what is counted"), max_length=MAX_CODE, blank=True)
    params = models.JSONField(default=dict, blank=True)
    target = models.PositiveIntegerField(_("how many"), default=1)
    reward = models.CharField(_("reward"), max_length=12, choices=Reward, default=Reward.NOTHING)
    amount = models.PositiveBigIntegerField(_("amount"), default=0)
    currency = models.CharField(_("currency"), max_length=12, blank=True)
    badge = models.CharField(_("badge"), max_length=MAX_CODE, blank=True)
    winners = models.PositiveIntegerField(_("how many are rewarded"), null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ChallengeState,
        default=ChallengeState.STANDING,
        editable=False,
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ("tournament", "opens_at", "pk")
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        constraints = (
            state_constraint(ChallengeState, "te_challenge_state"),
            state_constraint(ChallengeKind, "te_challenge_kind", field="kind"),
            state_constraint(Subject, "te_challenge_subject", field="subject"),
            state_constraint(Reward, "te_challenge_reward", field="reward"),
            models.UniqueConstraint(
                fields=("tournament", "name"),
                condition=Q(state=ChallengeState.STANDING),
                name="te_challenge_name",
            ),
            models.CheckConstraint(
                name="te_challenge_window",
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
            ),
            models.CheckConstraint(
                name="te_challenge_rule",
                condition=Q(kind=ChallengeKind.MANUAL, rule="")
                | ~Q(kind=ChallengeKind.MANUAL) & ~Q(rule=""),
            ),
            models.CheckConstraint(
                name="te_challenge_numbers",
                condition=Q(target__gte=1) & (Q(winners=None) | Q(winners__gte=1)),
            ),
            models.CheckConstraint(
                name="te_challenge_money",
                condition=_MONEY & Q(amount__gt=0) & ~Q(currency="")
                | ~_MONEY & Q(amount=0, currency=""),
            ),
            models.CheckConstraint(
                name="te_challenge_badge", condition=_BADGE & ~Q(badge="") | ~_BADGE & Q(badge="")
            ),
            models.CheckConstraint(
                name="te_challenge_cancelled",
                condition=~Q(state=ChallengeState.CANCELLED) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the challenge."""
        return reverse("tournament_engine:challenge", args=(self.tournament.slug, self.pk))

    @property
    def is_counted(self) -> bool:
        """Whether results are counted for it."""
        return self.is_standing and self.kind != ChallengeKind.MANUAL

    @property
    def is_standing(self) -> bool:
        """Whether nobody called it off."""
        return self.state == ChallengeState.STANDING

    def is_open_at(self, moment: datetime) -> bool:
        """Return whether a moment lies in the window."""
        has_begun = self.opens_at is None or self.opens_at <= moment
        return has_begun and (self.closes_at is None or moment < self.closes_at)
