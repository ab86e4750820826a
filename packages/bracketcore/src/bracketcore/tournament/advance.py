"""Who goes on from a stage, to which one, and how they are seeded there."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bracketcore.errors import InvalidStage

__all__ = ["Advance", "BracketOrder", "Seeding", "place_in", "shared_order"]

PLACE: Final = re.compile(r"(?:.+:)?[A-Z]*(?P<place>[1-9][0-9]*)", re.DOTALL)

# The places in bracket order: one order, one for each set of those who went on as the best
# of their place, or a function of all that go on.
BracketOrder = (
    tuple[str, ...] | Mapping[str, Sequence[str]] | Callable[[tuple[str, ...]], Sequence[str]]
)

Seeding = str | Sequence[str] | BracketOrder


@dataclass(frozen=True)
class Advance:
    """Who goes on from a stage: these places, of each pool where it has pools.

    With ``best`` only so many of them do, the best first: ``places=(3,), best=4`` are the
    four best third places, in the standings of the whole stage.

    ``seeding`` says how they are seeded there: "cross", so that entrants of one pool, and
    then of one club, meet again as late as the bracket allows; "standings", all first
    places before all second ones and the better first; or the places in bracket order, as
    ("A1", "B2", "B1", "A2"). A bracket order names all who go on to that stage, also by
    other ways: one of the ways there has it, or all have the same. A stage without pools
    has "1", "2" and so on, and "groups:A1" tells the stage where two have the same label.

    Who the best of a place are is not known before. So the order can also be a mapping,
    from the labels of the best, sorted and with spaces, as "A3 B3", to the order for them;
    or a function that gets the labels of all who go on and returns the order.

    >>> Advance("groups", places=(3,), best=4, to="playoff").best
    4
    """

    stage: str
    places: Sequence[int] = (1, 2)
    to: str = ""
    seeding: Seeding = "cross"
    best: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", tuple(self.places))
        object.__setattr__(self, "seeding", _checked_seeding(self.seeding))
        if not self.places or any(type(place) is not int or place < 1 for place in self.places):
            raise InvalidStage("The places that go on are whole numbers from 1.")
        if len(set(self.places)) < len(self.places):
            raise InvalidStage("Name each place that goes on once.")
        if self.best is not None and (type(self.best) is not int or self.best < 1):
            raise InvalidStage("best is a whole number of entrants from 1.")

    @property
    def order(self) -> BracketOrder | None:
        """The bracket order, if this way has one.

        >>> Advance("groups", to="final", seeding=["A1", "B1"]).order
        ('A1', 'B1')
        >>> Advance("groups", to="final", seeding="cross").order is None
        True
        """
        return None if isinstance(self.seeding, str) else _as_order(self.seeding)


def _checked_seeding(seeding: Seeding) -> Seeding:
    if isinstance(seeding, str):
        if seeding not in {"cross", "standings"}:
            raise InvalidStage(
                f"There is no seeding {seeding!r}: choose cross, standings or the places."
            )
        return seeding
    order = _as_order(seeding)
    if isinstance(order, tuple):
        _check_names(order)
    return order


def _as_order(seeding: Sequence[str] | BracketOrder) -> BracketOrder:
    if isinstance(seeding, Mapping):
        return {best: tuple(order) for best, order in seeding.items()}
    return seeding if callable(seeding) else tuple(seeding)


def _check_names(names: Sequence[str]) -> None:
    for name in names:
        if PLACE.fullmatch(name) is None:
            raise InvalidStage(f"{name!r} is no place: write a pool and a place in it, as A1.")
    if len(set(names)) < len(names):
        raise InvalidStage("Name each place of the bracket order once.")


def place_in(name: str) -> int:
    """The place that a name of a bracket order tells.

    >>> place_in("groups:A2")
    2
    """
    found = PLACE.fullmatch(name)
    return 0 if found is None else int(found["place"])


def shared_order(advances: Sequence[Advance]) -> BracketOrder | None:
    """The bracket order of those who go on to one stage; None where words say how."""
    orders = [advance.order for advance in advances if advance.order is not None]
    if any(order != orders[0] for order in orders):
        raise InvalidStage("Two bracket orders lead to one stage: write one that names everybody.")
    return orders[0] if orders else None
