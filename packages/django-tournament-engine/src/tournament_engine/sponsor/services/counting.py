"""Views and clicks are counted, by day; of a visitor nothing is kept but a hash of the day."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from tournament_engine.sponsor.models import SponsorClick, SponsorDay, Sponsorship

__all__ = ["forget_visitors", "record_click", "record_impressions"]

#: Every visitor is another one by then.
_DAY = timedelta(days=1)


@transaction.atomic
def record_click(*, sponsorship: Sponsorship, visitor: str, now: datetime) -> bool:
    """Count a click, once for a visitor and an hour; return whether it was counted.

    `visitor` is what `visitors.visitor_of` says; nobody acts here, so nobody is logged.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    # The constraint decides between two clicks at once: the second finds the row of the first.
    _click, is_new = SponsorClick.objects.get_or_create(
        sponsorship=sponsorship, hour=hour, visitor=visitor
    )
    if is_new:
        _day_of(sponsorship, now).update(clicks=F("clicks") + 1)
    return is_new


@transaction.atomic
def record_impressions(*, sponsorships: Iterable[Sponsorship], times: int, now: datetime) -> None:
    """Count that each of these was seen; `times` is how many views this one stands for."""
    # Always in the same order: two visitors at once never wait for each other in a circle.
    for sponsorship in sorted(sponsorships, key=lambda row: row.pk):
        _day_of(sponsorship, now).update(impressions=F("impressions") + times)


def forget_visitors(now: datetime) -> int:
    """Forget who clicked more than a day ago; the counts of the day stay."""
    forgotten, _by_model = SponsorClick.objects.filter(hour__lt=now - _DAY).delete()
    return forgotten


def _day_of(sponsorship: Sponsorship, now: datetime) -> QuerySet[SponsorDay]:
    day, _is_new = SponsorDay.objects.get_or_create(
        sponsorship=sponsorship, day=now.astimezone(UTC).date()
    )
    return SponsorDay.objects.filter(pk=day.pk)
