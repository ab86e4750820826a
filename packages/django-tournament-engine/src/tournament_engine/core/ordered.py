"""Things in an order of the organiser's own, each with a code: stages, questions."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from django.http import Http404
from django.utils.text import slugify

__all__ = ["Coded", "free_code", "moved", "place_of", "replaced"]

_LONGEST_CODE = 40


class Coded(Protocol):
    """What an address can name."""

    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=Coded)


def place_of(code: str, things: Sequence[Coded]) -> int:
    """Return where the thing of this code stands; there is no page where it is none of them."""
    for place, thing in enumerate(things):
        if thing.code == code:
            return place
    raise Http404


def moved(things: Sequence[C], place: int, by: int) -> list[C]:
    """Return the things with one of them moved, as far as there are others."""
    order = list(things)
    target = min(max(place + by, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    return order


def replaced(things: Sequence[C], place: int, new: C) -> list[C]:
    """Return the things with another one in a place."""
    return [*things[:place], new, *things[place + 1 :]]


def free_code(words: str, things: Sequence[Coded], *, otherwise: str) -> str:
    """Return a code for a new thing, made from its words; `otherwise` where none are left."""
    start = slugify(words)[: _LONGEST_CODE - 3].strip("-_") or otherwise
    taken = {thing.code for thing in things}
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (start, *numbered) if code not in taken)
