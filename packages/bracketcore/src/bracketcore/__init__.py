"""Tournament brackets, round robins and standings: pure Python, fully typed, no dependencies."""

from bracketcore.errors import (
    AlreadyWithdrawn,
    BracketError,
    IllegalScore,
    InvalidNotation,
    InvalidStage,
    LaterMatchesPlayed,
    MatchAlreadyPlayed,
    MatchNotReady,
    NotAnOccupant,
    NothingToUndo,
    QualifiersUndecided,
    UnknownEntrant,
    UnknownMatch,
    WinnerRequired,
)
from bracketcore.formats import Points, Pools, RoundRobin, SingleElimination
from bracketcore.results import DoubleForfeit, Draw, Forfeit, Placement, Result, Walkover, Win
from bracketcore.seeding import Entrant
from bracketcore.stage import Format, Stage
from bracketcore.standings import Row, Standings
from bracketcore.structure import (
    BYE,
    Bye,
    LoserOf,
    Match,
    Occupant,
    SecondChance,
    Seed,
    Slot,
    WinnerOf,
)
from bracketcore.tournament import Advance, Tournament

__all__ = [
    "BYE",
    "Advance",
    "AlreadyWithdrawn",
    "BracketError",
    "Bye",
    "DoubleForfeit",
    "Draw",
    "Entrant",
    "Forfeit",
    "Format",
    "IllegalScore",
    "InvalidNotation",
    "InvalidStage",
    "LaterMatchesPlayed",
    "LoserOf",
    "Match",
    "MatchAlreadyPlayed",
    "MatchNotReady",
    "NotAnOccupant",
    "NothingToUndo",
    "Occupant",
    "Placement",
    "Points",
    "Pools",
    "QualifiersUndecided",
    "Result",
    "RoundRobin",
    "Row",
    "SecondChance",
    "Seed",
    "SingleElimination",
    "Slot",
    "Stage",
    "Standings",
    "Tournament",
    "UnknownEntrant",
    "UnknownMatch",
    "Walkover",
    "Win",
    "WinnerOf",
    "WinnerRequired",
]
