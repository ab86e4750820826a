"""The life of a registration and of its payment: states, edges and the sets that follow."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tournament_engine.core.lifecycle import REGISTERING, TournamentState

__all__ = [
    "BEFORE_PLAY",
    "BLOCKING",
    "DEPARTED",
    "DUE",
    "HOLDING",
    "INVOLVED",
    "PAID",
    "PAYMENT_TRANSITIONS",
    "STANDING_IN",
    "TRANSITIONS",
    "UNDECIDED",
    "EventOutcome",
    "GatewayState",
    "PaymentState",
    "RegistrationState",
]


class RegistrationState(TextChoices):
    """Where a request for a place stands."""

    WAITLISTED = "waitlisted", _("on the waitlist")
    PENDING = "pending", _("waiting for approval")
    PAYMENT_PENDING = "payment_pending", _("waiting for payment")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CANCELLED = "cancelled", _("cancelled")
    NO_SHOW = "no_show", _("not checked in")
    DISQUALIFIED = "disqualified", _("disqualified")


_S = RegistrationState

TRANSITIONS: dict[RegistrationState, frozenset[RegistrationState]] = {
    _S.WAITLISTED: frozenset(
        {
            _S.PENDING,
            _S.PAYMENT_PENDING,
            _S.CONFIRMED,
            _S.EXPIRED,
            _S.WITHDRAWN,
            _S.CANCELLED,
        },
    ),
    _S.PENDING: frozenset(
        {_S.PAYMENT_PENDING, _S.CONFIRMED, _S.REJECTED, _S.WITHDRAWN, _S.CANCELLED},
    ),
    _S.PAYMENT_PENDING: frozenset({_S.CONFIRMED, _S.EXPIRED, _S.WITHDRAWN, _S.CANCELLED}),
    _S.CONFIRMED: frozenset({_S.WITHDRAWN, _S.CANCELLED, _S.NO_SHOW, _S.DISQUALIFIED}),
    _S.NO_SHOW: frozenset({_S.CONFIRMED}),
    _S.DISQUALIFIED: frozenset({_S.CONFIRMED}),
    _S.REJECTED: frozenset(),
    _S.EXPIRED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.CANCELLED: frozenset(),
}

#: Entrants come and go while the tournament is in these; the guards "enter" and "leave" know
#: of the draw.
BEFORE_PLAY = REGISTERING | {TournamentState.REGISTRATION_CLOSED, TournamentState.CHECK_IN}

#: These take one of the tournament's places.
HOLDING = frozenset({_S.PENDING, _S.PAYMENT_PENDING, _S.CONFIRMED})

#: Who takes a place without being in: somebody has to approve or to pay.
UNDECIDED = frozenset({_S.PENDING, _S.PAYMENT_PENDING})

#: These can take over the place of one who is in; the expired waited until play began.
STANDING_IN = frozenset({_S.WAITLISTED, _S.PENDING, _S.EXPIRED})

#: While one of these stands, the same person or name cannot register again.
BLOCKING = HOLDING | {_S.WAITLISTED, _S.NO_SHOW, _S.DISQUALIFIED}

#: Whoever is in one of these has given seed and members back.
DEPARTED = frozenset(_S) - BLOCKING | {_S.DISQUALIFIED}

#: These people see a private tournament; who was cancelled still reads why.
INVOLVED = BLOCKING | {_S.CANCELLED}


class PaymentState(TextChoices):
    """Where a payment stands."""

    PENDING = "pending", _("to be paid")
    SUBMITTED = "submitted", _("being checked")
    VERIFIED = "verified", pgettext_lazy("entry fee", "paid")
    REJECTED = "rejected", _("proof rejected")
    WAIVED = "waived", _("waived")
    EXPIRED = "expired", _("not paid in time")
    CANCELLED = "cancelled", pgettext_lazy("entry fee", "cancelled")
    REFUNDED = "refunded", _("given back")


_P = PaymentState


class GatewayState(TextChoices):
    """What a gateway says of a charge; at one moment the later one counts."""

    PENDING = "pending", _("under way")
    FAILED = "failed", _("did not come about")
    PAID = "paid", _("paid")
    RETURNED = "returned", _("went back to the payer")


class EventOutcome(TextChoices):
    """What became of a gateway's message."""

    BOOKED = "booked", _("booked")
    NOTED = "noted", _("noted")
    STALE = "stale", _("older than what was known")
    SURPLUS = "surplus", _("the fee was paid already: the money goes back")
    RETURNED = "returned", _("the gateway gave the money back")
    WRONG_AMOUNT = "wrong_amount", _("less than the fee")
    WRONG_CURRENCY = "wrong_currency", _("another currency")
    WRONG_ACCOUNT = "wrong_account", _("another account")
    KNOWN_REFERENCE = "known_reference", _("the charge is that of another fee")
    UNKNOWN_PAYMENT = "unknown_payment", _("no such payment")


PAYMENT_TRANSITIONS: dict[PaymentState, frozenset[PaymentState]] = {
    _P.PENDING: frozenset({_P.SUBMITTED, _P.VERIFIED, _P.WAIVED, _P.EXPIRED, _P.CANCELLED}),
    _P.REJECTED: frozenset({_P.SUBMITTED, _P.VERIFIED, _P.WAIVED, _P.EXPIRED, _P.CANCELLED}),
    _P.SUBMITTED: frozenset({_P.VERIFIED, _P.REJECTED}),
    _P.VERIFIED: frozenset({_P.REFUNDED}),
    # Money that comes when it is no longer asked for is booked, and goes back.
    _P.WAIVED: frozenset({_P.VERIFIED}),
    _P.EXPIRED: frozenset({_P.VERIFIED}),
    _P.CANCELLED: frozenset({_P.VERIFIED}),
    _P.REFUNDED: frozenset(),
}

#: Something is still to be paid, and nothing was sent.
DUE = frozenset({_P.PENDING, _P.REJECTED})

#: The money came.
PAID = frozenset({_P.VERIFIED, _P.REFUNDED})
