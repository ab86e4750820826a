"""Everything that can happen to a registration and its entrant. Nothing else writes to them."""

from tournament_engine.registration.services.places import (
    add_entrants,
    cancel_all,
    cancel_registration,
    check_eligibility,
    disqualify,
    expire_waitlist,
    fill_places,
    number_seeds,
    promote_from_waitlist,
    register,
    withdraw_from_play,
    withdraw_registration,
)

__all__ = [
    "add_entrants",
    "cancel_all",
    "cancel_registration",
    "check_eligibility",
    "disqualify",
    "expire_waitlist",
    "fill_places",
    "number_seeds",
    "promote_from_waitlist",
    "register",
    "withdraw_from_play",
    "withdraw_registration",
]
