"""Format: what a stage asks of the recipe that it plays by."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bracketcore.seeding.entrants import Entrant, shuffled
from bracketcore.stage import Stage
from bracketcore.structure import Match, Structure

if TYPE_CHECKING:
    from random import Random

    from bracketcore.standings import Standings
    from bracketcore.tiebreaks import Tiebreak

__all__ = ["Format"]


class Format(ABC):
    """A recipe with its options: it lays out matches and ranks, and never plays."""

    def create(self, entrants: Iterable[str | Entrant], *, rng: "Random | None" = None) -> Stage:
        """Make a stage of entrants in seed order; with ``rng`` the seeds are drawn by lot."""
        order = list(entrants)
        return Stage(self, order if rng is None else shuffled(order, rng))

    @abstractmethod
    def layout(self, entrants: int) -> Structure: ...

    def dealt(self, entrants: Sequence[str]) -> dict[str, tuple[str, ...]]:  # noqa: ARG002  most formats have no pools
        """The entrants of each pool, by its label."""
        return {}

    @abstractmethod
    def games_in(self, match: Match) -> int:
        """The n of the best of n that a match is."""

    @abstractmethod
    def rank(
        self, stage: Stage, *, pool: str | None, tiebreaks: "Iterable[Tiebreak] | None"
    ) -> "Standings": ...

    @abstractmethod
    def champion(self, stage: Stage) -> str | None: ...

    @abstractmethod
    def draw(self, stage: Stage) -> str:
        """The stage as text."""
