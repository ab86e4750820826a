"""Challenges for the tests: set, claimed and counted by the services."""

from typing import Any

from tests.factories import a_registration, a_staff_member, a_tournament, a_user
from tests.people.models import Person
from tests.playing import started

from tournament_engine.challenge import services
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.challenge.specs import ChallengeSpec
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.registration.models import Entrant, RosterMember

__all__ = [
    "a_challenge",
    "a_checker",
    "a_claim",
    "a_cup_of_teams",
    "a_dare",
    "entrant_of",
    "fresh",
    "scores",
    "standings",
]


def a_challenge(cup: Tournament, **facts: Any) -> Challenge:
    """Return a challenge of a tournament: by default, win one match."""
    told = {"name": "Winner", "kind": "automatic", "rule": "match_wins", **facts}
    return services.create_challenge(tournament=cup, spec=ChallengeSpec(**told), by=cup.organizer)


def a_dare(cup: Tournament, **facts: Any) -> Challenge:
    """Return a challenge that people claim."""
    return a_challenge(cup, **{"name": "Best costume", "kind": "manual", "rule": "", **facts})


def a_claim(challenge: Challenge, by: Person, **evidence: Any) -> ChallengeCompletion:
    """Let somebody claim a challenge for the entrant whom they registered."""
    told = {"text": "I came as a knight.", **evidence}
    entrant = entrant_of(challenge.tournament, by)
    return services.claim_challenge(challenge=challenge, entrant=entrant, by=by, **told)


def a_checker(cup: Tournament) -> Person:
    """Return somebody of the staff who checks claims, and takes no part."""
    return a_staff_member(cup, Role.REFEREE)


def entrant_of(cup: Tournament, person: Person) -> Entrant:
    return Entrant.objects.get(tournament=cup, registration__user=person)


def a_cup_of_teams(size: int = 2, members: int = 2) -> Tournament:
    """Return a live tournament of teams, each with a captain and others, all with accounts."""
    cup = a_tournament(entrants=0, entrant_kind="team")
    for number in range(size):
        captain = a_user()
        row = a_registration(cup, captain, name=f"Team {number}")
        for other in range(members - 1):
            RosterMember.objects.create(
                tournament=cup, registration=row, user=a_user(), name=f"Other {other}"
            )
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    return started(cup)


def scores(challenge: Challenge) -> dict[str, int]:
    """Return how far everybody is who has anything, by name."""
    return {row.subject_name: row.total for row in challenge.scores.leaderboard() if row.total}


def standings(challenge: Challenge) -> list[tuple[str, str]]:
    """Return who has done it, in order, and where that stands."""
    rows = ChallengeCompletion.objects.filter(challenge=challenge).order_by("reached_at", "pk")
    return [(row.subject_name, row.state) for row in rows]


def fresh(row: ChallengeCompletion) -> ChallengeCompletion:
    """Return a completion as the database has it, read like a page reads it."""
    found: ChallengeCompletion = ChallengeCompletion.objects.for_list().get(pk=row.pk)
    return found
