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
    """The base of everything that bracketcore raises on purpose.

    After one of them everything is as it was before the call.

    >>> from bracketcore import SingleElimination
    >>> try:
    ...     SingleElimination().create(["ann"])
    ... except BracketError as error:
    ...     print(error)
    A stage needs two entrants or more, not 1: add some.
    """


class InvalidStage(BracketError):
    """The options or the entrants make no stage; also a question that a format cannot answer.

    >>> from bracketcore import SingleElimination
    >>> SingleElimination().create(["ann", "ann"])
    Traceback (most recent call last):
        ...
    bracketcore.errors.InvalidStage: ann is entered 2 times: give each entrant its own id.
    """


class UnknownMatch(BracketError):
    """No match of the stage has this id.

    >>> from bracketcore import SingleElimination
    >>> SingleElimination().create(["ann", "bob"]).pairing("R9.1")
    Traceback (most recent call last):
        ...
    bracketcore.errors.UnknownMatch: There is no match R9.1: use an id of this stage.
    """


class UnknownEntrant(BracketError):
    """No entrant of the stage, or no row of the standings, has this id.

    >>> from bracketcore import SingleElimination
    >>> SingleElimination().create(["ann", "bob"]).withdraw("zoe")
    Traceback (most recent call last):
        ...
    bracketcore.errors.UnknownEntrant: zoe is not in this stage: name one of its entrants.
    """


class MatchNotReady(BracketError):
    """Not now: a side is not known yet, nobody has to play the match, or it has no result.

    >>> from bracketcore import SingleElimination, Win
    >>> SingleElimination().create(["ann", "bob", "cyd"]).record("R2.1", Win("ann"))
    Traceback (most recent call last):
        ...
    bracketcore.errors.MatchNotReady: R2.1 waits for its sides: record the earlier matches first.
    """


class MatchAlreadyPlayed(BracketError):
    """The match has a result; or an entrant has, whose seat is to change hands.

    >>> from bracketcore import SingleElimination, Win
    >>> stage = SingleElimination().create(["ann", "bob"])
    >>> _ = stage.record("R1.1", Win("ann"))
    >>> stage.record("R1.1", Win("bob"))
    Traceback (most recent call last):
        ...
    bracketcore.errors.MatchAlreadyPlayed: R1.1 has a result: correct it or reopen the match.
    """


class AlreadyWithdrawn(BracketError):
    """The entrant has left the stage.

    >>> from bracketcore import SingleElimination
    >>> stage = SingleElimination().create(["ann", "bob"])
    >>> _ = stage.withdraw("ann")
    >>> stage.withdraw("ann")
    Traceback (most recent call last):
        ...
    bracketcore.errors.AlreadyWithdrawn: ann has withdrawn: undo that first.
    """


class NotAnOccupant(BracketError):
    """The result names somebody who does not sit in the match.

    >>> from bracketcore import SingleElimination, Win
    >>> SingleElimination().create(["ann", "bob"]).record("R1.1", Win("zoe"))
    Traceback (most recent call last):
        ...
    bracketcore.errors.NotAnOccupant: zoe does not sit in this match: name ann or bob, who do.
    """


class WinnerRequired(BracketError):
    """A draw, where somebody must win.

    >>> from bracketcore import Draw, SingleElimination
    >>> SingleElimination().create(["ann", "bob"]).record("R1.1", Draw())
    Traceback (most recent call last):
        ...
    bracketcore.errors.WinnerRequired: Somebody must win this match: name the winner.
    """


class IllegalScore(BracketError):
    """The score cannot be that of this result.

    >>> from bracketcore import SingleElimination, Win
    >>> SingleElimination().create(["ann", "bob"]).record("R1.1", Win("ann", score=(1, 1)))
    Traceback (most recent call last):
        ...
    bracketcore.errors.IllegalScore: A level score has no winner: give the shootout or a draw.
    """


class LaterMatchesPlayed(BracketError):
    """Later results depend on this one; ``matches`` has their ids in playing order.

    >>> from bracketcore import SingleElimination, Win
    >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
    >>> _ = stage.record("R1.2", Win("bob"))
    >>> _ = stage.record("R2.1", Win("ann"))
    >>> try:
    ...     stage.correct("R1.2", Win("cyd"))
    ... except LaterMatchesPlayed as error:
    ...     error.matches
    ('R2.1',)
    """

    def __init__(self, matches: tuple[str, ...]) -> None:
        self.matches = matches
        super().__init__(
            f"The results of {', '.join(matches)} depend on this one: "
            "correct with cascade=True to clear them."
        )


class NothingToUndo(BracketError):
    """Nothing has happened in the stage yet.

    >>> from bracketcore import SingleElimination
    >>> SingleElimination().create(["ann", "bob"]).undo()
    Traceback (most recent call last):
        ...
    bracketcore.errors.NothingToUndo: Nothing has happened yet: there is nothing to undo.
    """


class NoLegalPairing(BracketError):
    """The rules leave nobody to meet, or no draw.

    >>> from random import Random
    >>> from bracketcore.seeding import draw_pots
    >>> draw_pots([["ann"], ["bob"]], 1, [("ann", "bob")], rng=Random(1))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    bracketcore.errors.NoLegalPairing: No draw keeps all of these apart: ...
    """


class QualifiersUndecided(BracketError):
    """Who goes on to the next stage is not known yet.

    >>> from bracketcore import Advance, RoundRobin, SingleElimination, Tournament
    >>> cup = Tournament(
    ...     [("league", RoundRobin()), ("final", SingleElimination())],
    ...     [Advance("league", to="final")],
    ... )
    >>> cup.start(["ann", "bob"]).create_next("final")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    bracketcore.errors.QualifiersUndecided: league is not complete: ...
    """


class NoSchedule(BracketError):
    """The courts and the times leave no room for the matches.

    >>> from datetime import datetime
    >>> from bracketcore import SingleElimination
    >>> from bracketcore.schedule import schedule
    >>> schedule(SingleElimination().create(["ann", "bob"]), 0, 45, datetime(2026, 5, 9, 10))
    Traceback (most recent call last):
        ...
    bracketcore.errors.NoSchedule: courts is a whole number from 1, and 0 is none.
    """


class InvalidSimulation(BracketError):
    """The strengths, the chances or the runs make no simulation.

    >>> from random import Random
    >>> from bracketcore import SingleElimination
    >>> from bracketcore.simulation import simulate
    >>> simulate(SingleElimination().create(["ann", "bob"]), {}, 0, Random(1))
    Traceback (most recent call last):
        ...
    bracketcore.errors.InvalidSimulation: runs is a whole number from 1, and 0 is none.
    """


class InvalidNotation(BracketError):
    """The data is not a stage, a tournament, an event or a result.

    >>> from bracketcore import notation
    >>> notation.loads("no stage")
    Traceback (most recent call last):
        ...
    bracketcore.errors.InvalidNotation: This is no JSON: give the file that a stage was saved in.
    """
