"""Round-robin tables: who meets whom in which round, and on which side."""

from collections.abc import Iterator, Sequence
from typing import Literal

__all__ = ["Order", "rounds"]

Order = Literal["berger", "circle"]

Sides = tuple[list[int], list[int]]


def rounds(seats: Sequence[int], order: Order) -> Iterator[Sides]:
    """Each round as those on side 0 and those whom they meet; who rests is in neither.

    ``berger`` gives the FIDE tables (handbook C.05, annex 1), ``circle`` the tables in
    which the first entrant stays and the others move on by a seat each round.

    >>> list(rounds([1, 2, 3, 4], "berger"))
    [([1, 2], [4, 3]), ([4, 1], [3, 2]), ([2, 3], [4, 1])]
    >>> list(rounds([1, 2, 3, 4], "circle"))
    [([1, 2], [4, 3]), ([3, 4], [1, 2]), ([1, 3], [2, 4])]
    """
    ring, stays = _ring(seats, order)
    # Twice round, so that a neighbour is never beyond the end.
    double = ring + ring
    for number in range(len(ring)):
        ahead = _start(number, len(ring), order)
        middle = ahead + len(ring) // 2
        behind = ahead + len(ring)
        first, second = double[ahead + 1 : middle + 1], double[behind - 1 : middle : -1]
        if stays:
            # The one who stays changes sides every round, so as to have none too often.
            stays_first = (number % 2 == 1) == (order == "berger")
            met = ring[ahead : ahead + 1]
            first[:0], second[:0] = (stays, met) if stays_first else (met, stays)
        yield first, second


def _ring(seats: Sequence[int], order: Order) -> tuple[list[int], list[int]]:
    """Who moves round the ring, and who stays. With an odd number nobody stays: a rest."""
    everybody = list(seats)
    if len(everybody) % 2:
        return everybody, []
    if order == "berger":
        return everybody[:-1], everybody[-1:]
    return everybody[1:], everybody[:1]


def _start(number: int, ring: int, order: Order) -> int:
    """The seat that meets the one who stays: half a ring on each round, or one seat back."""
    return number * (ring + 1) // 2 % ring if order == "berger" else ring - 1 - number
