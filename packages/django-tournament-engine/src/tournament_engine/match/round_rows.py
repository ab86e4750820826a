"""The rounds of a stage as the console lists them: games, times, windows. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q

from tournament_engine.bracket.models import Bracket
from tournament_engine.match.lifecycle import BEGUN
from tournament_engine.match.listing import Counts, place_of, round_counts
from tournament_engine.match.models import Match, RoundWindow

__all__ = ["RoundRow", "round_rows"]


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    """One round: how many matches, of how many games, when, and whether one has begun."""

    part: str
    number: int
    title: str
    matches: int
    best_of: int
    begins: datetime | None
    ends: datetime | None
    has_begun: bool
    opens_at: datetime | None
    closes_at: datetime | None


def round_rows(bracket: Bracket) -> list[RoundRow]:
    """Return every round of a stage in playing order, in a fixed number of queries."""
    windows = {
        (window.part, window.round): window
        for window in RoundWindow.objects.filter(bracket=bracket)
    }
    counts = round_counts(bracket.tournament)
    return [
        _row(bracket, found, windows.get((found["part"], found["round"])), counts)
        for found in _counted(bracket)
    ]


def _counted(bracket: Bracket) -> Iterable[Mapping[str, Any]]:
    begun = Q(state__in=BEGUN) | Q(result_version__isnull=False)
    rows = bracket.matches.order_by().values("part", "round", "decisive")
    return rows.annotate(
        first=Min("position"),
        count=Count("pk"),
        games=Max("best_of"),
        begins=Min("scheduled_at"),
        ends=Max("scheduled_at"),
        begun=Count("pk", filter=begun),
    ).order_by("first")


def _row(
    bracket: Bracket, found: Mapping[str, Any], window: RoundWindow | None, counts: Counts
) -> RoundRow:
    part, number = found["part"], found["round"]
    one = Match(bracket=bracket, part=part, round=number, decisive=found["decisive"])
    return RoundRow(
        part=part,
        number=number,
        title=place_of(one, counts),
        matches=found["count"],
        best_of=found["games"],
        begins=found["begins"],
        ends=found["ends"],
        has_begun=bool(found["begun"]),
        opens_at=None if window is None else window.opens_at,
        closes_at=None if window is None else window.closes_at,
    )
