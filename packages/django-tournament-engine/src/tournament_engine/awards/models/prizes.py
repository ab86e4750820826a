"""Tables of what is to be won: the pool, and what each place gets of it."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tournament_engine import money
from tournament_engine.awards.shares import Share, amounts_of
from tournament_engine.core.models import MAX_ENTRANTS, Tournament
from tournament_engine.economy.models import PayoutMethod

__all__ = ["Prize", "PrizePool"]


class PrizePool(models.Model):
    """The money that a tournament gives away, in minor units of one currency."""

    tournament = models.OneToOneField(
        Tournament,
        on_delete=models.CASCADE,
        related_name="prize_pool",
        verbose_name=_("tournament"),
    )
    currency = models.CharField(_("currency"), max_length=12)
    amount = models.PositiveBigIntegerField(_("amount"))
    method = models.CharField(
        _("paid by"), max_length=12, choices=PayoutMethod, default=PayoutMethod.WALLET
    )
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("prize pool")
        verbose_name_plural = _("prize pools")
        constraints = (
            models.CheckConstraint(
                name="te_pool_method", condition=Q(method__in=sorted(PayoutMethod.values))
            ),
        )

    def __str__(self) -> str:
        return money.shown(self.amount, self.currency)

    def amounts(self) -> dict[int, int]:
        """Return what each place gets, the highest first."""
        return amounts_of(self.amount, [prize.share for prize in self.prizes.all()])

    def kept(self) -> int:
        """Return what no place gets: the platform keeps it."""
        return self.amount - sum(self.amounts().values())


class Prize(models.Model):
    """What one place gets: a percentage of the pool or an amount, a thing, or both."""

    pool = models.ForeignKey(
        PrizePool, on_delete=models.CASCADE, related_name="prizes", verbose_name=_("prize pool")
    )
    place = models.PositiveIntegerField(
        _("place"), validators=[MinValueValidator(1), MaxValueValidator(MAX_ENTRANTS)]
    )
    percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2, null=True)
    amount = models.PositiveBigIntegerField(_("amount"), null=True)
    thing = models.CharField(_("in kind"), max_length=120, blank=True)

    class Meta:
        ordering = ("pool", "place")
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")
        constraints = (
            models.UniqueConstraint(fields=("pool", "place"), name="te_prize_place"),
            models.CheckConstraint(
                name="te_prize_place_range", condition=Q(place__gte=1, place__lte=MAX_ENTRANTS)
            ),
            models.CheckConstraint(
                name="te_prize_share",
                condition=Q(percent=None) & (Q(amount__gt=0) | Q(amount=None) & ~Q(thing=""))
                | Q(amount=None, percent__gt=0, percent__lte=100),
            ),
        )

    def __str__(self) -> str:
        return f"{self.place}"

    @property
    def share(self) -> Share:
        """Return what the place gets of the pool, for the arithmetic."""
        hundredths = int((self.percent or Decimal(0)) * 100)
        return Share(place=self.place, hundredths=hundredths, amount=self.amount or 0)
