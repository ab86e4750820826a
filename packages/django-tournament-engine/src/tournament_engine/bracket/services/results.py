"""Results of a stage: recorded, corrected and taken back.

These acts are parts of acts on matches, which roll back as a whole: they set no
savepoint of their own.
"""

from functools import partial

from django.db import transaction

from bracketcore import Stage
from bracketcore.results import Result
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.services.flow import change, play
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
    """Take the last event of a stage back, as if it had never been."""
    return change(bracket, by, Stage.undo, reason=reason)
