"""Entrants, and the orders that seed them by what is known of each, or by lot."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bracketcore.errors import InvalidStage

if TYPE_CHECKING:
    from random import Random

__all__ = ["Entrant", "as_entrant", "by_rating", "checked_ids", "shuffled"]

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


def as_entrant(entrant: str | Entrant) -> Entrant:
    """An entrant, also where the id alone is given.

    >>> as_entrant("ann")
    Entrant(id='ann', name=None, rating=None, club=None)
    """
    one = entrant if isinstance(entrant, Entrant) else Entrant(entrant)
    if not one.id:
        raise InvalidStage("An entrant needs an id: give a text that is not empty.")
    return one


def checked_ids(entrants: Sequence[str | Entrant]) -> list[str]:
    """The ids of those who can play a stage: two or more, each with an id of its own.

    >>> checked_ids(["ann", Entrant("bob", rating=1900)])
    ['ann', 'bob']
    """
    ids = [one.id if isinstance(one, Entrant) else one for one in entrants]
    if not all(ids):
        raise InvalidStage("An entrant needs an id: give a text that is not empty.")
    if len(ids) < 2:  # noqa: PLR2004  two must meet
        raise InvalidStage(f"A stage needs two entrants or more, not {len(ids)}: add some.")
    if len(set(ids)) < len(ids):
        entrant, count = next(one for one in Counter(ids).items() if one[1] > 1)
        raise InvalidStage(f"{entrant} is entered {count} times: give each entrant its own id.")
    return ids


def by_rating(entrants: Iterable[Entrant]) -> list[Entrant]:
    """The best rating first; equal ratings by id, and those without a rating last.

    >>> [entrant.id for entrant in by_rating([Entrant("ann", rating=7), Entrant("bob", rating=9)])]
    ['bob', 'ann']
    """
    return sorted(
        entrants,
        key=lambda one: (one.rating is None, -(one.rating or 0), one.id),
    )


def shuffled(entrants: Iterable[T], rng: "Random") -> list[T]:
    """The entrants in an order drawn by lot; the same generator gives the same order.

    >>> from random import Random
    >>> sorted(shuffled(["ann", "bob", "cyd"], Random(7)))
    ['ann', 'bob', 'cyd']
    """
    order = list(entrants)
    rng.shuffle(order)
    return order
