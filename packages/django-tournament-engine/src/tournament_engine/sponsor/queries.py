"""Reads of sponsors: whom somebody may show, and what is shown now."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.sponsor.lifecycle import Tier
from tournament_engine.users import AnyUser

if TYPE_CHECKING:
    from tournament_engine.sponsor.models import Sponsor, Sponsorship  # noqa: F401

__all__ = ["SponsorQuerySet", "SponsorshipQuerySet", "by_tier"]


class SponsorQuerySet(QuerySet["Sponsor"]):
    """Chainable reads of sponsors."""

    def usable_by(self, user: AnyUser) -> Self:
        """Keep those that somebody may show: their own, the site's, those of their tournaments."""
        if not user.is_authenticated:
            return self.none()
        if permissions.is_site_staff(user):
            return self.all()
        run = Tournament.objects.manageable_by(user).values("pk")
        shown = self.model._base_manager.filter(sponsorships__tournament__in=run)
        is_theirs = Q(owner=user) | Q(pk__in=shown.values("pk"))
        return self.filter(is_theirs | Q(is_site_wide=True))


class SponsorshipQuerySet(QuerySet["Sponsorship"]):
    """Chainable reads of what is shown where."""

    def active(self, now: datetime) -> Self:
        """Keep those whose window has begun and is not over."""
        has_begun = Q(starts_at=None) | Q(starts_at__lte=now)
        is_on = Q(ends_at=None) | Q(ends_at__gt=now)
        return self.filter(has_begun & is_on)

    def in_order(self) -> Self:
        """Put the greatest tier first, and each tier in the order that was chosen."""
        ranks = [When(tier=tier, then=Value(rank)) for rank, tier in enumerate(Tier)]
        rank = Case(*ranks, output_field=IntegerField())
        return self.order_by(rank, "position", "pk")

    def for_show(self) -> Self:
        """Join what a logo needs."""
        return self.select_related("sponsor__logo").in_order()


def by_tier(rows: Iterable["Sponsorship"]) -> list[tuple[Tier, list["Sponsorship"]]]:
    """Return the tiers that have somebody, the greatest first, each in its order."""
    found: dict[Tier, list[Sponsorship]] = {tier: [] for tier in Tier}
    for row in rows:
        found[Tier(row.tier)].append(row)
    return [(tier, some) for tier, some in found.items() if some]
