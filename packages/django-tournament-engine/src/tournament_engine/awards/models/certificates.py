"""Tables of certificates: what each says, word for word, and how a tournament's look."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournament_engine.awards.lifecycle import CertificateState
from tournament_engine.awards.paper import CertificateKind, PageSize, canonical_digest
from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import MAX_NAME
from tournament_engine.transitions import state_constraint
from tournament_engine.uploads.models import StoredFile

__all__ = ["Audience", "Certificate", "CertificateLook"]

#: Sixteen signs in fours.
LONGEST_CODE = 19


class Audience(models.TextChoices):
    """Who gets a certificate when a tournament is concluded."""

    EVERYBODY = "everybody", _("everybody who took part")
    PLACED = "placed", _("the first three")
    NOBODY = "nobody", _("nobody")


class CertificateLook(models.Model):
    """How the certificates of a tournament look, and who gets one."""

    tournament = models.OneToOneField(
        Tournament,
        on_delete=models.CASCADE,
        related_name="certificate_look",
        verbose_name=_("tournament"),
    )
    audience = models.CharField(
        _("given to"), max_length=12, choices=Audience, default=Audience.EVERYBODY
    )
    page_size = models.CharField(_("paper"), max_length=8, choices=PageSize, default=PageSize.A4)
    signer = models.CharField(_("signed by"), max_length=80, blank=True)
    logo = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("logo")
    )
    signature = models.ForeignKey(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("signature"),
    )

    class Meta:
        ordering = ("pk",)
        verbose_name = _("look of certificates")
        verbose_name_plural = _("looks of certificates")
        constraints = (
            models.CheckConstraint(
                name="te_certificate_audience", condition=Q(audience__in=sorted(Audience.values))
            ),
            models.CheckConstraint(
                name="te_certificate_page", condition=Q(page_size__in=sorted(PageSize.values))
            ),
        )

    def __str__(self) -> str:
        return self.audience


class Certificate(models.Model):
    """One paper for one person, with copies of all that it says.

    `slot` names for whom it is within the tournament ("entrant:41", "member:7"), so that
    issuing again issues nothing twice. `sha256` is that of the canonical facts.
    """

    tournament = models.ForeignKey(
        Tournament,
        on_delete=models.CASCADE,
        related_name="certificates",
        verbose_name=_("tournament"),
    )
    slot = models.CharField(max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=CertificateKind)
    place = models.PositiveIntegerField(_("place"), default=0)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("recipient"),
    )
    name = models.CharField(_("name"), max_length=MAX_NAME)
    team = models.CharField(_("team"), max_length=MAX_NAME, blank=True)
    tournament_name = models.CharField(max_length=120)
    game_name = models.CharField(max_length=80)
    held_on = models.DateField(_("held on"))
    language = models.CharField(max_length=16)
    code = models.CharField(_("code"), max_length=LONGEST_CODE, unique=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=CertificateState,
        default=CertificateState.PENDING,
        editable=False,
    )
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    file = models.ForeignKey(
        StoredFile, on_delete=models.RESTRICT, null=True, related_name="+", verbose_name=_("file")
    )
    problem = models.CharField(_("what keeps it from being made"), max_length=300, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    issued_at = models.DateTimeField(_("issued at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("tournament", "place", "pk")
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        indexes = (models.Index(fields=("state", "problem")),)
        constraints = (
            state_constraint(CertificateState, "te_certificate_state"),
            models.UniqueConstraint(
                fields=("tournament", "slot", "kind", "place"),
                condition=~Q(state=CertificateState.REVOKED),
                name="te_certificate_once",
            ),
            models.CheckConstraint(
                name="te_certificate_kind", condition=Q(kind__in=sorted(CertificateKind.values))
            ),
            models.CheckConstraint(
                name="te_certificate_issued",
                condition=Q(
                    state=CertificateState.PENDING, file=None, issued_at=None, revoked_at=None
                )
                | Q(
                    state=CertificateState.ISSUED,
                    file__isnull=False,
                    issued_at__isnull=False,
                    revoked_at=None,
                )
                | Q(
                    state=CertificateState.REVOKED,
                    issued_at__isnull=False,
                    revoked_at__isnull=False,
                ),
            ),
        )

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Return the address of the page that says whether it is valid."""
        return reverse("tournament_engine:verify", args=(self.code,))

    def digest(self) -> str:
        """Return the SHA-256 of what it says."""
        return canonical_digest(
            code=self.code,
            kind=self.kind,
            place=self.place,
            name=self.name,
            team=self.team,
            tournament=self.tournament_name,
            game=self.game_name,
            held_on=self.held_on.isoformat(),
        )
