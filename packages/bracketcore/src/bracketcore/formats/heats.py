"""Heats: how many there are, and who goes into which."""

from collections import deque
from collections.abc import Sequence

__all__ = ["dealt", "heat_count"]


def heat_count(entrants: int, largest: int) -> int:
    return -(-entrants // largest)


def dealt(origins: Sequence[int], heats: int) -> list[list[int]]:
    """Deal those who come from earlier heats: the numbers of those in each heat.

    The heats get one each in turn, and nobody meets somebody of his last heat again as
    long as there are heats enough.

    >>> dealt([0, 1, 2, 3, 0, 1, 2, 3], 2)
    [[0, 2, 5, 7], [1, 3, 4, 6]]
    """
    deal = _Deal(origins, heats)
    for number in range(len(origins)):
        deal.seat(number)
    by_heat: list[list[int]] = [[] for _ in range(heats)]
    for number, heat in enumerate(deal.heat_of):
        by_heat[heat].append(number)
    return by_heat


class _Deal:
    """A deal under way: the seats that are left, and where those of each origin went."""

    def __init__(self, origins: Sequence[int], heats: int) -> None:
        self._origins = origins
        self._heats = heats
        self._left = deque(number % heats for number in range(len(origins)))
        self._taken: dict[int, set[int]] = {origin: set() for origin in origins}
        self.heat_of: list[int] = []

    def seat(self, number: int) -> None:
        taken = self._taken[self._origins[number]]
        free = (at for at, heat in enumerate(self._left) if heat not in taken)
        at = next(free, 0) if len(taken) < self._heats else 0
        heat = self._left[at]
        del self._left[at]
        if heat in taken and len(taken) < self._heats:
            heat = self._exchanged(heat, taken)
        taken.add(heat)
        self.heat_of.append(heat)

    def _exchanged(self, heat: int, taken: set[int]) -> int:
        """Give a seat to somebody seated before, whose own is then free: the last who can."""
        for number in reversed(range(len(self.heat_of))):
            own, others = self.heat_of[number], self._taken[self._origins[number]]
            if own not in taken and heat not in others:
                others.discard(own)
                others.add(heat)
                self.heat_of[number] = heat
                return own
        return heat
