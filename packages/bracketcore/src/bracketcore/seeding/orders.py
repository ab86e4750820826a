"""Where seeds stand in a bracket, and how they are dealt over pools."""

from collections.abc import Sequence
from typing import TypeVar

from bracketcore.errors import InvalidStage

__all__ = [
    "bracket_size",
    "effort",
    "from_bracket_order",
    "pool_labels",
    "snake",
    "snake_in_bracket_order",
    "standard_order",
]

T = TypeVar("T")


def bracket_size(entrants: int) -> int:
    """The power of two that holds so many entrants.

    >>> bracket_size(5)
    8
    """
    return 1 << max(entrants - 1, 1).bit_length()


def standard_order(size: int) -> list[int]:
    """First-round seeds in bracket order: the best two meet in the final.

    >>> standard_order(8)
    [1, 8, 4, 5, 2, 7, 3, 6]
    """
    if size < 2 or size & (size - 1):  # noqa: PLR2004  a match has two sides
        raise InvalidStage("The size of a bracket is a power of two from 2: use bracket_size().")
    order = [1, 2]
    while len(order) < size:
        mirror = 2 * len(order) + 1
        wider = [mirror] * (2 * len(order))
        wider[::2], wider[1::2] = order, [mirror - best for best in order]
        order = wider
    return order


def snake(entrants: Sequence[T], pools: int) -> list[list[T]]:
    """Deal the entrants forth and back over the pools; a last turn fills the first pools.

    >>> snake([1, 2, 3, 4, 5, 6], 3)
    [[1, 6], [2, 5], [3, 4]]
    """
    dealt: list[list[T]] = [[] for _ in range(pools)]
    for index, entrant in enumerate(entrants):
        turn, place = divmod(index, pools)
        in_turn = min(pools, len(entrants) - turn * pools)
        dealt[in_turn - 1 - place if turn % 2 else place].append(entrant)
    return dealt


def effort(entrants: Sequence[T], pools: int) -> list[list[T]]:
    """Deal the entrants over the pools, always from the first pool on.

    >>> effort([1, 2, 3, 4, 5, 6], 3)
    [[1, 4], [2, 5], [3, 6]]
    """
    return [list(entrants[pool::pools]) for pool in range(pools)]


def snake_in_bracket_order(entrants: Sequence[T], pools: int) -> list[list[T]]:
    """The pools of `snake`, listed as their best seeds stand in a bracket.

    >>> snake_in_bracket_order([1, 2, 3, 4, 5, 6, 7, 8], 4)
    [[1, 8], [4, 5], [2, 7], [3, 6]]
    """
    dealt = snake(entrants, pools)
    return [dealt[seed - 1] for seed in standard_order(bracket_size(pools)) if seed <= pools]


def pool_labels(pools: int) -> list[str]:
    """The labels of the pools: A to Z, then AA, AB and so on.

    >>> pool_labels(28)[-3:]
    ['Z', 'AA', 'AB']
    """
    return [_label(number) for number in range(1, pools + 1)]


def _label(number: int) -> str:
    label = ""
    while number:
        number, letter = divmod(number - 1, 26)
        label = chr(ord("A") + letter) + label
    return label


def from_bracket_order(order: Sequence[T]) -> list[T]:
    """Seed so that the entrants stand in the bracket in this order, byes apart.

    >>> from_bracket_order(["A1", "B2", "B1", "A2"])
    ['A1', 'B1', 'A2', 'B2']
    """
    size = bracket_size(len(order))
    seats = [seed for seed in standard_order(size) if seed <= len(order)]
    return [entrant for _, entrant in sorted(zip(seats, order, strict=True), key=lambda it: it[0])]
