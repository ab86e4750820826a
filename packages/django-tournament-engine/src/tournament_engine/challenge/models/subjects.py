"""Tables of those who take a challenge on: what counted, how far they are, and that it is done.

A subject is an entrant, or a member of one: `member` is empty where the entrant as a whole
takes the challenge on. What counts and how far somebody is follow from the results alone, and
can be counted again at any time.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tournament_engine.challenge.lifecycle import CompletionState
from tournament_engine.challenge.models.challenges import MAX_TEXT, Challenge
from tournament_engine.challenge.queries import CompletionQuerySet, ScoreQuerySet
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Entrant, RosterMember
from tournament_engine.transitions import state_constraint
from tournament_engine.uploads.models import StoredFile

__all__ = ["ChallengeCompletion", "ChallengeProgress", "ChallengeScore"]

_S = CompletionState
_DECIDED = Q(state__in=sorted(frozenset(_S) - {_S.CLAIMED}))


def _once(name: str, *more: str) -> tuple[models.UniqueConstraint, models.UniqueConstraint]:
    """Return the constraints that let a subject have one row: entrants, and members of them."""
    return (
        models.UniqueConstraint(
            fields=("challenge", "entrant", *more), condition=Q(member=None), name=f"{name}_entrant"
        ),
        models.UniqueConstraint(
            fields=("challenge", "member", *more),
            condition=Q(member__isnull=False),
            name=f"{name}_member",
        ),
    )


class OfSubject(models.Model):
    """Who takes which challenge on."""

    entrant = models.ForeignKey(
        Entrant, on_delete=models.RESTRICT, related_name="+", verbose_name=_("entrant")
    )
    member = models.ForeignKey(
        RosterMember,
        on_delete=models.RESTRICT,
        null=True,
        related_name="+",
        verbose_name=_("member"),
    )

    class Meta:
        abstract = True

    @property
    def key(self) -> tuple[int, int | None]:
        """Return what names the subject within its challenge."""
        return self.entrant_id, self.member_id

    @property
    def subject_name(self) -> str:
        """Return what the subject is called."""
        return self.entrant.name if self.member is None else self.member.name


class ChallengeProgress(OfSubject):
    """What one match gives one subject. `version` is that of the result which counted.

    A correction takes the row back and writes another one, so that a result counts once.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="progress")
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    credit = models.PositiveIntegerField()
    played_at = models.DateTimeField()

    class Meta:
        ordering = ("played_at", "match", "pk")
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        indexes = (models.Index(fields=("challenge", "match")),)
        constraints = _once("te_progress", "match")

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.match_id} +{self.credit}"


class ChallengeScore(OfSubject):
    """How far a subject is: the leaderboard. `reached_at` is when it came to the target."""

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="scores")
    total = models.PositiveIntegerField(_("so far"))
    reached_at = models.DateTimeField(_("reached"), null=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        ordering = ("-total", "pk")
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        indexes = (models.Index(fields=("challenge", "-total", "reached_at")),)
        constraints = _once("te_score")

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.total}"


class ChallengeCompletion(OfSubject):
    """That somebody has done a challenge: claimed, verified by a rule or the staff, rewarded.

    `reached_at` is when it was done, or claimed to be, and decides who comes first.
    `claimed_by` is nobody where the results say it, `decided_by` where a rule does.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="completions")
    tournament = models.ForeignKey(
        "tournament_engine.Tournament", on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=CompletionState, default=_S.CLAIMED, editable=False
    )
    reached_at = models.DateTimeField(_("done"))
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("claimed by"),
    )
    text = models.TextField(_("what happened"), max_length=MAX_TEXT, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    picture = models.ForeignKey(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    awarded_at = models.DateTimeField(_("rewarded"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ("reached_at", "pk")
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        indexes = (models.Index(fields=("tournament", "state")),)
        constraints = (
            *_once("te_completion"),
            state_constraint(CompletionState, "te_completion_state"),
            models.CheckConstraint(
                name="te_completion_decided",
                condition=_DECIDED & Q(decided_at__isnull=False) | ~_DECIDED & Q(decided_at=None),
            ),
            models.CheckConstraint(
                name="te_completion_rejected", condition=~Q(state=_S.REJECTED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="te_completion_awarded",
                condition=Q(state=_S.AWARDED, awarded_at__isnull=False)
                | ~Q(state=_S.AWARDED) & Q(awarded_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.challenge_id}: {self.state}"
