"""Round-robin tables: who meets whom in which round, and on which side."""

from collections.abc import Iterator
from itertools import islice
from typing import Final, Literal

__all__ = ["Order", "rounds"]

Order = Literal["berger", "circle"]

REST: Final = 0


def rounds(entrants: int, order: Order) -> Iterator[list[tuple[int, int]]]:
    """The pairs of each round, side 0 first; who rests in a round is in none of its pairs.

    ``berger`` gives the FIDE tables (handbook C.05, annex 1), ``circle`` the tables in
    which the first entrant stays and the others move on by a seat each round.

    >>> list(rounds(4, "berger"))
    [[(1, 4), (2, 3)], [(4, 3), (1, 2)], [(2, 4), (3, 1)]]
    >>> list(rounds(4, "circle"))
    [[(1, 4), (2, 3)], [(3, 1), (4, 2)], [(1, 2), (3, 4)]]
    """
    ring, fixed = _seats(entrants, order)
    # Twice round, so that a neighbour is never beyond the end.
    double = ring + ring
    for number in range(len(ring)):
        ahead = _start(number, len(ring), order)
        behind = ahead + len(ring)
        # The one who stays changes sides every round, so that nobody has one side too often.
        fixed_first = (number % 2 == 1) == (order == "berger")
        first = (fixed, ring[ahead]) if fixed_first else (ring[ahead], fixed)
        others = zip(double[ahead + 1 : behind], double[behind - 1 : ahead : -1], strict=True)
        neighbours = islice(others, len(ring) // 2)
        yield list(neighbours) if fixed == REST else [first, *neighbours]


def _seats(entrants: int, order: Order) -> tuple[list[int], int]:
    """Who moves round the ring, and who stays. With an odd number, nobody stays: a rest."""
    everybody = list(range(1, entrants + 1))
    if entrants % 2:
        return everybody, REST
    return (everybody[:-1], entrants) if order == "berger" else (everybody[1:], 1)


def _start(number: int, ring: int, order: Order) -> int:
    """The seat that meets the one who stays: half a ring on each round, or one seat back."""
    return number * (ring + 1) // 2 % ring if order == "berger" else ring - 1 - number
