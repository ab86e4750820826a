"""Tables of what surrounds a match: who is there, how one gets in, and when it is moved."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tournament_engine.bracket.models import Bracket
from tournament_engine.core.models import Tournament
from tournament_engine.match.lifecycle import RequestState
from tournament_engine.match.models.matches import Match
from tournament_engine.registration.models import Entrant
from tournament_engine.transitions import state_constraint

__all__ = ["Lobby", "MatchCheckIn", "MatchReminder", "RescheduleRequest", "RoundWindow"]


class MatchCheckIn(models.Model):
    """An entrant is there for its match; gone when the match gets another time."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="check_ins")
    entrant = models.ForeignKey(Entrant, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    checked_in_at = models.DateTimeField()

    class Meta:
        ordering = ("match", "checked_in_at", "pk")
        verbose_name = _("match check-in")
        verbose_name_plural = _("match check-ins")
        constraints = (
            models.UniqueConstraint(fields=("match", "entrant"), name="te_check_in_once"),
        )

    def __str__(self) -> str:
        return f"{self.match_id}: {self.entrant_id}"


class Lobby(models.Model):
    """How the sides get into a match. Only they and the staff ever see it.

    It is shown from `opens_at`; where that is empty, from the tournament's lobby minutes
    before the time of the match.
    """

    match = models.OneToOneField(Match, on_delete=models.CASCADE, related_name="lobby")
    server = models.CharField(_("server"), max_length=200, blank=True)
    code = models.CharField(_("lobby code"), max_length=120, blank=True)
    password = models.CharField(_("password"), max_length=120, blank=True)
    map_name = models.CharField(_("map"), max_length=120, blank=True)
    chat_url = models.URLField(_("chat"), max_length=500, blank=True)
    opens_at = models.DateTimeField(_("shown from"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("match",)
        verbose_name = _("lobby")
        verbose_name_plural = _("lobbies")

    def __str__(self) -> str:
        return str(self.match_id)


class RequestQuerySet(QuerySet["RescheduleRequest"]):
    """Chainable reads of proposals."""

    def waiting(self, tournament: Tournament) -> Self:
        """Return those of a tournament that wait for an answer, with their matches and sides."""
        rows = self.filter(match__tournament=tournament, state=RequestState.PENDING)
        joined = rows.select_related("match__tournament", "match__bracket__stage")
        return joined.prefetch_related("match__sides__entrant").order_by("created_at", "pk")


class RescheduleRequest(models.Model):
    """One side asks for another time; `counters` is the proposal that it answers.

    `agreed` lists the other sides that said yes so far: a heat is moved when all did.
    """

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="reschedule_requests")
    side = models.PositiveSmallIntegerField()
    pairing = models.JSONField(editable=False)
    agreed = models.JSONField(default=list, editable=False)
    proposed_at = models.DateTimeField(_("proposed time"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    state = models.CharField(
        max_length=16, choices=RequestState, default=RequestState.PENDING, editable=False
    )
    counters = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, related_name="countered_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("match", "created_at", "pk")
        verbose_name = _("reschedule request")
        verbose_name_plural = _("reschedule requests")
        indexes = (
            models.Index(
                fields=("expires_at",),
                condition=Q(state=RequestState.PENDING),
                name="te_request_due",
            ),
        )
        constraints = (
            state_constraint(RequestState, "te_request_state"),
            models.UniqueConstraint(
                fields=("match",),
                condition=Q(state=RequestState.PENDING),
                name="te_request_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.match_id}/{self.side}: {self.state}"


class MatchReminder(models.Model):
    """A person was reminded, so many minutes before a match that was to begin at a time."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="reminders")
    minutes = models.PositiveSmallIntegerField()
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    scheduled_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("match", "minutes", "pk")
        verbose_name = _("match reminder")
        verbose_name_plural = _("match reminders")
        constraints = (
            models.UniqueConstraint(
                fields=("match", "minutes", "recipient", "scheduled_at"),
                name="te_reminder_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.match_id}: {self.minutes}"


class RoundWindow(models.Model):
    """From when up to when the matches of a round are to be played."""

    bracket = models.ForeignKey(Bracket, on_delete=models.CASCADE, related_name="round_windows")
    part = models.CharField(max_length=8)
    round = models.PositiveSmallIntegerField(_("round"))
    opens_at = models.DateTimeField(_("from"), null=True, blank=True)
    closes_at = models.DateTimeField(_("up to"), null=True, blank=True)

    class Meta:
        ordering = ("bracket", "part", "round")
        verbose_name = _("round window")
        verbose_name_plural = _("round windows")
        constraints = (
            models.UniqueConstraint(fields=("bracket", "part", "round"), name="te_window_round"),
            models.CheckConstraint(
                name="te_window_order",
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(opens_at__lt=F("closes_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.bracket_id}: {self.part} {self.round}"
