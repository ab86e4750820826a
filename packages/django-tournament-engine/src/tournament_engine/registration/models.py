"""Tables of requests for a place, of entrants and of their members."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.identities import MAX_IDENTITY
from tournament_engine.core.models import Tournament
from tournament_engine.registration.lifecycle import BLOCKING, RegistrationState
from tournament_engine.registration.queries import (
    EntrantQuerySet,
    InvitationQuerySet,
    RegistrationQuerySet,
)
from tournament_engine.transitions import state_constraint

__all__ = [
    "MAX_NAME",
    "MAX_URL",
    "Correction",
    "Entrant",
    "MemberRole",
    "OpeningWatch",
    "Registration",
    "RosterInvitation",
    "RosterMember",
]

MAX_NAME = 80
MAX_URL = 500

_STANDS = Q(state__in=sorted(BLOCKING))


class MemberRole(models.TextChoices):
    """What a member is to the entrant."""

    CAPTAIN = "captain", _("captain")
    PLAYER = "player", _("player")
    SUBSTITUTE = "substitute", _("substitute")


class Registration(models.Model):
    """One request for a place; a second attempt is a second row.

    `name_key` is the folded name that must be unique among the requests that stand.
    `team_ref` is the site's own id of the team, as text; empty for single players. Name, logo
    and members are copies: they stay when the site's team is gone.
    `identity` is what who registered is known by in the game, where it asks for that.
    `accept_by` stands while a place is offered to one who waits: the place is kept so long.
    `evidence` is what the rules of eligibility saw when the place was asked for.
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
    identity = models.CharField(_("known in the game as"), max_length=MAX_IDENTITY, blank=True)
    team_ref = models.CharField(_("team"), max_length=64, blank=True)
    logo_url = models.CharField(_("logo"), max_length=MAX_URL, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=RegistrationState, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    accept_by = models.DateTimeField(_("to be accepted by"), null=True, editable=False)
    checked_in_at = models.DateTimeField(_("checked in"), null=True, editable=False)
    evidence = models.JSONField(_("evidence"), default=dict, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = (
            models.Index(fields=("tournament", "state", "created_at")),
            models.Index(
                fields=("accept_by",), condition=Q(accept_by__isnull=False), name="te_offers_due"
            ),
        )
        constraints = (
            state_constraint(RegistrationState, "te_registration_state"),
            models.CheckConstraint(
                name="te_registration_offer",
                condition=Q(accept_by=None) | Q(state=RegistrationState.WAITLISTED),
            ),
            models.CheckConstraint(
                name="te_registration_absent",
                condition=Q(checked_in_at=None) | ~Q(state=RegistrationState.NO_SHOW),
            ),
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
    """The unit that competes; made when its registration is confirmed.

    Name, team and logo are copied then: later changes of the site's team do not reach it.
    Club and rating are what the organiser's file says of it.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="entrants")
    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, related_name="entrant"
    )
    name = models.CharField(_("name"), max_length=MAX_NAME)
    team_ref = models.CharField(_("team"), max_length=64, blank=True)
    logo_url = models.CharField(_("logo"), max_length=MAX_URL, blank=True)
    club = models.CharField(_("club"), max_length=MAX_NAME, blank=True)
    rating = models.PositiveIntegerField(_("rating"), null=True, blank=True)
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
    itself refuses one person in two rosters of a tournament. `left_at` is when this person
    left a roster that goes on without them.
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
    identity = models.CharField(_("known in the game as"), max_length=MAX_IDENTITY, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=MemberRole, default=MemberRole.PLAYER)
    is_active = models.BooleanField(default=True, editable=False)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    left_at = models.DateTimeField(_("left"), null=True, editable=False)

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
            models.UniqueConstraint(
                fields=("registration",),
                condition=Q(is_active=True, role=MemberRole.CAPTAIN),
                name="te_one_captain",
            ),
            models.CheckConstraint(
                name="te_member_left", condition=Q(left_at=None) | Q(is_active=False)
            ),
        )

    def __str__(self) -> str:
        return self.name


class RosterInvitation(models.Model):
    """A link by which one person joins a roster, once and until it expires.

    `addressed_to` is the login or e-mail address that the captain typed, whether the site
    knows it or not; without one, whoever has the link may use it.
    """

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="+")
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="invitations"
    )
    role = models.CharField(_("role"), max_length=12, choices=MemberRole, default=MemberRole.PLAYER)
    addressed_to = models.CharField(_("for"), max_length=254, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("invitation to a roster")
        verbose_name_plural = _("invitations to rosters")
        constraints = (
            models.CheckConstraint(
                name="te_invitation_role", condition=~Q(role=MemberRole.CAPTAIN)
            ),
            models.CheckConstraint(
                name="te_invitation_once", condition=Q(used_at=None) | Q(revoked_at=None)
            ),
        )

    def __str__(self) -> str:
        return self.addressed_to or str(self.pk)


class Correction(models.Model):
    """One value that registration staff asked to be put right, and both values once it is."""

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="+")
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="corrections"
    )
    field = models.CharField(_("field"), max_length=64)
    note = models.CharField(_("what to put right"), max_length=300)
    before = models.JSONField(_("before"), default=str)
    after = models.JSONField(_("after"), null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = (
            models.UniqueConstraint(
                fields=("registration", "field"),
                condition=Q(answered_at=None),
                name="te_correction_open",
            ),
        )

    def __str__(self) -> str:
        return self.field


class OpeningWatch(models.Model):
    """Somebody who wants to hear when registration opens; gone once that is told."""

    tournament = models.ForeignKey(Tournament, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("wish to hear of the opening")
        verbose_name_plural = _("wishes to hear of the opening")
        constraints = (
            models.UniqueConstraint(fields=("tournament", "user"), name="te_opening_watch"),
        )

    def __str__(self) -> str:
        return str(self.user_id)
