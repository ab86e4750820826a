"""Everything that can happen to a match. Nothing else writes to its tables."""

from tournament_engine.match.services.contests import (
    contest_result,
    hold_matches,
    lock_match,
    release_match,
    replay_match,
)
from tournament_engine.match.services.reports import (
    accept_score,
    cancel_matches,
    confirm_result,
    decide_match,
    forfeit_match,
    open_matches,
    override_result,
    schedule_match,
    start_match,
    submit_score,
)

__all__ = [
    "accept_score",
    "cancel_matches",
    "confirm_result",
    "contest_result",
    "decide_match",
    "forfeit_match",
    "hold_matches",
    "lock_match",
    "open_matches",
    "override_result",
    "release_match",
    "replay_match",
    "schedule_match",
    "start_match",
    "submit_score",
]
