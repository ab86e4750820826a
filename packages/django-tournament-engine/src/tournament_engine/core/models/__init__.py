"""Tables of the tournament itself, of what is played, of its stages and of its staff."""

from tournament_engine.core.models.games import Game, ResultKind
from tournament_engine.core.models.staff import StaffAssignment
from tournament_engine.core.models.stages import StageConfig
from tournament_engine.core.models.tournaments import (
    MAX_ENTRANTS,
    MAX_FEE,
    MAX_PAY_BY_HOURS,
    MAX_PROMOTION_MINUTES,
    EntrantKind,
    Tournament,
    Visibility,
)

__all__ = [
    "MAX_ENTRANTS",
    "MAX_FEE",
    "MAX_PAY_BY_HOURS",
    "MAX_PROMOTION_MINUTES",
    "EntrantKind",
    "Game",
    "ResultKind",
    "StaffAssignment",
    "StageConfig",
    "Tournament",
    "Visibility",
]
