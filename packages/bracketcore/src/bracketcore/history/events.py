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
    """A match that was ready got its result."""

    match: str
    result: Result


@dataclass(frozen=True, slots=True)
class Corrected:
    """A result was replaced; ``cleared`` are the later matches that lost theirs by it."""

    match: str
    result: Result
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reopened:
    """A result was taken back; ``cleared`` are the later matches that lost theirs by it."""

    match: str
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An entrant left: every later match is a walkover."""

    entrant: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """A substitute took the seat of an entrant who had not played yet."""

    entrant: str
    substitute: Entrant


@dataclass(frozen=True, slots=True)
class Swapped:
    """Two entrants who had not played yet changed their seats."""

    entrant: str
    other: str


@dataclass(frozen=True, slots=True)
class TiebreakGiven:
    """Numbers came from outside, as a drawing of lots: they part who is level."""

    tiebreak: "Given"


Event = Recorded | Corrected | Reopened | Withdrawn | Replaced | Swapped | TiebreakGiven

# How a stage keeps an event: a result by its match and itself, until somebody asks for it.
Entry = Event | tuple[str, Result]


def told(entry: Entry) -> Event:
    """The event that an entry stands for."""
    return Recorded(*entry) if isinstance(entry, tuple) else entry
