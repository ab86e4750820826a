"""What requests for a place, rosters and entry fees hold of people."""

from typing import Any

from django.db.models import Q

from tournament_engine import hooks
from tournament_engine.privacy.holdings import Holding, declare
from tournament_engine.registration.models import (
    Correction,
    Entrant,
    OpeningWatch,
    Registration,
    RosterInvitation,
    RosterMember,
)
from tournament_engine.registration.payments.models import (
    FeeWaiver,
    Payment,
    PaymentEvent,
    PaymentTransition,
    WalletCharge,
)
from tournament_engine.text import fold
from tournament_engine.users import User

__all__ = ["declare_personal"]


def declare_personal() -> None:
    """Say what these tables hold."""
    _declare_fees()
    declare(
        Holding(
            model=Correction,
            owner=("registration__user",),
            tournament="tournament",
            blank=("before", "after"),
            said=("note",),
            impersonal=("field",),
        ),
        Holding(model=OpeningWatch, owner=("user",), tournament="tournament", deleted=True),
        Holding(
            model=RosterInvitation,
            tournament="tournament",
            found=_addressed,
            blank=("addressed_to",),
        ),
        Holding(
            model=RosterMember,
            owner=("user",),
            tournament="tournament",
            blank=("identity",),
            renamed={"name": str},
        ),
        Holding(
            model=Entrant,
            owner=("registration__user",),
            tournament="tournament",
            renamed={"name": str, "logo_url": _nothing, "club": _nothing},
            impersonal=("team_ref",),
            is_named=lambda row, user: _is_single(row.registration, user),
        ),
        Holding(
            model=Registration,
            owner=("user",),
            tournament="tournament",
            blank=("reason", "evidence", "identity"),
            renamed={"name": str, "name_key": fold, "logo_url": _nothing},
            impersonal=("team_ref",),
            is_named=_is_single,
        ),
    )


def _declare_fees() -> None:
    """What is kept for the books: amounts, states and times, and ids that say nothing."""
    declare(
        Holding(
            model=FeeWaiver,
            owner=("payment__registration__user",),
            tournament="payment__tournament",
            blank=("evidence", "reason"),
        ),
        Holding(
            model=PaymentTransition,
            owner=("payment__payer", "payment__registration__user"),
            tournament="payment__tournament",
            blank=("note", "reference"),
            files=("proof",),
        ),
        Holding(
            model=WalletCharge,
            owner=("payer",),
            tournament="payment__tournament",
            impersonal=("key",),
        ),
        Holding(
            model=PaymentEvent,
            owner=("payment__payer", "payment__registration__user"),
            tournament="payment__tournament",
            blank=("body",),
            impersonal=("method", "event_id", "reference", "currency", "account", "digest"),
        ),
        Holding(
            model=Payment,
            owner=("payer", "registration__user"),
            tournament="tournament",
            blank=("reference", "reference_key", "note", "details", "reason"),
            files=("proof",),
            impersonal=("currency", "method", "charge_key"),
        ),
    )


def _is_single(registration: Registration, user: User) -> bool:
    """Whether a name is the person's own: no team of the site, and nobody else in the roster."""
    return not registration.team_ref and not registration.members.exclude(user=user).exists()


def _addressed(user: User) -> Q:
    """Find the links that somebody made for a person, by what was typed."""
    email = hooks.users().email(user)
    typed = Q(addressed_to__iexact=user.get_username())
    return typed | Q(addressed_to__iexact=email) if email else typed


def _nothing(_pseudonym: str) -> Any:
    return ""
