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
from tournament_engine.registration.services.deadlines import (
    expire_unpaid,
    extend_payment,
    remind_unpaid,
)
from tournament_engine.registration.services.departures import (
    cancel_all,
    cancel_registration,
    disqualify,
    reinstate,
    withdraw_from_play,
    withdraw_registration,
)
from tournament_engine.registration.services.gateways import receive_gateway_event
from tournament_engine.registration.services.imports import import_entrants
from tournament_engine.registration.services.invitations import (
    LIFETIME,
    accept_invitation,
    invite_member,
    read_invitation,
    revoke_invitation,
    token_of,
)
from tournament_engine.registration.services.opening import (
    tell_of_cancellation,
    tell_of_opening,
    unwatch_opening,
    watch_opening,
)
from tournament_engine.registration.services.payments import (
    ReviewOutcome,
    bulk_verify_payments,
    reject_payment,
    submit_payment_proof,
    verify_payment,
)
from tournament_engine.registration.services.places import (
    add_entrants,
    check_eligibility,
    number_seeds,
    register,
)
from tournament_engine.registration.services.refunds import (
    refund_all,
    refund_payment,
    settle_refunds,
)
from tournament_engine.registration.services.replacement import (
    readmit,
    replace_registration,
    undo_replacement,
)
from tournament_engine.registration.services.reviews import give_back_review, take_review
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
from tournament_engine.registration.services.waivers import (
    waive_fee,
    waive_for_ranked,
)
from tournament_engine.registration.services.wallet import (
    confirm_payment,
    pay_from_wallet,
    reconcile_charges,
)

__all__ = [
    "LIFETIME",
    "ReviewOutcome",
    "accept_invitation",
    "accept_place",
    "add_entrants",
    "add_member",
    "approve_registration",
    "bulk_verify_payments",
    "call_to_check_in",
    "cancel_all",
    "cancel_registration",
    "check_eligibility",
    "check_in",
    "confirm_payment",
    "correct_registration",
    "disqualify",
    "expire_offers",
    "expire_unpaid",
    "expire_waitlist",
    "extend_payment",
    "fill_places",
    "give_back_review",
    "import_entrants",
    "invite_member",
    "leave_roster",
    "mark_absent",
    "name_captain",
    "number_seeds",
    "pay_from_wallet",
    "promote_from_waitlist",
    "read_invitation",
    "readmit",
    "receive_gateway_event",
    "reconcile_charges",
    "refund_all",
    "refund_payment",
    "register",
    "reinstate",
    "reject_payment",
    "reject_registration",
    "remind_unpaid",
    "remove_member",
    "replace_registration",
    "request_changes",
    "restore_no_show",
    "revoke_invitation",
    "set_role",
    "settle_refunds",
    "submit_payment_proof",
    "substitute_member",
    "take_review",
    "tell_of_cancellation",
    "tell_of_opening",
    "token_of",
    "undo_check_in",
    "undo_replacement",
    "unwatch_opening",
    "verify_payment",
    "waive_fee",
    "waive_for_ranked",
    "watch_opening",
    "withdraw_from_play",
    "withdraw_registration",
]
