"""An example of the catalogue is made, and brought as far as it says, through the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import assert_never

from django.db import transaction

from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.seeding import Method
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import StageConfig, Tournament, Visibility
from tournament_engine.core.recipes import stages_of
from tournament_engine.management.seeding.claims import disagree
from tournament_engine.management.seeding.examples import (
    Announced,
    Cancelled,
    Completed,
    Draft,
    Drawn,
    Example,
    Live,
    Open,
)
from tournament_engine.management.seeding.people import PLAYERS
from tournament_engine.management.seeding.scores import report
from tournament_engine.match import services as matches
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match
from tournament_engine.match.results import occupants, parse_result
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant
from tournament_engine.users import User

__all__ = ["Cast", "stage"]

#: The hour at which everything begins.
EVENING = 18


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Who takes part, and when it all happens."""

    organizer: User
    players: Mapping[str, User]
    now: datetime


#: Where matches are played at the same time.
_TABLES = 4


@transaction.atomic
def stage(example: Example, cast: Cast) -> Tournament:
    """Make a tournament and bring it to its goal: all of it, or nothing."""
    tournament = make(example, cast)
    advance(tournament, example, cast)
    tournament.refresh_from_db()
    return tournament


def make(example: Example, cast: Cast) -> Tournament:
    """Make the draft, with those whom the organiser enters."""
    starts_at = (cast.now + timedelta(days=example.starts_in)).replace(hour=EVENING)
    lies_ahead = example.starts_in > 0
    tournament = tournaments.create_tournament(
        name=example.name,
        slug=example.slug,
        game=example.sport.value,
        description=example.description,
        rules=example.rules,
        entrant_kind=example.entrant_kind,
        visibility=example.visibility,
        max_entrants=example.places,
        opens_at=starts_at - timedelta(days=21) if lies_ahead else None,
        closes_at=starts_at - timedelta(hours=2) if lies_ahead else None,
        starts_at=starts_at,
        stages=example.stages or stages_of(example.plan),
        by=cast.organizer,
    )
    if example.entrants:
        registrations.add_entrants(tournament=tournament, names=example.entrants, by=cast.organizer)
    return tournament


def advance(tournament: Tournament, example: Example, cast: Cast) -> None:
    """Go through the life of a tournament as far as the example does."""
    by = cast.organizer
    match example.goal:
        case Draft():
            return
        case Announced():
            tournaments.publish_tournament(tournament=tournament, by=by)
        case Open():
            open_to_all(tournament, example, cast)
        case Cancelled(reason):
            open_to_all(tournament, example, cast)
            tournaments.cancel_tournament(tournament=tournament, reason=reason, by=by)
        case Drawn():
            draw(tournament, example, cast)
        case Completed():
            start(tournament, example, cast)
            play(tournament, example, cast, most=None)
        case Live(played, claims):
            start(tournament, example, cast)
            play(tournament, example, cast, most=played)
            if claims:
                disagree(tournament)
            call_up(tournament, cast)
        case _:
            assert_never(example.goal)


def open_to_all(tournament: Tournament, example: Example, cast: Cast) -> None:
    """Announce the tournament, open registration, and let people register."""
    tournaments.publish_tournament(tournament=tournament, by=cast.organizer)
    tournaments.open_registration(tournament=tournament, by=cast.organizer)
    is_private = example.visibility == Visibility.PRIVATE
    for login in example.players:
        user = cast.players[login]
        # Nobody finds a private tournament before the organiser has let them in.
        by = cast.organizer if is_private else user
        registrations.register(tournament=tournament, user=user, name=PLAYERS[login], by=by)
    for team in example.teams:
        user = cast.players[team.captain]
        registrations.register(
            tournament=tournament, user=user, name=team.name, members=team.members, by=user
        )


def draw(tournament: Tournament, example: Example, cast: Cast) -> Bracket:
    """Close registration, give the seeds and make the draw."""
    open_to_all(tournament, example, cast)
    tournaments.close_registration(tournament=tournament, by=cast.organizer)
    first = StageConfig.objects.get(tournament=tournament, position=1)
    competing = {entrant.name: entrant for entrant in Entrant.objects.competing(tournament)}
    order = [competing[name] for name in example.seeds] or None
    method = Method.MANUAL if order else Method.REGISTRATION
    brackets.seed_entrants(stage=first, order=order, method=method, by=cast.organizer)
    return brackets.generate_bracket(stage=first, by=cast.organizer)


def start(tournament: Tournament, example: Example, cast: Cast) -> None:
    """Publish the draw and let play begin."""
    bracket = draw(tournament, example, cast)
    brackets.publish_bracket(bracket=bracket, by=cast.organizer)
    tournaments.start_tournament(tournament=tournament, by=cast.organizer)


def play(tournament: Tournament, example: Example, cast: Cast, *, most: int | None) -> None:
    """Play in the order of the stages, so many matches or all."""
    random = Random(example.slug)  # noqa: S311 - the same results every time, no secret
    played = 0
    while (most is None or played < most) and (match := next_match(tournament)):
        strength = match.bracket.seeding.index
        first, second = map(strength, occupants(match))
        outcome = report(example.sport, match, favourite=int(second < first), random=random)
        result = parse_result(match, outcome)
        matches.confirm_result(match=match, result=result, by=cast.organizer)
        played += 1


def next_match(tournament: Tournament) -> Match | None:
    """Return the first match that can be played."""
    ready = Match.objects.filter(tournament=tournament).reportable().with_sides()
    return (
        ready.select_related("tournament", "bracket__tournament", "bracket__stage")
        .order_by("bracket__stage__position", "position")
        .first()
    )


def call_up(tournament: Tournament, cast: Cast) -> None:
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
            scheduled_at=cast.now + timedelta(minutes=60 + match.minutes * slot),
            station=f"Table {len(slots[slot])}",
            by=cast.organizer,
        )


def _fits(playing: set[int | None], tables: list[set[int | None]]) -> bool:
    """Whether a table is free and nobody plays at another one."""
    return len(tables) < _TABLES and all(playing.isdisjoint(others) for others in tables)
