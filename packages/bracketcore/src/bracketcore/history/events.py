"""What can happen in a stage."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bracketcore.results import Result
from bracketcore.seeding.entrants import Entrant

if TYPE_CHECKING:
    from bracketcore.tiebreaks import Given

__all__ = [
    "Corrected",
    "Entry",
    "Event",
    "Recorded",
    "Reopened",
    "Replaced",
    "Swapped",
    "TiebreakGiven",
    "Withdrawn",
    "told",
]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A match that was ready got its result.

    >>> from bracketcore import Stepladder, Win
    >>> stage = Stepladder().create(["ann", "bob"])
    >>> _ = stage.record("R1.1", Win("ann"))
    >>> stage.history[-1] == Recorded("R1.1", Win("ann"))
    True
    """

    match: str
    result: Result


@dataclass(frozen=True, slots=True)
class Corrected:
    """A result was replaced; ``cleared`` are the later matches that lost theirs by it.

    >>> from bracketcore import Stepladder, Win
    >>> stage = Stepladder().create(["ann", "bob"])
    >>> _ = stage.record("R1.1", Win("ann"))
    >>> _ = stage.correct("R1.1", Win("bob"))
    >>> stage.history[-1] == Corrected("R1.1", Win("bob"), cleared=())
    True
    """

    match: str
    result: Result
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reopened:
    """A result was taken back; ``cleared`` are the later matches that lost theirs by it.

    >>> from bracketcore import Stepladder, Win
    >>> stage = Stepladder().create(["ann", "bob"])
    >>> _ = stage.record("R1.1", Win("ann"))
    >>> _ = stage.reopen("R1.1")
    >>> stage.history[-1]
    Reopened(match='R1.1', cleared=())
    """

    match: str
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An entrant left: every later match is a walkover.

    >>> from bracketcore import Stepladder
    >>> stage = Stepladder().create(["ann", "bob"])
    >>> _ = stage.withdraw("ann")
    >>> stage.history[-1]
    Withdrawn(entrant='ann')
    """

    entrant: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """A substitute took the seat of an entrant who had not played yet.

    >>> from bracketcore import Stepladder
    >>> stage = Stepladder().create(["ann", "bob"])
    >>> _ = stage.replace("ann", "zoe")
    >>> stage.history[-1] == Replaced("ann", Entrant("zoe"))
    True
    """

    entrant: str
    substitute: Entrant


@dataclass(frozen=True, slots=True)
class Swapped:
    """Two entrants who had not played yet changed their seats.

    >>> from bracketcore import Stepladder
    >>> stage = Stepladder().create(["ann", "bob"])
    >>> _ = stage.swap("ann", "bob")
    >>> stage.history[-1]
    Swapped(entrant='ann', other='bob')
    """

    entrant: str
    other: str


@dataclass(frozen=True, slots=True)
class TiebreakGiven:
    """Numbers came from outside, as a drawing of lots: they part who is level.

    >>> from bracketcore import RoundRobin
    >>> from bracketcore.tiebreaks import lots
    >>> stage = RoundRobin().create(["ann", "bob"])
    >>> _ = stage.give_tiebreak(lots(["bob", "ann"]))
    >>> stage.history[-1] == TiebreakGiven(lots(["bob", "ann"]))
    True
    """

    tiebreak: "Given"


Event = Recorded | Corrected | Reopened | Withdrawn | Replaced | Swapped | TiebreakGiven

# How a stage keeps an event: a result by its match and itself, until somebody asks for it.
Entry = Event | tuple[str, Result]


def told(entry: Entry) -> Event:
    """The event that an entry stands for.

    >>> from bracketcore import Win
    >>> told(("R1.1", Win("ann"))) == Recorded("R1.1", Win("ann"))
    True
    """
    return Recorded(*entry) if isinstance(entry, tuple) else entry
