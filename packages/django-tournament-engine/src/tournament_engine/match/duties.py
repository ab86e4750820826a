"""What waits for somebody: the organiser's matches in the console, a player's own match."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tournament_engine.core import panels
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.panels import Panel
from tournament_engine.match.cards import Card, card
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.listing import Counts, place_of, round_counts
from tournament_engine.match.models import Match, RescheduleRequest
from tournament_engine.match.permissions import MANAGE
from tournament_engine.users import AnyUser

__all__ = ["Duty", "Queue", "declare"]

_M = MatchState

#: The rows of each queue that the console shows; the list of matches has them all.
_SHOWN = 12

_QUEUES: Mapping[str, tuple[Promise, frozenset[MatchState]]] = {
    "unconfirmed": (_("Scores that one side has not confirmed"), frozenset({_M.PENDING_RESULT})),
    "open": (_("Matches without a result"), frozenset({_M.READY, _M.LIVE, _M.CHECK_IN})),
}


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A match that waits, with the page where somebody acts on it."""

    place: str
    card: Card
    url: str


@dataclass(frozen=True, kw_only=True)
class Queue:
    """Matches that wait for the same thing."""

    key: str
    title: Promise
    count: int
    duties: tuple[Duty, ...]


def declare() -> None:
    """Put what waits into the console, and a player's own match beside the tournament."""
    panels.register(
        Panel(
            key="matches",
            order=10,
            template="tournament_engine/match/panel.html",
            context=_console_panel,
            capabilities=(MANAGE,),
        )
    )
    panels.register(
        Panel(
            key="own_match",
            order=11,
            page="aside",
            template="tournament_engine/match/own.html",
            context=_own_panel,
        )
    )


def _console_panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    """Return what waits for the organiser, the most pressing first."""
    return {
        "slug": tournament.slug,
        "queues": _queues(tournament),
        "proposals": RescheduleRequest.objects.waiting(tournament).count(),
        "is_live": tournament.state == TournamentState.LIVE,
    }


def _queues(tournament: Tournament) -> list[Queue]:
    waiting = Match.objects.for_tournament_page(tournament)
    states = [state for _title, states in _QUEUES.values() for state in states]
    rows = list(waiting.filter(state__in=states))
    counts = round_counts(tournament) if rows else {}
    queues: list[Queue] = []
    for key, (title, of_queue) in _QUEUES.items():
        own = [row for row in rows if row.state in of_queue]
        duties = tuple(_duty(row, counts, "official") for row in own[:_SHOWN])
        if own:
            queues.append(Queue(key=key, title=title, count=len(own), duties=duties))
    return queues


def _own_panel(tournament: Tournament, user: AnyUser) -> dict[str, Any]:
    """Return the matches that this person can report now, where there are several.

    One alone is the page's call.
    """
    if not user.is_authenticated or tournament.state != TournamentState.LIVE:
        return {"duties": ()}
    mine = Match.objects.for_tournament_page(tournament).for_user(user).reportable()
    rows = list(mine[:_SHOWN])
    if len(rows) == 1:
        return {"duties": ()}
    counts = round_counts(tournament) if rows else {}
    return {"duties": tuple(_duty(row, counts, "report") for row in rows)}


def _duty(match: Match, counts: Counts, route: str) -> Duty:
    place = place_of(match, counts)
    stage = match.bracket.stage
    address = (match.tournament.slug, stage.code, match.code)
    url = reverse(f"tournament_engine:{route}", args=address)
    shown = card(match, title=place, address=url.removesuffix(f"{match.code}/"), seeds={})
    return Duty(place=f"{stage.name}: {place}", card=shown, url=url)
