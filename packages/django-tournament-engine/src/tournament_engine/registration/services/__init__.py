"""Everything that can happen to a registration and its entrant. Nothing else writes to them."""

from tournament_engine.registration.services.approval import (
    approve_registration,
    correct_registration,
    reject_registration,
    request_changes,
)
from tournament_engine.registration.services.check_in import (
    call_to_check_in,
    check_in,
    mark_absent,
    restore_no_show,
    undo_check_in,
)
from tournament_engine.registration.services.departures import (
    cancel_all,
    cancel_registration,
    disqualify,
    reinstate,
    withdraw_from_play,
    withdraw_registration,
)
from tournament_engine.registration.services.invitations import (
    LIFETIME,
    accept_invitation,
    invite_member,
    read_invitation,
    revoke_invitation,
    token_of,
)
from tournament_engine.registration.services.places import (
    add_entrants,
    check_eligibility,
    number_seeds,
    register,
)
from tournament_engine.registration.services.replacement import replace_registration
from tournament_engine.registration.services.rosters import (
    add_member,
    leave_roster,
    name_captain,
    remove_member,
    set_role,
    substitute_member,
)
from tournament_engine.registration.services.waitlist import (
    accept_place,
    expire_offers,
    expire_waitlist,
    fill_places,
    promote_from_waitlist,
)

__all__ = [
    "LIFETIME",
    "accept_invitation",
    "accept_place",
    "add_entrants",
    "add_member",
    "approve_registration",
    "call_to_check_in",
    "cancel_all",
    "cancel_registration",
    "check_eligibility",
    "check_in",
    "correct_registration",
    "disqualify",
    "expire_offers",
    "expire_waitlist",
    "fill_places",
    "invite_member",
    "leave_roster",
    "mark_absent",
    "name_captain",
    "number_seeds",
    "promote_from_waitlist",
    "read_invitation",
    "register",
    "reinstate",
    "reject_registration",
    "remove_member",
    "replace_registration",
    "request_changes",
    "restore_no_show",
    "revoke_invitation",
    "set_role",
    "substitute_member",
    "token_of",
    "undo_check_in",
    "withdraw_from_play",
    "withdraw_registration",
]
