"""Who mirrors a stage in rows of its own: told inside the transaction that changes the stage."""

from collections.abc import Collection, Iterator
from typing import Protocol

from bracketcore import Stage
from tournament_engine.bracket.models import Bracket

__all__ = ["Projection", "projections", "register"]


class Projection(Protocol):
    """A mirror of stages. It may refuse an act by raising a Conflict, and decides nothing else."""

    def generated(self, bracket: Bracket, stage: Stage) -> None:
        """Write the rows of a stage that was just generated."""

    def published(self, bracket: Bracket, stage: Stage) -> None:
        """Show the rows of a stage that was just published."""

    def changed(
        self, bracket: Bracket, stage: Stage, match_ids: Collection[str], reason: str
    ) -> None:
        """Write the rows of the matches that an event changed, and tell why it happened."""

    def discarded(self, bracket: Bracket) -> None:
        """Remove the rows of a stage that is drawn again; refuse when play has begun."""


_registered: list[Projection] = []


def register(projection: Projection) -> None:
    """Let a mirror hear of every stage; a second registration changes nothing."""
    if projection not in _registered:
        _registered.append(projection)


def projections() -> Iterator[Projection]:
    """Yield every mirror, in the order in which they came."""
    yield from _registered
