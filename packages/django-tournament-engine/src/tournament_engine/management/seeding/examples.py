"""What the catalogue says of a tournament, and how far each has come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeAlias

from tournament_engine.awards.services import PrizeSpec
from tournament_engine.challenge.specs import ChallengeSpec
from tournament_engine.core.models import EntrantKind, Visibility
from tournament_engine.core.recipes import Plan, Recipe
from tournament_engine.core.stages import StageSpec

__all__ = [
    "Announced",
    "Archived",
    "Begun",
    "Cancelled",
    "CheckIn",
    "Claimed",
    "Completed",
    "Concluded",
    "Draft",
    "Drawn",
    "Example",
    "Goal",
    "Live",
    "Open",
    "PaymentStand",
    "Prizes",
    "Sport",
    "Team",
]


class Sport(Enum):
    """What is played, which decides what a result looks like."""

    FOOTBALL = "Football"
    CHESS = "Chess"
    TABLE_TENNIS = "Table tennis"
    VIDEO_GAME = "Comet Rally"
    KARTING = "Karting"


class PaymentStand(Enum):
    """How far somebody's entry fee has come."""

    SUBMITTED = "a proof waits for the payment staff"
    VERIFIED = "the proof was found to be right"
    REJECTED = "the proof was sent back"
    WAIVED = "nothing is to be paid"


@dataclass(frozen=True)
class Prizes:
    """What is to be won: a pool in minor units, and what each place gets of it."""

    currency: str
    pool: int
    places: tuple[PrizeSpec, ...]


@dataclass(frozen=True)
class Team:
    """A team that its captain, a person of the demo, registers with its members."""

    captain: str
    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Claimed:
    """What a player says of a challenge, and whether the staff has found it to be so."""

    text: str
    is_verified: bool = False


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
class CheckIn:
    """Those who have a place say that they are there; so many have done so."""

    present: int


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
class Concluded:
    """All is played and settled: prizes and certificates are given."""


@dataclass(frozen=True)
class Archived:
    """Concluded, and out of the lists."""


@dataclass(frozen=True)
class Cancelled:
    """Called off while people registered."""

    reason: str


#: How far those have come that are played.
Begun: TypeAlias = Live | Completed | Concluded | Archived
Goal: TypeAlias = (
    Draft | Announced | Open | CheckIn | Drawn | Live | Completed | Concluded | Archived | Cancelled
)


@dataclass(frozen=True, kw_only=True)
class Example:
    """One tournament. `starts_in` counts the days from now; it lies back where it is negative.

    `entrants` are entered by the organiser; `players` (by login) and `teams` register
    themselves after them. `seeds` names everybody in seed order where that is another.
    `stages` takes the place of the plan where no plan has such a format. `facts` are more of
    what create_tournament takes; `payments` says by login how far each player's fee has come,
    `questions` what they ask, `staff` for which role they are invited. `sponsors` are shown
    in the tier that is named. With `template` the organiser keeps the settings under that name.
    `challenges` are set when play begins; `claims` says by login who claims the one of them that
    results do not count.
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
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    payments: Mapping[str, PaymentStand] = field(default_factory=lambda: MappingProxyType({}))
    prizes: Prizes | None = None
    questions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    staff: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sponsors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    template: str = ""
    challenges: tuple[ChallengeSpec, ...] = ()
    claims: Mapping[str, Claimed] = field(default_factory=lambda: MappingProxyType({}))
