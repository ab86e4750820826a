"""What a rating is made from: who met whom, and what it was worth."""

from dataclasses import dataclass

__all__ = ["Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Two entrants met; ``score`` is the first one's share: 1 a win, 0.5 a draw, 0 a loss.

    ValueError for an entrant that meets itself, or a share outside 0 to 1.

    >>> Outcome("ann", "bob", 0.5).score
    0.5
    """

    first: str
    second: str
    score: float

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise ValueError(f"{self.first} cannot meet itself: name two entrants.")
        if not 0 <= self.score <= 1:
            raise ValueError(f"A share lies between 0 and 1, and {self.score} does not.")
