"""Whether a roster may still change. Reads only."""

from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.registration.lifecycle import BEFORE_PLAY, HOLDING, RegistrationState
from tournament_engine.registration.models import Registration

__all__ = ["is_open"]

_STANDS = HOLDING | {RegistrationState.WAITLISTED}


def is_open(tournament: Tournament, registration: Registration) -> bool:
    """Whether a roster may change: until the check-in closes, or play begins."""
    return (
        tournament.entrant_kind == EntrantKind.TEAM
        and registration.state in _STANDS
        and tournament.state in BEFORE_PLAY
        and not tournament.is_check_in_over
    )
