"""The table of tournaments, with everything that an organiser says of one."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models.games import Game
from tournament_engine.core.queries import TournamentQuerySet
from tournament_engine.transitions import state_constraint
from tournament_engine.uploads.models import StoredFile
from tournament_engine.users import User

__all__ = [
    "MAX_ENTRANTS",
    "MAX_FEE",
    "MAX_PAY_BY_HOURS",
    "MAX_PROMOTION_MINUTES",
    "EntrantKind",
    "Tournament",
    "Visibility",
]

#: The largest stage that bracketcore promises.
MAX_ENTRANTS = 1024

#: In minor units: below what any wallet holds.
MAX_FEE = 10**12

#: A month to pay: longer keeps everybody else waiting.
MAX_PAY_BY_HOURS = 30 * 24

#: A week to accept a place: longer keeps everybody else waiting.
MAX_PROMOTION_MINUTES = 7 * 24 * 60


class EntrantKind(models.TextChoices):
    """What competes."""

    SOLO = "solo", _("single players")
    TEAM = "team", _("teams")


class Visibility(models.TextChoices):
    """Who may see a tournament once it is published."""

    PUBLIC = "public", _("everybody")
    UNLISTED = "unlisted", _("everybody who has the link")
    PRIVATE = "private", _("the organiser and the entrants")


def _in_order(earlier: str, later: str, *, strictly: bool = True) -> Q:
    """Return the condition that one moment comes before another, where both are known."""
    lookup = "lt" if strictly else "lte"
    return Q(**{earlier: None}) | Q(**{later: None}) | Q(**{f"{earlier}__{lookup}": F(later)})


class Tournament(models.Model):
    """A whole competition, in one stage or several."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=140, unique=True)
    game = models.ForeignKey(
        Game, on_delete=models.PROTECT, related_name="tournaments", verbose_name=_("game")
    )
    organizer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organiser"),
    )
    summary = models.CharField(_("summary for search engines"), max_length=200, blank=True)
    description = models.TextField(_("description"), max_length=20_000, blank=True)
    rules = models.TextField(_("rules"), max_length=20_000, blank=True)
    banner = models.ForeignKey(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("banner"),
    )
    logo = models.ForeignKey(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("logo"),
    )
    entrant_kind = models.CharField(
        _("entrants are"), max_length=8, choices=EntrantKind, default=EntrantKind.SOLO
    )
    visibility = models.CharField(
        _("visible to"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    state = models.CharField(
        _("state"),
        max_length=24,
        choices=TournamentState,
        default=TournamentState.DRAFT,
        editable=False,
    )
    min_entrants = models.PositiveIntegerField(
        _("fewest entrants"), default=2, validators=[MinValueValidator(2)]
    )
    max_entrants = models.PositiveIntegerField(
        _("most entrants"),
        default=64,
        validators=[MinValueValidator(2), MaxValueValidator(MAX_ENTRANTS)],
    )
    needs_approval = models.BooleanField(_("registrations need approval"), default=False)
    promotion_minutes = models.PositiveIntegerField(
        _("minutes to accept a place that became free"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PROMOTION_MINUTES)],
    )
    has_questions = models.BooleanField(_("takes questions"), default=False)
    members_check_in = models.BooleanField(_("any member checks a team in"), default=False)
    eligibility = models.JSONField(_("who may register"), default=list, blank=True)
    fee_amount = models.PositiveBigIntegerField(
        _("entry fee"), default=0, validators=[MaxValueValidator(MAX_FEE)]
    )
    fee_currency = models.CharField(_("currency"), max_length=12, blank=True)
    payment_methods = models.JSONField(_("ways to pay"), default=list, blank=True)
    payment_instructions = models.JSONField(_("how to pay"), default=dict, blank=True)
    pay_by_hours = models.PositiveSmallIntegerField(
        _("hours to pay"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_PAY_BY_HOURS)],
    )
    refund_policy = models.JSONField(_("refunds"), default=list, blank=True)
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    check_in_opens_at = models.DateTimeField(_("check-in opens"), null=True, blank=True)
    check_in_closes_at = models.DateTimeField(_("check-in closes"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    match_check_in_minutes = models.PositiveSmallIntegerField(
        _("minutes of check-in before a match"), default=0
    )
    no_show_minutes = models.PositiveSmallIntegerField(
        _("minutes of grace after the time of a match"), default=5
    )
    auto_confirm_minutes = models.PositiveSmallIntegerField(
        _("minutes until silence confirms a score"), default=30
    )
    lobby_minutes = models.PositiveSmallIntegerField(
        _("minutes that the sides see the lobby before a match"), default=15
    )
    dispute_window_minutes = models.PositiveIntegerField(
        _("minutes to dispute a result or a decision"), default=60
    )
    dispute_sla_hours = models.PositiveSmallIntegerField(
        _("hours until a dispute goes to the head referee"),
        default=24,
        validators=[MinValueValidator(1)],
    )
    cancel_reason = models.CharField(max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(null=True, editable=False)
    check_in_closed_at = models.DateTimeField(null=True, editable=False)
    completed_at = models.DateTimeField(null=True, editable=False)
    concluded_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TournamentQuerySet.as_manager()

    #: How many are in; there after `objects.for_list()` alone.
    entrant_count: int
    #: Whether somebody has a role here; there after `objects.with_part_of()` alone.
    has_part: bool

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("tournament")
        verbose_name_plural = _("tournaments")
        indexes = (models.Index(fields=("state", "visibility", "-created_at")),)
        constraints = (
            state_constraint(TournamentState, "te_tournament_state"),
            models.CheckConstraint(
                name="te_tournament_entrants",
                condition=Q(
                    min_entrants__gte=2,
                    max_entrants__gte=F("min_entrants"),
                    max_entrants__lte=MAX_ENTRANTS,
                ),
            ),
            models.CheckConstraint(name="te_tournament_sla", condition=Q(dispute_sla_hours__gte=1)),
            models.CheckConstraint(
                name="te_tournament_promotion",
                condition=Q(promotion_minutes=None)
                | Q(promotion_minutes__gte=1, promotion_minutes__lte=MAX_PROMOTION_MINUTES),
            ),
            models.CheckConstraint(
                name="te_tournament_fee",
                condition=(Q(fee_amount=0) | Q(fee_amount__lte=MAX_FEE) & ~Q(fee_currency=""))
                & Q(pay_by_hours__gte=1, pay_by_hours__lte=MAX_PAY_BY_HOURS),
            ),
            models.CheckConstraint(
                name="te_tournament_dates",
                condition=(
                    _in_order("opens_at", "closes_at")
                    & _in_order("closes_at", "starts_at", strictly=False)
                    & _in_order("opens_at", "starts_at")
                ),
            ),
            models.CheckConstraint(
                name="te_tournament_check_in",
                condition=(
                    Q(check_in_opens_at=None, check_in_closes_at=None)
                    | Q(check_in_opens_at__isnull=False, check_in_closes_at__isnull=False)
                    & _in_order("check_in_opens_at", "check_in_closes_at")
                    & _in_order("opens_at", "check_in_opens_at")
                    & _in_order("closes_at", "check_in_opens_at", strictly=False)
                    & _in_order("check_in_closes_at", "starts_at", strictly=False)
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the tournament's own page."""
        return reverse("tournament_engine:tournament", args=(self.slug,))

    @property
    def has_check_in(self) -> bool:
        """Whether those who have a place must say that they are there."""
        return self.check_in_opens_at is not None

    @property
    def is_check_in_over(self) -> bool:
        """Whether the check-in was closed: who did not come has no place any more."""
        return self.check_in_closed_at is not None

    @property
    def awaits_check_in(self) -> bool:
        """Whether nobody knows yet who is there, so that nothing can be drawn or started."""
        return self.has_check_in and not self.is_check_in_over

    def roles_of(self, user: User) -> frozenset[str]:
        """Return the roles that somebody has here; read once, until the row is read again."""
        if user.pk not in self._roles:
            own = self.staff.active().filter(user=user)
            self.remember_roles(user, frozenset(own.values_list("role", flat=True)))
        return self._roles[user.pk]

    def remember_roles(self, user: User, roles: frozenset[str]) -> None:
        """Take note of what was read already of somebody's roles here."""
        self._roles[user.pk] = roles

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Read the row again, and forget who may do what with it."""
        super().refresh_from_db(*args, **kwargs)
        self._roles.clear()

    @cached_property
    def _roles(self) -> dict[Any, frozenset[str]]:
        return {}
