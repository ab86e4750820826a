"""Tables of requests for a place, of entrants and of their members."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Tournament
from tournament_engine.registration.lifecycle import BLOCKING, RegistrationState
from tournament_engine.registration.queries import EntrantQuerySet, RegistrationQuerySet
from tournament_engine.transitions import state_constraint

__all__ = ["MAX_NAME", "Entrant", "MemberRole", "Registration", "RosterMember"]

MAX_NAME = 80

_STANDS = Q(state__in=sorted(BLOCKING))


class MemberRole(models.TextChoices):
    """What a member is to the entrant."""

    CAPTAIN = "captain", _("captain")
    PLAYER = "player", _("player")
    SUBSTITUTE = "substitute", _("substitute")


class Registration(models.Model):
    """One request for a place; a second attempt is a second row.

    `name_key` is the folded name that must be unique among the requests that stand.
    `team_ref` is the site's own id of the team, as text; empty for single players.
    """

    tournament = models.ForeignKey(
        Tournament, on_delete=models.CASCADE, related_name="registrations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("registered by"),
    )
    name = models.CharField(_("name"), max_length=MAX_NAME)
    name_key = models.CharField(max_length=4 * MAX_NAME, editable=False)
    team_ref = models.CharField(_("team"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=RegistrationState, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = (models.Index(fields=("tournament", "state", "created_at")),)
        constraints = (
            state_constraint(RegistrationState, "te_registration_state"),
            models.UniqueConstraint(
                fields=("tournament", "name_key"), condition=_STANDS, name="te_registration_name"
            ),
            models.UniqueConstraint(
                fields=("tournament", "user"), condition=_STANDS, name="te_registration_user"
            ),
            models.UniqueConstraint(
                fields=("tournament", "team_ref"),
                condition=_STANDS & ~Q(team_ref=""),
                name="te_registration_team",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Entrant(models.Model):
    """The unit that competes; made when its registration is confirmed, the name copied then."""

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="entrants")
    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="entrant"
    )
    name = models.CharField(_("name"), max_length=MAX_NAME)
    seed = models.PositiveIntegerField(_("seed"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EntrantQuerySet.as_manager()

    class Meta:
        ordering = ("seed", "pk")
        verbose_name = _("entrant")
        verbose_name_plural = _("entrants")
        constraints = (
            models.UniqueConstraint(
                fields=("tournament", "seed"),
                condition=Q(seed__isnull=False),
                name="te_entrant_seed",
            ),
        )

    def __str__(self) -> str:
        return self.name


class RosterMember(models.Model):
    """A person in an entrant's roster.

    `is_active` falls when the registration no longer stands, so that the database
    itself refuses one person in two rosters of a tournament.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="+")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=MAX_NAME)
    role = models.CharField(_("role"), max_length=12, choices=MemberRole, default=MemberRole.PLAYER)
    is_active = models.BooleanField(default=True, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = (
            models.UniqueConstraint(
                fields=("tournament", "user"),
                condition=Q(is_active=True),
                name="te_member_once",
            ),
        )

    def __str__(self) -> str:
        return self.name
