"""Tournament brackets, round robins and standings: pure Python, fully typed, no dependencies.

A format makes a `Stage`, which takes the results and tells who meets whom and who stands where.

>>> from bracketcore import SingleElimination, Win
>>> stage = SingleElimination().create(["ann", "bob", "cyd"])
>>> stage.record("R1.2", Win("bob", score=(2, 1)))
('R1.2', 'R2.1')
>>> stage.pairing("R2.1")
('ann', 'bob')

Beside classes there are

- ``BYE``, the one `Bye` that there is: ``stage.pairing("R1.1") == ("ann", BYE)``;
- ``Occupant``, who sits in a slot: the id of an entrant, `BYE`, or None while undecided;
- ``Slot``, where a side comes from: any of `Seed`, `WinnerOf`, `LoserOf`, `PlaceOf`,
  `SecondChance` and `Bye`;
- ``Result``: any of `Win`, `Draw`, `Walkover`, `Forfeit`, `DoubleForfeit` and `Placement`.
"""

from bracketcore.lazy import from_homes

# What `typing.TYPE_CHECKING` is, without the time that it takes to import `typing`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from bracketcore.errors import (
        AlreadyWithdrawn,
        BracketError,
        IllegalScore,
        InvalidNotation,
        InvalidSimulation,
        InvalidStage,
        LaterMatchesPlayed,
        MatchAlreadyPlayed,
        MatchNotReady,
        NoLegalPairing,
        NoSchedule,
        NotAnOccupant,
        NothingToUndo,
        QualifiersUndecided,
        UnknownEntrant,
        UnknownMatch,
        WinnerRequired,
    )
    from bracketcore.formats import (
        DoubleElimination,
        DualTournament,
        FreeForAll,
        PagePlayoff,
        Points,
        Pools,
        RoundRobin,
        SingleElimination,
        Stepladder,
    )
    from bracketcore.recipe import Format
    from bracketcore.results import DoubleForfeit, Draw, Forfeit, Placement, Result, Walkover, Win
    from bracketcore.seeding import Entrant
    from bracketcore.stage import Stage
    from bracketcore.standings import Row, Standings
    from bracketcore.structure import (
        BYE,
        Bye,
        LoserOf,
        Match,
        Occupant,
        PlaceOf,
        SecondChance,
        Seed,
        Slot,
        WinnerOf,
    )
    from bracketcore.tournament import Advance, RunningTournament, Tournament
else:
    __getattr__ = from_homes(
        __name__,
        {
            "bracketcore.errors": (
                "AlreadyWithdrawn",
                "BracketError",
                "IllegalScore",
                "InvalidNotation",
                "InvalidSimulation",
                "InvalidStage",
                "LaterMatchesPlayed",
                "MatchAlreadyPlayed",
                "MatchNotReady",
                "NoLegalPairing",
                "NoSchedule",
                "NotAnOccupant",
                "NothingToUndo",
                "QualifiersUndecided",
                "UnknownEntrant",
                "UnknownMatch",
                "WinnerRequired",
            ),
            "bracketcore.formats": (
                "DoubleElimination",
                "DualTournament",
                "FreeForAll",
                "PagePlayoff",
                "Points",
                "Pools",
                "RoundRobin",
                "SingleElimination",
                "Stepladder",
            ),
            "bracketcore.results": (
                "DoubleForfeit",
                "Draw",
                "Forfeit",
                "Placement",
                "Result",
                "Walkover",
                "Win",
            ),
            "bracketcore.seeding": ("Entrant",),
            "bracketcore.recipe": ("Format",),
            "bracketcore.stage": ("Stage",),
            "bracketcore.standings": ("Row", "Standings"),
            "bracketcore.structure": (
                "BYE",
                "Bye",
                "LoserOf",
                "Match",
                "Occupant",
                "PlaceOf",
                "SecondChance",
                "Seed",
                "Slot",
                "WinnerOf",
            ),
            "bracketcore.tournament": ("Advance", "RunningTournament", "Tournament"),
        },
    )

__all__ = [
    "BYE",
    "Advance",
    "AlreadyWithdrawn",
    "BracketError",
    "Bye",
    "DoubleElimination",
    "DoubleForfeit",
    "Draw",
    "DualTournament",
    "Entrant",
    "Forfeit",
    "Format",
    "FreeForAll",
    "IllegalScore",
    "InvalidNotation",
    "InvalidSimulation",
    "InvalidStage",
    "LaterMatchesPlayed",
    "LoserOf",
    "Match",
    "MatchAlreadyPlayed",
    "MatchNotReady",
    "NoLegalPairing",
    "NoSchedule",
    "NotAnOccupant",
    "NothingToUndo",
    "Occupant",
    "PagePlayoff",
    "PlaceOf",
    "Placement",
    "Points",
    "Pools",
    "QualifiersUndecided",
    "Result",
    "RoundRobin",
    "Row",
    "RunningTournament",
    "SecondChance",
    "Seed",
    "SingleElimination",
    "Slot",
    "Stage",
    "Standings",
    "Stepladder",
    "Tournament",
    "UnknownEntrant",
    "UnknownMatch",
    "Walkover",
    "Win",
    "WinnerOf",
    "WinnerRequired",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
