"""Everything that can happen to a tournament. Nothing else writes to its tables."""

from tournament_engine.core.services.tournaments import (
    cancel_tournament,
    close_registration,
    complete_tournament,
    create_tournament,
    lock,
    open_registration,
    publish_tournament,
    resume_tournament,
    start_tournament,
    update_tournament,
)

__all__ = [
    "cancel_tournament",
    "close_registration",
    "complete_tournament",
    "create_tournament",
    "lock",
    "open_registration",
    "publish_tournament",
    "resume_tournament",
    "start_tournament",
    "update_tournament",
]
