"""Challenges of an example, and what its players say that they have done."""

from collections.abc import Mapping

from tournament_engine.challenge import services as challenges
from tournament_engine.challenge.lifecycle import ChallengeKind
from tournament_engine.challenge.models import Challenge
from tournament_engine.core.models import Tournament
from tournament_engine.management.seeding.examples import Claimed
from tournament_engine.management.seeding.pictures import drawn
from tournament_engine.registration.models import Entrant
from tournament_engine.users import User

__all__ = ["dare"]


def dare(
    tournament: Tournament,
    claims: Mapping[str, Claimed],
    players: Mapping[str, User],
    *,
    by: User,
) -> None:
    """Let each of these players, by login, claim the challenge that results do not count."""
    if not claims:
        return
    challenge = Challenge.objects.get(tournament=tournament, kind=ChallengeKind.MANUAL)
    for login, claimed in claims.items():
        user = players[login]
        completion = challenges.claim_challenge(
            challenge=challenge,
            entrant=Entrant.objects.get(tournament=tournament, registration__user=user),
            text=claimed.text,
            picture=drawn((tournament.name, challenge.name, claimed.text), name="shot.png"),
            by=user,
        )
        if claimed.is_verified:
            challenges.verify_completion(completion=completion, by=by)
