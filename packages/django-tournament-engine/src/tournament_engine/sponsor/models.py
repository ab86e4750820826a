"""Tables of sponsors: who they are, where they are shown, and how often that was noticed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Tournament
from tournament_engine.links import LONGEST_LINK
from tournament_engine.sponsor.lifecycle import Tier
from tournament_engine.sponsor.queries import SponsorQuerySet, SponsorshipQuerySet
from tournament_engine.transitions import state_constraint
from tournament_engine.uploads.models import StoredFile

__all__ = ["Sponsor", "SponsorClick", "SponsorDay", "Sponsorship"]


class Sponsor(models.Model):
    """A company, a club or a person that pays.

    It belongs to whoever wrote it down, and is of use to everybody where it is `is_site_wide`.
    `alt_text` is what is read aloud in place of the logo; the name where there is none.
    """

    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=LONGEST_LINK)
    alt_text = models.CharField(_("text in place of the logo"), max_length=200, blank=True)
    logo = models.ForeignKey(
        StoredFile,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("belongs to"),
    )
    is_site_wide = models.BooleanField(_("for every tournament"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SponsorQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        constraints = (
            # What a click leads to is a web address, whoever wrote the row.
            models.CheckConstraint(
                name="te_sponsor_url",
                condition=Q(url__startswith="https://") | Q(url__startswith="http://"),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        """Return what stands for the logo where it is not seen."""
        return self.alt_text or self.name


class Sponsorship(models.Model):
    """A sponsor in one tournament: its tier, its place there, and from when until when.

    The window is half-open: shown from `starts_at` on, at `ends_at` no more; open where there
    is no moment. `stage` is the address of one that it is for; the whole tournament without.
    """

    tournament = models.ForeignKey(
        Tournament, on_delete=models.CASCADE, related_name="sponsorships"
    )
    sponsor = models.ForeignKey(
        Sponsor,
        on_delete=models.PROTECT,
        related_name="sponsorships",
        verbose_name=_("sponsor"),
    )
    tier = models.CharField(_("tier"), max_length=12, choices=Tier, default=Tier.BRONZE)
    position = models.PositiveSmallIntegerField(_("position"))
    stage = models.SlugField(_("stage"), max_length=40, blank=True)
    starts_at = models.DateTimeField(_("shown from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("shown until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SponsorshipQuerySet.as_manager()

    class Meta:
        ordering = ("tournament", "position", "pk")
        verbose_name = _("sponsorship")
        verbose_name_plural = _("sponsorships")
        constraints = (
            state_constraint(Tier, "te_sponsorship_tier", field="tier"),
            models.UniqueConstraint(
                fields=("tournament", "sponsor", "stage"), name="te_sponsorship_once"
            ),
            models.CheckConstraint(
                name="te_sponsorship_window",
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(starts_at__lt=F("ends_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.tournament_id}: {self.sponsor_id}, {self.tier}"

    def get_absolute_url(self) -> str:
        """Return the address that counts a click and leads on to the sponsor."""
        return reverse("tournament_engine:sponsor", args=(self.tournament.slug, self.pk))


class SponsorClick(models.Model):
    """That a visitor clicked in an hour, kept for a day so that nobody counts twice.

    `visitor` is a keyed hash of the day, the address and the program; none of these is kept.
    """

    sponsorship = models.ForeignKey(Sponsorship, on_delete=models.CASCADE, related_name="clicks")
    hour = models.DateTimeField(_("hour"))
    visitor = models.CharField(max_length=32)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("click")
        verbose_name_plural = _("clicks")
        indexes = (models.Index(fields=("hour",)),)
        constraints = (
            models.UniqueConstraint(
                fields=("sponsorship", "hour", "visitor"), name="te_sponsor_click_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.sponsorship_id} {self.hour}"


class SponsorDay(models.Model):
    """How often a sponsor was seen and clicked on one day of UTC."""

    sponsorship = models.ForeignKey(Sponsorship, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    impressions = models.PositiveBigIntegerField(_("seen"), default=0)
    clicks = models.PositiveBigIntegerField(_("clicked"), default=0)

    class Meta:
        ordering = ("day", "pk")
        verbose_name = _("day of a sponsorship")
        verbose_name_plural = _("days of sponsorships")
        constraints = (
            models.UniqueConstraint(fields=("sponsorship", "day"), name="te_sponsor_day_once"),
        )

    def __str__(self) -> str:
        return f"{self.sponsorship_id} {self.day}"
