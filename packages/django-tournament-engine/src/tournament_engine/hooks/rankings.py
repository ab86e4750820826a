"""The rankings hook: how strong entrants are across tournaments, and what results change of it.

An entrant is named here by who stands behind it: "user:ID" or "team:ID". Whoever has neither,
a name that an organiser typed, is unranked. A scope is what is ranked apart: the id of a game.

`apply` and `revert` are called after commit, in any order, and again with the same key when it
is not sure that the first call came through. A key counts once. A key that was taken back never
counts, even if `apply` comes after `revert`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Outcome", "OutcomeKind", "Rankings"]


class OutcomeKind(StrEnum):
    """How a match ended: a hook decides which of them count."""

    WIN = "win"
    DRAW = "draw"
    WALKOVER = "walkover"
    FORFEIT = "forfeit"
    DOUBLE_FORFEIT = "double_forfeit"
    BYE = "bye"


@dataclass(frozen=True)
class Outcome:
    """What came of one meeting: `score` is the first one's share, 1 a win, 0.5 a draw, 0 a loss.

    With a bye `second` is empty.
    """

    scope: str
    first: str
    second: str
    score: float
    kind: OutcomeKind = OutcomeKind.WIN


class Rankings:
    """Base class: nobody is ranked, and results change nothing."""

    def rating(self, entrant: str, scope: str) -> float | None:
        """Return the rating of one entrant, None for the unranked."""
        return self.ratings([entrant], scope).get(entrant)

    def ratings(self, entrants: Iterable[str], scope: str) -> Mapping[str, float]:  # noqa: ARG002 - for the site's own classes
        """Return the ratings of those who have one, in one query."""
        return {}

    def seed_values(self, entrants: Iterable[str], scope: str) -> Mapping[str, float]:
        """Return by what to seed, the highest first: the same for the same entrants and ratings."""
        return self.ratings(entrants, scope)

    def apply(self, outcomes: Sequence[Outcome], idempotency_key: str) -> None:
        """Let results count."""

    def revert(self, idempotency_key: str) -> None:
        """Take back what `apply` did under this key."""
