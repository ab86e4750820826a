"""Entrants, and the orders that seed them by what is known of each, or by lot."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import TypeVar

__all__ = ["Entrant", "by_rating", "shuffled"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entrant:
    """The unit that competes: a team or a single player, known by its id.

    >>> str(Entrant("a1", name="Ann", rating=1900, club="Lasker"))
    'Ann'
    """

    id: str
    name: str | None = None
    rating: int | None = None
    club: str | None = None

    def __str__(self) -> str:
        return self.id if self.name is None else self.name


def by_rating(entrants: Iterable[Entrant]) -> list[Entrant]:
    """The best rating first; equal ratings by id, and those without a rating last.

    >>> [entrant.id for entrant in by_rating([Entrant("ann", rating=7), Entrant("bob", rating=9)])]
    ['bob', 'ann']
    """
    return sorted(
        entrants,
        key=lambda one: (one.rating is None, -(one.rating or 0), one.id),
    )


def shuffled(entrants: Iterable[T], rng: Random) -> list[T]:
    """The entrants in an order drawn by lot; the same generator gives the same order.

    >>> sorted(shuffled(["ann", "bob", "cyd"], Random(7)))
    ['ann', 'bob', 'cyd']
    """
    order = list(entrants)
    rng.shuffle(order)
    return order
