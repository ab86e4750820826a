"""Fees that are not asked for: waived by hand, or for the best ranked at one moment."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import hooks, permissions
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.locks import lock
from tournament_engine.registration.lifecycle import BEFORE_PLAY, DUE, HOLDING, PaymentState
from tournament_engine.registration.models import Registration
from tournament_engine.registration.payments.models import FeeWaiver, Payment, WaiverRule
from tournament_engine.registration.payments.permissions import REVIEW_PAYMENTS
from tournament_engine.registration.ranking import ranked_id, scope_of
from tournament_engine.registration.services import fees
from tournament_engine.registration.services.payments import confirm_place, take_for_review
from tournament_engine.registration.services.steps import refuse_own_case
from tournament_engine.text import sentence
from tournament_engine.users import User

__all__ = ["waive_fee", "waive_for_ranked"]

_MOST = 1024


@transaction.atomic
def waive_fee(*, payment: Payment, reason: str, by: User) -> Payment:
    """Let one entrant in without a fee, with the reason that is kept."""
    tournament = take_for_review(payment, by)
    if payment.state == PaymentState.WAIVED:
        return payment
    _require_open(tournament)
    if payment.state not in DUE or payment.tried_at is not None:
        message = _("The fee of %(name)s is %(state)s: there is nothing to waive.")
        words = {"name": payment.registration.name, "state": payment.get_state_display()}
        raise Conflict(message % words, code="not_due")
    reason = sentence(reason, field="reason", longest=500)
    _waive(payment, by, rule=WaiverRule.HAND, reason=reason)
    return payment


@transaction.atomic
def waive_for_ranked(*, tournament: Tournament, count: int, by: User) -> list[FeeWaiver]:
    """Waive the fee of the `count` best ranked who have a place now, as far as it is still due.

    Who is ranked later changes nothing: rank, rating and moment are kept with each waiver.
    """
    if type(count) is not int or not 1 <= count <= _MOST:
        message = _("Waive the fee of one at least, and of %(most)d at most.") % {"most": _MOST}
        raise InvalidInput(message, code="count", field="count")
    ratings = _ratings(tournament)
    lock(tournament)
    permissions.require(by, REVIEW_PAYMENTS, tournament)
    _require_open(tournament)
    holding = Registration.objects.filter(tournament=tournament, state__in=HOLDING)
    named = {
        row.pk: ratings.get(ranked_id(row, tournament.entrant_kind))
        for row in holding.order_by("pk")
    }
    ranked = sorted(
        ((rating, key) for key, rating in named.items() if rating is not None),
        key=lambda pair: (-pair[0], pair[1]),
    )
    moment = timezone.now().isoformat()
    waivers = []
    for rank, (rating, key) in enumerate(ranked[:count], start=1):
        payment = _due_payment(tournament, key)
        if payment is not None and not _is_own(payment, by):
            evidence = {"rating": rating, "of": len(ranked), "at": moment}
            waivers.append(_waive(payment, by, rule=WaiverRule.RANK, rank=rank, evidence=evidence))
    return waivers


def _is_own(payment: Payment, by: User) -> bool:
    try:
        refuse_own_case(by, payment.registration)
    except NotAllowed:
        return True
    return False


def _due_payment(tournament: Tournament, registration: int) -> Payment | None:
    rows = Payment.objects.filter(registration=registration, state__in=DUE, tried_at=None)
    payment = rows.select_related("registration").first()
    if payment is not None:
        lock(payment.registration)
        lock(payment)
        payment.tournament = payment.registration.tournament = tournament
    return payment


def _ratings(tournament: Tournament) -> Mapping[str, float]:
    """Ask the hook before the lock: it may ask a network."""
    rows = Registration.objects.filter(tournament=tournament, state__in=HOLDING)
    named = [name for row in rows if (name := ranked_id(row, tournament.entrant_kind))]
    return hooks.rankings().ratings(named, scope_of(tournament))


def _waive(
    payment: Payment,
    by: User,
    *,
    rule: WaiverRule,
    rank: int | None = None,
    evidence: dict[str, Any] | None = None,
    reason: str = "",
) -> FeeWaiver:
    payment.decided_by, payment.decided_at = by, timezone.now()
    fees.move(payment, PaymentState.WAIVED, by=by, note=reason or str(rank))
    waiver = FeeWaiver.objects.create(
        payment=payment, rule=rule, rank=rank, evidence=evidence or {}, reason=reason, actor=by
    )
    confirm_place(payment, by)
    return waiver


def _require_open(tournament: Tournament) -> None:
    if tournament.state not in BEFORE_PLAY:
        raise Conflict(_("Play has begun: no fee is waived any more."), code="closed")
