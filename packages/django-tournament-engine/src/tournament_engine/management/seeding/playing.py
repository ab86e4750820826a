"""Matches of an example are played, and the next ones called up, through the services."""

from datetime import datetime, timedelta
from random import Random

from tournament_engine.core.models import Tournament
from tournament_engine.management.seeding.examples import Example
from tournament_engine.management.seeding.scores import heat, report
from tournament_engine.match import services as matches
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match
from tournament_engine.match.results import Report, is_heat, occupants, parse_result
from tournament_engine.users import User

__all__ = ["call_up", "play"]

#: Where matches are played at the same time.
_TABLES = 4


def play(tournament: Tournament, example: Example, *, most: int | None, by: User) -> None:
    """Play in the order of the stages, so many matches or all."""
    random = Random(example.slug)  # noqa: S311 - the same results every time, no secret
    played = 0
    while (most is None or played < most) and (match := next_match(tournament)):
        result = parse_result(match, outcome(example, match, random))
        matches.confirm_result(match=match, result=result, by=by)
        played += 1


def outcome(example: Example, match: Match, random: Random) -> Report:
    """Return how a match ended; who is seeded better wins more often."""
    seeding = match.bracket.seeding
    # An empty seat of a heat comes in nowhere.
    strengths = [seeding.index(name) if name else None for name in occupants(match)]
    if is_heat(match):
        return heat(strengths, random)
    first, second = strengths
    favourite = int(second < first) if first is not None and second is not None else 0
    return report(example.sport, match, favourite=favourite, random=random)


def next_match(tournament: Tournament) -> Match | None:
    """Return the first match that can be played."""
    ready = Match.objects.filter(tournament=tournament).reportable().with_sides()
    return (
        ready.select_related("tournament", "bracket__tournament", "bracket__stage")
        .order_by("bracket__stage__position", "position")
        .first()
    )


def call_up(tournament: Tournament, *, now: datetime, by: User) -> None:
    """Say when and where the next matches are played: one after the other, at four tables."""
    ready = Match.objects.filter(tournament=tournament, state=MatchState.READY)
    slots: list[list[set[int | None]]] = []
    for match in ready.with_sides().order_by("bracket__stage__position", "position")[:8]:
        playing = {side.entrant_id for side in match.sides.all()}
        slot = next((at for at, tables in enumerate(slots) if _fits(playing, tables)), len(slots))
        if slot == len(slots):
            slots.append([])
        slots[slot].append(playing)
        matches.schedule_match(
            match=match,
            scheduled_at=now + timedelta(minutes=60 + match.minutes * slot),
            station=f"Table {len(slots[slot])}",
            by=by,
        )


def _fits(playing: set[int | None], tables: list[set[int | None]]) -> bool:
    """Whether a table is free and nobody plays at another one."""
    return len(tables) < _TABLES and all(playing.isdisjoint(others) for others in tables)
