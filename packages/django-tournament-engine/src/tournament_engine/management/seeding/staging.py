"""An example of the catalogue is made, and brought as far as it says, through the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

from django.db import transaction

from tournament_engine.awards import services as awards
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.seeding import Method
from tournament_engine.challenge import services as challenges
from tournament_engine.community import services as community
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import StageConfig, Tournament, Visibility
from tournament_engine.core.recipes import stages_of
from tournament_engine.management.seeding.claims import disagree
from tournament_engine.management.seeding.dares import dare
from tournament_engine.management.seeding.examples import (
    Announced,
    Archived,
    Begun,
    Cancelled,
    CheckIn,
    Completed,
    Concluded,
    Draft,
    Drawn,
    Example,
    Live,
    Open,
)
from tournament_engine.management.seeding.fees import settle
from tournament_engine.management.seeding.people import PLAYERS
from tournament_engine.management.seeding.playing import call_up, play
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.sponsor import services as sponsors
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
    tournament = tournaments.create_tournament(
        name=example.name,
        slug=example.slug,
        game=example.sport.value,
        description=example.description,
        rules=example.rules,
        entrant_kind=example.entrant_kind,
        visibility=example.visibility,
        max_entrants=example.places,
        starts_at=starts_at,
        stages=example.stages or stages_of(example.plan),
        by=cast.organizer,
        **{**moments(example, cast, starts_at), **example.facts},
    )
    if example.prizes is not None:
        awards.plan_prizes(
            tournament=tournament,
            currency=example.prizes.currency,
            pool=example.prizes.pool,
            prizes=example.prizes.places,
            by=cast.organizer,
        )
    if example.entrants:
        registrations.add_entrants(tournament=tournament, names=example.entrants, by=cast.organizer)
    return tournament


def moments(example: Example, cast: Cast, starts_at: datetime) -> dict[str, Any]:
    """Return when people register, check in and object."""
    facts: dict[str, Any] = {}
    if example.starts_in > 0:
        facts["opens_at"] = starts_at - timedelta(days=21)
        facts["closes_at"] = starts_at - timedelta(hours=2)
    if isinstance(example.goal, CheckIn):
        facts["opens_at"] = cast.now - timedelta(days=7)
        facts["closes_at"] = cast.now
        facts["check_in_opens_at"] = cast.now
        facts["check_in_closes_at"] = starts_at
    if isinstance(example.goal, Concluded | Archived):
        # Nobody objects any more once the last match is over.
        facts["dispute_window_minutes"] = 0
    return facts


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
        case CheckIn(present):
            check_in(tournament, example, cast, present)
        case Drawn():
            draw(tournament, example, cast)
        case Live() | Completed() | Concluded() | Archived():
            start(tournament, example, cast)
            play_on(tournament, example, example.goal, cast)
        case _:
            assert_never(example.goal)


def play_on(tournament: Tournament, example: Example, goal: Begun, cast: Cast) -> None:
    """Play, and settle what follows the end."""
    by = cast.organizer
    for spec in example.challenges:
        challenges.create_challenge(tournament=tournament, spec=spec, by=by)
    play(tournament, example, most=goal.played if isinstance(goal, Live) else None, by=by)
    if isinstance(goal, Live):
        if goal.claims:
            disagree(tournament)
        call_up(tournament, now=cast.now, by=by)
    dare(tournament, example.claims, cast.players, by=by)
    if isinstance(goal, Concluded | Archived):
        tournament.refresh_from_db()
        tournaments.conclude_tournament(tournament=tournament, by=by)
    if isinstance(goal, Archived):
        tournaments.archive_tournament(tournament=tournament, by=by)


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
    surround(tournament, example, cast)
    settle(tournament, example.payments, cast.players, by=cast.organizer)


def surround(tournament: Tournament, example: Example, cast: Cast) -> None:
    """Ask people to help, let them ask, and keep the settings for another time."""
    for login, role in example.staff.items():
        user = cast.players[login]
        tournaments.assign_staff(tournament=tournament, user=user, role=role, by=cast.organizer)
    for login, text in example.questions.items():
        community.ask_question(tournament=tournament, text=text, by=cast.players[login])
    for name, tier in example.sponsors.items():
        sponsors.add_sponsor(
            facts=sponsors.SponsorFacts(name=name, url="https://example.org/"),
            place=sponsors.Place(tier=tier),
            tournament=tournament,
            by=cast.organizer,
        )
    if example.template:
        tournaments.create_template(tournament=tournament, name=example.template, by=cast.organizer)


def check_in(tournament: Tournament, example: Example, cast: Cast, present: int) -> None:
    """Close registration, open the check-in, and let so many say that they are there."""
    open_to_all(tournament, example, cast)
    tournaments.close_registration(tournament=tournament, by=cast.organizer)
    tournaments.open_check_in(tournament=tournament, by=cast.organizer)
    expected = Registration.objects.filter(tournament=tournament).confirmed().order_by("pk")
    for registration in expected[:present]:
        registrations.check_in(registration=registration, by=cast.organizer)


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
