"""What a tournament's own page says of its matches: those under way, the next, the last."""

from typing import Any

from django.db.models import F

from tournament_engine.core import panels
from tournament_engine.core.models import Tournament
from tournament_engine.match.lifecycle import SETTLED, MatchState
from tournament_engine.match.listing import Group, listed
from tournament_engine.match.models import Match
from tournament_engine.match.queries import MatchQuerySet
from tournament_engine.users import AnyUser

__all__ = ["declare", "matches_panel"]

#: How many matches the page shows of each kind.
SHOWN = 6


def declare() -> None:
    """Put the matches on the tournament's page."""
    panels.register(
        panels.Panel(
            key="matches",
            order=30,
            template="tournament_engine/match/overview.html",
            context=matches_panel,
            page="overview",
        )
    )


def matches_panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    """Return the matches that come next, by time and playing order, and the last results."""
    rows = Match.objects.filter(tournament=tournament).public().with_sides()
    rows = rows.select_related("bracket__stage").defer("bracket__snapshot", "bracket__seeding")
    return {
        "ahead": _shown(tournament, _ahead(rows)),
        "over": _shown(tournament, _over(rows)),
    }


def _ahead(rows: MatchQuerySet) -> MatchQuerySet:
    known = rows.exclude(state__in=(*SETTLED, MatchState.WAITING))
    return known.order_by(
        F("scheduled_at").asc(nulls_last=True), "bracket__stage__position", "position"
    )


def _over(rows: MatchQuerySet) -> MatchQuerySet:
    finished = rows.filter(state=MatchState.COMPLETED)
    return finished.order_by("-completed_at", "-bracket__stage__position", "-position")


def _shown(tournament: Tournament, rows: MatchQuerySet) -> list[Group]:
    return listed(tournament, rows[:SHOWN])
