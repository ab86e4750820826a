"""Results of a stage: recorded, corrected and taken back.

These acts are parts of acts on matches, which roll back as a whole: they set no
savepoint of their own.
"""

from functools import partial

from django.db import transaction

from bracketcore import Stage
from bracketcore.history import Replaced, Withdrawn
from bracketcore.results import Result
from tournament_engine.bracket import stages
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.services.flow import change, lock, play
from tournament_engine.bracket.services.leaving import undo_leaving, undo_replacement
from tournament_engine.users import User

__all__ = ["correct_result", "record_result", "reopen_result", "undo_last"]


@transaction.atomic(savepoint=False)
def record_result(
    *, bracket: Bracket, match_id: str, result: Result, by: User | None, reason: str = ""
) -> tuple[str, ...]:
    """Take the result of a ready match; return the ids of the matches that it changed."""
    return play(bracket, by, lambda stage: stage.record(match_id, result), reason=reason)


@transaction.atomic(savepoint=False)
def correct_result(
    *,
    bracket: Bracket,
    match_id: str,
    result: Result,
    cascade: bool = False,
    by: User | None,
    reason: str = "",
) -> tuple[str, ...]:
    """Replace a result. Later results that depend on it are cleared with `cascade`, or stop it."""
    act = partial(Stage.correct, match=match_id, result=result, cascade=cascade)
    return play(bracket, by, act, reason=reason)


@transaction.atomic(savepoint=False)
def reopen_result(
    *,
    bracket: Bracket,
    match_id: str,
    cascade: bool = False,
    by: User | None,
    reason: str = "",
) -> tuple[str, ...]:
    """Take a result back, so that the match is played again; later ones as in a correction."""
    act = partial(Stage.reopen, match=match_id, cascade=cascade)
    return play(bracket, by, act, reason=reason)


@transaction.atomic(savepoint=False)
def undo_last(*, bracket: Bracket, by: User | None, reason: str = "") -> tuple[str, ...]:
    """Take the last event of a stage back, as if it had never been.

    Who left or was replaced is in again, with the registration; in other stages as well.
    """
    bracket = lock(bracket)
    match stages.load(bracket).history[-1:]:
        case (Withdrawn() as event,):
            return tuple(undo_leaving(bracket, event, by, reason))
        case (Replaced() as event,):
            return tuple(undo_replacement(bracket, event, by, reason))
        case _:
            return change(bracket, by, Stage.undo, reason=reason)
