"""Who plays in a stage: its entrants in seed order, and the substitutes in their seats."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bracketcore import history
from bracketcore.errors import InvalidStage, UnknownEntrant
from bracketcore.seeding.entrants import Entrant, as_entrant, checked_ids

if TYPE_CHECKING:
    from bracketcore.history import Event

__all__ = ["Roster"]


class Roster:
    """The entrants of a stage by id. It takes ids or entrants, and makes these when asked."""

    __slots__ = ("_given", "_seated", "ids")

    def __init__(self, entrants: Iterable[str | Entrant]) -> None:
        self._given = tuple(entrants)
        self.ids = checked_ids(self._given)
        # Made when somebody asks: playing takes the ids alone.
        self._seated: dict[str, Entrant] | None = None

    @property
    def starters(self) -> tuple[Entrant, ...]:
        """The entrants from the start, whoever sits there now."""
        return tuple(map(as_entrant, self._given))

    @property
    def seated(self) -> dict[str, Entrant]:
        if self._seated is None:
            self._seated = {entrant.id: entrant for entrant in self.starters}
        return self._seated

    def find(self, entrant: str) -> Entrant:
        try:
            return self.seated[entrant]
        except KeyError:
            raise UnknownEntrant(
                f"{entrant} is not in this stage: name one of its entrants."
            ) from None

    def newcomer(self, substitute: str | Entrant) -> Entrant:
        """The substitute as an entrant, who must not be one already."""
        newcomer = as_entrant(substitute)
        if newcomer.id in self.seated:
            raise InvalidStage(f"{newcomer.id} is an entrant already: name somebody else.")
        return newcomer

    def reseat(self, seats: Mapping[str, Entrant]) -> None:
        """Give the seat of each of these entrants to another one; the order of seats stays."""
        seated = [seats.get(id, one) for id, one in self.seated.items()]
        self._seated = {one.id: one for one in seated}

    def former(self, entrant: str, log: "Iterable[Event]") -> Entrant:
        """The entrant whose seat was taken: a starter, or the last substitute of that id."""
        came_in = [event.substitute for event in log if isinstance(event, history.Replaced)]
        return next(one for one in reversed([*self.starters, *came_in]) if one.id == entrant)
