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
    """A recipe with its options: it lays out matches and ranks, and never plays.

    A format of your own is a subclass: it says which matches there are, how many games each
    has, who wins, who stands where, and how the stage is drawn. A `Stage` asks it. All formats
    of bracketcore are frozen dataclasses with options by keyword.

    >>> from bracketcore import Stepladder
    >>> isinstance(Stepladder(), Format)
    True
    """

    def create(self, entrants: Iterable[str | Entrant], *, rng: "Random | None" = None) -> Stage:
        """Make a stage of entrants in seed order; with ``rng`` the seeds are drawn by lot.

        `InvalidStage` says why a stage cannot be made: fewer than two entrants, two equal ids,
        or a number of entrants that the format does not take.

        >>> from random import Random
        >>> from bracketcore import Stepladder
        >>> stage = Stepladder().create(["ann", "bob", "cyd"], rng=Random(3))
        >>> sorted(entrant.id for entrant in stage.entrants)
        ['ann', 'bob', 'cyd']
        """
        order = list(entrants)
        return Stage(self, order if rng is None else shuffled(order, rng))

    @abstractmethod
    def layout(self, entrants: int) -> Structure:
        """The matches for so many entrants, in playing order.

        >>> from bracketcore import Stepladder
        >>> [match.id for match in Stepladder().layout(3).matches]
        ['R1.1', 'R2.1']
        """

    def dealt(self, entrants: Sequence[str]) -> dict[str, tuple[str, ...]]:  # noqa: ARG002  most formats have no pools
        """The entrants of each pool, by its label.

        >>> from bracketcore import Pools, Stepladder
        >>> Pools(pools=2).dealt(["ann", "bob", "cyd"])
        {'A': ('ann', 'cyd'), 'B': ('bob',)}
        >>> Stepladder().dealt(["ann", "bob", "cyd"])
        {}
        """
        return {}

    @abstractmethod
    def games_in(self, match: Match) -> int:
        """The n of the best of n that a match is.

        >>> from bracketcore import Stepladder
        >>> format = Stepladder(best_of={2: 5})
        >>> [format.games_in(match) for match in format.layout(3).matches]
        [1, 5]
        """

    @abstractmethod
    def rank(
        self, stage: Stage, *, pool: str | None, tiebreaks: "Iterable[Tiebreak] | None"
    ) -> "Standings":
        """The standings of a stage, or of a pool of it: what `Stage.standings` answers.

        ``tiebreaks`` stand in place of the format's own; None leaves those.

        >>> from bracketcore import Stepladder, Win
        >>> stage = Stepladder().create(["ann", "bob"])
        >>> _ = stage.record("R1.1", Win("bob"))
        >>> [row.entrant for row in stage.format.rank(stage, pool=None, tiebreaks=None)]
        ['bob', 'ann']
        """

    @abstractmethod
    def champion(self, stage: Stage) -> str | None:
        """The id of the winner of a stage; None until it is decided.

        >>> from bracketcore import Stepladder
        >>> stage = Stepladder().create(["ann", "bob"])
        >>> stage.format.champion(stage) is None
        True
        """

    @abstractmethod
    def draw(self, stage: Stage) -> str:
        """The stage as text.

        >>> from bracketcore import Stepladder
        >>> stage = Stepladder().create(["ann", "bob"])
        >>> print(stage.format.draw(stage))
        R1.1  ann - bob
        """
