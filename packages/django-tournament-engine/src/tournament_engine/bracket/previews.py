"""What a result would do, said before it is done."""

from dataclasses import dataclass

from bracketcore.results import Result
from tournament_engine.bracket import stages
from tournament_engine.bracket.models import Bracket

__all__ = ["Preview", "check_result", "preview_correction", "preview_reopening"]


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What an act would do: the matches it changes, and those whose results it clears."""

    changed: tuple[str, ...]
    cleared: tuple[str, ...]


def check_result(*, bracket: Bracket, match_id: str, result: Result) -> None:
    """Refuse a result that the match could not take now."""
    stage = stages.load(bracket)
    with stages.translated():
        stage.preview(match_id, result, cascade=True)


def preview_correction(*, bracket: Bracket, match_id: str, result: Result) -> Preview:
    """Say what a correction would do, and do nothing."""
    stage = stages.load(bracket)
    with stages.translated():
        changed = stage.correct(match_id, result, cascade=True)
    cleared = stages.cleared_by_last(stage)
    return Preview(changed=changed, cleared=cleared)


def preview_reopening(*, bracket: Bracket, match_id: str) -> Preview:
    """Say what it would do to take a result back, and do nothing."""
    stage = stages.load(bracket)
    with stages.translated():
        changed = stage.reopen(match_id, cascade=True)
    return Preview(changed=changed, cleared=stages.cleared_by_last(stage))
