"""Everything that can happen to a match. Nothing else writes to its tables."""

from tournament_engine.match.services.reports import (
    accept_score,
    cancel_matches,
    confirm_result,
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
    "forfeit_match",
    "open_matches",
    "override_result",
    "schedule_match",
    "start_match",
    "submit_score",
]
