"""What a tournament tells its sponsors: how often each was seen and clicked. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from tournament_engine import spreadsheet
from tournament_engine.core.models import Tournament
from tournament_engine.sponsor.lifecycle import Tier
from tournament_engine.sponsor.models import Sponsorship
from tournament_engine.sponsor.queries import by_tier

__all__ = ["Line", "TierReport", "csv_lines", "report_of"]

_TITLES = ("tier", "sponsor", "address", "stage", "from", "until", "seen", "clicked")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sponsor's numbers."""

    row: Sponsorship
    impressions: int
    clicks: int

    @property
    def rate(self) -> float | None:
        """Return clicks for a hundred views; None while nobody saw it."""
        return 100 * self.clicks / self.impressions if self.impressions else None


@dataclass(frozen=True, kw_only=True)
class TierReport:
    """The sponsors of a tier, and what they have together."""

    tier: Tier
    lines: list[Line]

    @property
    def impressions(self) -> int:
        """Return how often any of them was seen."""
        return sum(line.impressions for line in self.lines)

    @property
    def clicks(self) -> int:
        """Return how often any of them was clicked."""
        return sum(line.clicks for line in self.lines)


def report_of(tournament: Tournament) -> list[TierReport]:
    """Return the numbers by tier, also of those that are shown no more; one query."""
    rows = Sponsorship.objects.filter(tournament=tournament).for_show()
    counted = rows.annotate(
        impressions=Coalesce(Sum("days__impressions"), 0), clicked=Coalesce(Sum("days__clicks"), 0)
    )
    return [
        TierReport(tier=tier, lines=[_line(row) for row in some]) for tier, some in by_tier(counted)
    ]


def _line(row: Any) -> Line:
    return Line(row=row, impressions=row.impressions, clicks=row.clicked)


def csv_lines(tournament: Tournament) -> Iterator[str]:
    """Yield the lines of a CSV file that runs no formula, whatever a sponsor is called."""
    told = (_cells(line) for tier in report_of(tournament) for line in tier.lines)
    return spreadsheet.lines(chain([_TITLES], told))


def _cells(line: Line) -> list[str | int]:
    row = line.row
    return [
        row.tier,
        row.sponsor.name,
        row.sponsor.url,
        row.stage,
        row.starts_at.isoformat(timespec="seconds") if row.starts_at else "",
        row.ends_at.isoformat(timespec="seconds") if row.ends_at else "",
        line.impressions,
        line.clicks,
    ]
