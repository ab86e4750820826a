"""What the catalogue says of a tournament, and how far each has come."""

from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from tournament_engine.core.models import EntrantKind, Visibility
from tournament_engine.core.recipes import Plan, Recipe
from tournament_engine.core.stages import StageSpec

__all__ = [
    "Announced",
    "Cancelled",
    "Completed",
    "Draft",
    "Drawn",
    "Example",
    "Goal",
    "Live",
    "Open",
    "Sport",
    "Team",
]


class Sport(Enum):
    """What is played, which decides what a result looks like."""

    FOOTBALL = "Football"
    CHESS = "Chess"
    TABLE_TENNIS = "Table tennis"
    VIDEO_GAME = "Comet Rally"


@dataclass(frozen=True)
class Team:
    """A team that its captain, a person of the demo, registers with its members."""

    captain: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    """Only its organiser sees it."""


@dataclass(frozen=True)
class Announced:
    """Everybody sees it, and registration has not begun."""


@dataclass(frozen=True)
class Open:
    """People register."""


@dataclass(frozen=True)
class Drawn:
    """Registration is closed, the seeds are given, and the draw waits to be published."""


@dataclass(frozen=True)
class Live:
    """So many matches are over, and the next are to be played.

    With `claims` one score waits for the other side, and about one the sides do not agree.
    """

    played: int
    claims: bool = False


@dataclass(frozen=True)
class Completed:
    """All is played."""


@dataclass(frozen=True)
class Cancelled:
    """Called off while people registered."""

    reason: str


Goal: TypeAlias = Draft | Announced | Open | Drawn | Live | Completed | Cancelled


@dataclass(frozen=True, kw_only=True)
class Example:
    """One tournament. `starts_in` counts the days from now; it lies back where it is negative.

    `entrants` are entered by the organiser; `players` (by login) and `teams` register
    themselves after them. `seeds` names everybody in seed order where that is another.
    `stages` takes the place of the plan where no plan has such a format.
    """

    slug: str
    name: str
    sport: Sport
    goal: Goal
    starts_in: int
    places: int
    description: str
    plan: Plan = field(default_factory=lambda: Plan(recipe=Recipe.KNOCKOUT))
    stages: tuple[StageSpec, ...] = ()
    rules: str = ""
    entrants: tuple[str, ...] = ()
    players: tuple[str, ...] = ()
    teams: tuple[Team, ...] = ()
    seeds: tuple[str, ...] = ()
    entrant_kind: EntrantKind = EntrantKind.SOLO
    visibility: Visibility = Visibility.PUBLIC
