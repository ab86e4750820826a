"""Results of a stage: recorded, corrected and taken back.

These acts are parts of acts on matches, which roll back as a whole: they set no
savepoint of their own.
"""

from django.db import transaction

from bracketcore.results import Result
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.services.flow import play
from tournament_engine.users import User

__all__ = ["correct_result", "record_result", "reopen_result"]


@transaction.atomic(savepoint=False)
def record_result(
    *, bracket: Bracket, match_id: str, result: Result, by: User | None
) -> tuple[str, ...]:
    """Take the result of a ready match; return the ids of the matches that it changed."""
    return play(bracket, by, lambda stage: stage.record(match_id, result))


@transaction.atomic(savepoint=False)
def correct_result(
    *,
    bracket: Bracket,
    match_id: str,
    result: Result,
    cascade: bool = False,
    by: User | None,
) -> tuple[str, ...]:
    """Replace a result. Later results that depend on it are cleared with `cascade`, or stop it."""
    return play(bracket, by, lambda stage: stage.correct(match_id, result, cascade=cascade))


@transaction.atomic(savepoint=False)
def reopen_result(
    *, bracket: Bracket, match_id: str, cascade: bool = False, by: User | None
) -> tuple[str, ...]:
    """Take a result back, so that the match is played again; `cascade` as in a correction."""
    return play(bracket, by, lambda stage: stage.reopen(match_id, cascade=cascade))
