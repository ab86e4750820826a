"""Badges as rewards: what there is to win, offered by whoever keeps badges, and given there.

Challenges know no badges. Whoever does registers here what an organiser can choose from, and
follows `events.challenge_awarded` to give one; `winners_of` says to whom. The news may come
twice: `key` names it.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from tournament_engine.challenge.models import ChallengeCompletion
from tournament_engine.core.models import Tournament
from tournament_engine.registration.recipients import people_of_entrant
from tournament_engine.users import User

__all__ = ["Offer", "choices", "offer", "winners_of"]

#: Returns the code and the name of each badge that a tournament may give.
Offer: TypeAlias = Callable[[Tournament], Iterable[tuple[str, str]]]

_offers: list[Offer] = []


def offer(source: Offer) -> None:
    """Let organisers choose from these badges; once, however often it is registered."""
    if source not in _offers:
        _offers.append(source)


def choices(tournament: Tournament) -> list[tuple[str, str]]:
    """Return every badge that a tournament may give, by its code."""
    return [badge for source in _offers for badge in source(tournament)]


def winners_of(completion: ChallengeCompletion) -> Sequence[User]:
    """Return the people who get the badge of a completion; who has no account gets none."""
    if completion.member is not None:
        return [completion.member.user] if completion.member.user else []
    return people_of_entrant(completion.entrant)
