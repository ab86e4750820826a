"""Whoever decides contested results, asked and told here: `match` calls nobody above it.

`dispute` registers itself, and says in `Match.is_held` which matches take no result until it
has decided. With nobody registered a contested match waits for its official result alone.
"""

from typing import Protocol

from bracketcore.results import Result
from tournament_engine.match.models import Match
from tournament_engine.users import User

__all__ = ["Cases", "contradicted", "register", "settled"]


class Cases(Protocol):
    """A court. It is called inside the transaction of an act, with the match locked."""

    def contradicted(self, match: Match, *, side: int, by: User) -> None:
        """The sides claim different results: `by` did so last, for `side`."""

    def settled(self, match: Match, *, result: Result, by: User | None, reason: str) -> None:
        """An official result ends the contest; raise NotAllowed where `by` may not give it."""


_registered: list[Cases] = []


def register(cases: Cases) -> None:
    """Let a court hear of contested matches; a second registration changes nothing."""
    if cases not in _registered:
        _registered.append(cases)


def contradicted(match: Match, *, side: int, by: User) -> None:
    """Say that the sides of a match claim different results."""
    for cases in _registered:
        cases.contradicted(match, side=side, by=by)


def settled(match: Match, *, result: Result, by: User | None, reason: str) -> None:
    """Say that a contested match is about to get an official result."""
    for cases in _registered:
        cases.settled(match, result=result, by=by, reason=reason)
