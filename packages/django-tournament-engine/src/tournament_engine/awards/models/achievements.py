"""Tables of achievements: what can be earned, who wears it, and the places that it hangs on."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Game, Tournament
from tournament_engine.registration.models import Entrant

__all__ = ["Achievement", "Badge", "BadgeSource", "Colour", "FinalPlace", "RevokedFor"]


class Colour(models.TextChoices):
    """What a badge is drawn in: a class of the style sheet."""

    GOLD = "gold", _("gold")
    SILVER = "silver", _("silver")
    BRONZE = "bronze", _("bronze")
    GREEN = "green", _("green")
    BLUE = "blue", _("blue")
    VIOLET = "violet", _("violet")
    RED = "red", _("red")


class BadgeSource(models.TextChoices):
    """Who gave a badge."""

    RULE = "rule", _("its rule")
    HAND = "hand", _("a person")
    SITE = "site", _("the site")


class RevokedFor(models.TextChoices):
    """Why a badge was taken back: a decision stands, a correction may be corrected again."""

    NOTHING = "", _("not taken back")
    CORRECTION = "correction", _("results were corrected")
    DECISION = "decision", _("somebody decided so")


class Achievement(models.Model):
    """What can be earned: a rule with its parameters, everywhere, in a game or in a tournament.

    One that is given `per_tournament` can be earned in each; any other once in a life. Words
    that the engine brought along are translated where they are shown.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    description = models.CharField(_("description"), max_length=200, blank=True)
    rule = models.CharField(_("rule"), max_length=40)
    params = models.JSONField(_("parameters"), default=dict, blank=True)
    game = models.ForeignKey(
        Game,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("game"),
    )
    tournament = models.ForeignKey(
        Tournament,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="achievements",
        verbose_name=_("tournament"),
    )
    per_tournament = models.BooleanField(_("once in each tournament"), default=False)
    icon = models.CharField(_("sign"), max_length=4, default="\N{BLACK STAR}")
    colour = models.CharField(_("colour"), max_length=8, choices=Colour, default=Colour.BLUE)
    is_active = models.BooleanField(_("can be earned"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")
        constraints = (
            models.CheckConstraint(
                name="te_achievement_colour", condition=Q(colour__in=sorted(Colour.values))
            ),
            models.CheckConstraint(
                name="te_achievement_scope", condition=Q(game=None) | Q(tournament=None)
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_of_site(self) -> bool:
        """Whether it is worn for life, wherever it was earned: the site's staff decides on it."""
        return self.tournament_id is None and not self.per_tournament

    @property
    def title(self) -> str:
        """Its name in the reader's language, where the engine brought it along."""
        return gettext(self.name)

    @property
    def words(self) -> str:
        """Its description in the reader's language, empty where it has none."""
        return gettext(self.description) if self.description else ""


class Badge(models.Model):
    """An achievement that somebody earned: a person, or an entrant that stands for no account.

    `occasion` is the tournament's id where each tournament gives the achievement, and empty
    where it is given once in a life. `evidence` holds numbers and ids, never a name. A badge
    that was taken back stays as a row; another one may take its place.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    achievement = models.ForeignKey(
        Achievement,
        on_delete=models.PROTECT,
        related_name="badges",
        verbose_name=_("achievement"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("holder"),
    )
    entrant = models.ForeignKey(
        Entrant,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("entrant"),
    )
    tournament = models.ForeignKey(
        Tournament,
        on_delete=models.CASCADE,
        null=True,
        related_name="badges",
        verbose_name=_("tournament"),
    )
    occasion = models.CharField(max_length=24, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict, encoder=DjangoJSONEncoder)
    source = models.CharField(_("given by"), max_length=8, choices=BadgeSource)
    awarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    awarded_at = models.DateTimeField(_("earned at"))
    revoked_at = models.DateTimeField(_("taken back at"), null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revoked_for = models.CharField(max_length=12, choices=RevokedFor, blank=True)
    revoke_reason = models.CharField(_("why it was taken back"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-awarded_at", "pk")
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        indexes = (models.Index(fields=("user", "-awarded_at")),)
        constraints = (
            models.UniqueConstraint(
                fields=("achievement", "user", "occasion"),
                condition=Q(user__isnull=False, revoked_at=None),
                name="te_badge_of_person",
            ),
            models.UniqueConstraint(
                fields=("achievement", "entrant", "occasion"),
                condition=Q(entrant__isnull=False, revoked_at=None),
                name="te_badge_of_entrant",
            ),
            models.CheckConstraint(
                name="te_badge_holder", condition=Q(user=None) | Q(entrant=None)
            ),
            models.CheckConstraint(
                name="te_badge_source", condition=Q(source__in=sorted(BadgeSource.values))
            ),
            models.CheckConstraint(
                name="te_badge_revoked",
                condition=Q(revoked_at=None, revoked_for="", revoke_reason="")
                | Q(
                    revoked_at__isnull=False,
                    revoked_for__in=[RevokedFor.CORRECTION, RevokedFor.DECISION],
                ),
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.revoked_at is None


class FinalPlace(models.Model):
    """Where an entrant came in once its tournament was over; equals share a place."""

    tournament = models.ForeignKey(
        Tournament, on_delete=models.CASCADE, related_name="final_places"
    )
    entrant = models.OneToOneField(Entrant, on_delete=models.CASCADE, related_name="final_place")
    place = models.PositiveIntegerField(_("place"))

    class Meta:
        ordering = ("tournament", "place", "pk")
        verbose_name = _("final place")
        verbose_name_plural = _("final places")
        constraints = (models.CheckConstraint(name="te_final_place", condition=Q(place__gte=1)),)

    def __str__(self) -> str:
        return str(self.place)
