"""Tables of matches, their sides, what the sides claim, and what surrounds a match.

The rows of a match and its sides are a projection of the stage in `bracket`: they
are written when the stage says so, and never decide who advances.
"""

from tournament_engine.match.models.claims import ScoreClaim
from tournament_engine.match.models.forfeits import HeatForfeit
from tournament_engine.match.models.logistics import (
    Lobby,
    MatchCheckIn,
    MatchReminder,
    RescheduleRequest,
    RoundWindow,
)
from tournament_engine.match.models.matches import (
    USUAL_MINUTES,
    Feeder,
    Match,
    MatchSide,
    ResultKind,
)
from tournament_engine.match.models.vetoes import Veto, VetoAct, VetoChoice, VetoPlan

__all__ = [
    "USUAL_MINUTES",
    "Feeder",
    "HeatForfeit",
    "Lobby",
    "Match",
    "MatchCheckIn",
    "MatchReminder",
    "MatchSide",
    "RescheduleRequest",
    "ResultKind",
    "RoundWindow",
    "ScoreClaim",
    "Veto",
    "VetoAct",
    "VetoChoice",
    "VetoPlan",
]
