"""What is raised. Every message is one sentence that says what to do.

BracketError
├── InvalidStage            the options or the entrants make no stage
├── UnknownMatch            no match has this id
├── UnknownEntrant          no entrant has this id
├── MatchNotReady           not now: a side is not known, or nobody has to play it
├── MatchAlreadyPlayed      there is a result: correct it or reopen the match
├── AlreadyWithdrawn        the entrant has left the stage
├── NotAnOccupant           the result names somebody who does not sit in the match
├── WinnerRequired          a draw where somebody must win
├── IllegalScore            the score cannot be that of this result
├── LaterMatchesPlayed      later results stand in the way: they are in ``matches``
├── NothingToUndo           the history is empty
├── NoLegalPairing          the rules leave nobody to meet, or no draw
├── QualifiersUndecided     who goes on is not known yet
├── NoSchedule              the courts and the times leave no room for the matches
├── InvalidSimulation       the strengths, the chances or the runs make no simulation
└── InvalidNotation         the data is not a stage, an event or a result
"""

__all__ = [
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
]


class BracketError(Exception):
    """The base of everything that bracketcore raises on purpose."""


class InvalidStage(BracketError):
    pass


class UnknownMatch(BracketError):
    pass


class UnknownEntrant(BracketError):
    pass


class MatchNotReady(BracketError):
    pass


class MatchAlreadyPlayed(BracketError):
    pass


class AlreadyWithdrawn(BracketError):
    pass


class NotAnOccupant(BracketError):
    pass


class WinnerRequired(BracketError):
    pass


class IllegalScore(BracketError):
    pass


class LaterMatchesPlayed(BracketError):
    """Later results depend on this one; ``matches`` has their ids in playing order."""

    def __init__(self, matches: tuple[str, ...]) -> None:
        self.matches = matches
        super().__init__(
            f"The results of {', '.join(matches)} depend on this one: "
            "correct with cascade=True to clear them."
        )


class NothingToUndo(BracketError):
    pass


class NoLegalPairing(BracketError):
    pass


class QualifiersUndecided(BracketError):
    pass


class NoSchedule(BracketError):
    pass


class InvalidSimulation(BracketError):
    pass


class InvalidNotation(BracketError):
    pass
