"""Prizes in kind: planned with the money, claimed by who has won them, handed over by the staff."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.awards.lifecycle import GIFT_TRANSITIONS, GiftState
from tournament_engine.awards.models import Gift, PrizePool
from tournament_engine.awards.services.claims import checked_contact, tell_staff
from tournament_engine.core.models import Tournament
from tournament_engine.economy.permissions import MANAGE_PAYOUTS
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.locks import lock
from tournament_engine.registration.permissions import speakers
from tournament_engine.text import sentence
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = ["cancel_gift", "claim_gift", "hand_over_gift", "plan_gifts"]

_LONGEST_NOTE = 300
_S = GiftState


def plan_gifts(
    tournament: Tournament, pool: PrizePool | None, tiers: Sequence[Sequence[int]]
) -> None:
    """Write whose each thing is; again, it plans nothing twice. The tournament is locked.

    What corrected standings give to others is taken back; where it was handed over already, a
    person has to settle that: Conflict.
    """
    wanted = dict(_wanted(pool, tiers)) if pool else {}
    for gift in Gift.objects.filter(tournament=tournament).exclude(state=_S.CANCELLED):
        if wanted.get(gift.place) == (gift.entrant_id, gift.thing):
            del wanted[gift.place]
        else:
            _take_back(gift)
    Gift.objects.bulk_create(
        Gift(tournament=tournament, entrant_id=entrant, place=place, thing=thing)
        for place, (entrant, thing) in wanted.items()
    )


@transaction.atomic
def claim_gift(*, gift: Gift, contact: str, by: User) -> Gift:
    """Say where a thing is to go: whoever speaks for the entrant that has won it."""
    lock(gift)
    if not speakers([gift.entrant_id]).filter(pk=by.pk).exists():
        raise NotAllowed(_("Somebody else has won this."))
    if gift.state != _S.PENDING:
        raise Conflict(_("There is nothing to claim here any more."), code="nothing_to_claim")
    gift.contact, gift.claimed_by = checked_contact(contact), by
    gift.claimed_at = timezone.now()
    _save(gift)
    audit.log(by=by, action="prize.claimed", subject=gift)
    tell_staff(gift.tournament, key=f"gift:{gift.pk}:{gift.version}")
    return gift


@transaction.atomic
def hand_over_gift(*, gift: Gift, note: str, by: User) -> Gift:
    """Say that a thing was handed over, and how: a date, a parcel's number."""
    _take(gift, by)
    if speakers([gift.entrant_id]).filter(pk=by.pk).exists():
        raise NotAllowed(_("You have won this yourself: somebody else has to decide."))
    gift.note = sentence(note, field="words", longest=_LONGEST_NOTE)
    _move(gift, _S.HANDED_OVER)
    audit.log(by=by, action="prize.handed_over", subject=gift, after={"note": gift.note})
    return gift


@transaction.atomic
def cancel_gift(*, gift: Gift, reason: str, by: User) -> Gift:
    """Say that a thing is not handed over, and why."""
    _take(gift, by)
    gift.note = sentence(reason, field="words", longest=_LONGEST_NOTE)
    _move(gift, _S.CANCELLED)
    audit.log(by=by, action="prize.cancelled", subject=gift, reason=gift.note)
    return gift


def _wanted(
    pool: PrizePool, tiers: Sequence[Sequence[int]]
) -> Iterator[tuple[int, tuple[int, str]]]:
    """Yield for each place with a thing whose it is; of equals the lowest id has the best."""
    order = [entrant for tier in tiers for entrant in sorted(tier)]
    for prize in pool.prizes.all():
        if prize.thing and prize.place <= len(order):
            yield prize.place, (order[prize.place - 1], prize.thing)


def _take_back(gift: Gift) -> None:
    lock(gift)
    if gift.state == _S.HANDED_OVER:
        message = _("“%(thing)s” was handed over already: settle that by hand first.")
        raise Conflict(message % {"thing": gift.thing}, code="handed_over")
    gift.note = _("The standings were corrected.")
    _move(gift, _S.CANCELLED)
    audit.log(by=None, action="prize.cancelled", subject=gift, reason=gift.note)


def _take(gift: Gift, by: User) -> None:
    lock(gift)
    permissions.require(by, MANAGE_PAYOUTS, gift)


def _move(gift: Gift, target: GiftState) -> None:
    check_transition(GIFT_TRANSITIONS, gift.state, target)
    gift.state, gift.settled_at, gift.contact = target, timezone.now(), ""
    _save(gift)


def _save(gift: Gift) -> None:
    gift.version += 1
    gift.save()
