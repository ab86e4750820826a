"""From the final standings to lines of money: one for each place, entrant and person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import conf, permissions
from tournament_engine.awards.models import PrizePool
from tournament_engine.awards.placing import final_tiers
from tournament_engine.awards.services.gifts import plan_gifts
from tournament_engine.awards.shares import awards_of
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.economy import services as economy
from tournament_engine.economy.lifecycle import PAYABLE, PayoutState
from tournament_engine.economy.models import Payout, PayoutKind, PayoutMethod
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.recipients import Part, parts_of
from tournament_engine.users import User

__all__ = ["distribute_prizes", "pay_prizes"]

_S = TournamentState


@dataclass(frozen=True, kw_only=True)
class _Line:
    place: int
    slot: str
    part: Part


@transaction.atomic
def distribute_prizes(*, tournament: Tournament, by: User | None = None) -> list[Payout]:
    """Plan a line for everybody who has won something; again, it plans nothing twice.

    Lines of standings that are corrected since are taken back. Where one of them is paid,
    or may be, a person has to decide: Conflict.
    """
    lock(tournament)
    permissions.require_unless_system(by, MANAGE, tournament)
    if tournament.state not in {_S.COMPLETED, _S.CONCLUDED}:
        message = _("Play is not over: nobody knows yet who gets the prizes.")
        raise Conflict(message, code="not_over")
    pool = PrizePool.objects.filter(tournament=tournament).first()
    tiers = final_tiers(tournament)
    lines = {line.slot: line for line in _lines(pool, tiers)} if pool else {}
    _take_back(tournament, lines, pool)
    plan_gifts(tournament, pool, tiers)
    return [_plan(pool, line, by) for line in lines.values()] if pool else []


def pay_prizes(*, tournament: int, **_: object) -> None:
    """Pay what can be paid of a tournament that is concluded; the rest waits for its turn."""
    rows = Payout.objects.filter(
        tournament=tournament, kind=PayoutKind.PRIZE, state__in=PAYABLE, attempts=0
    )
    for payout in rows:
        economy.process_payout(payout=payout)


def _lines(pool: PrizePool, tiers: Sequence[Sequence[int]]) -> Iterator[_Line]:
    awards = awards_of(pool.amounts(), tiers)
    rows = Entrant.objects.select_related("registration__user", "tournament")
    entrants = rows.in_bulk([award.entrant for award in awards])
    for award in awards:
        for part in parts_of(entrants[award.entrant], award.amount):
            slot = f"{award.place}:{award.entrant}:{part.key}"
            yield _Line(place=award.place, slot=slot, part=part)


def _take_back(tournament: Tournament, lines: dict[str, _Line], pool: PrizePool | None) -> None:
    """Let go of what the standings of now do not ask for."""
    for payout in Payout.objects.filter(tournament=tournament, kind=PayoutKind.PRIZE):
        line = lines.get(payout.slot)
        is_gone = line is None and payout.state != PayoutState.CANCELLED
        if is_gone or (line and pool and _differs(payout, line, pool)):
            economy.withdraw_payout(payout=payout, reason=_("The standings were corrected."))


def _differs(payout: Payout, line: _Line, pool: PrizePool) -> bool:
    return (payout.amount, payout.currency) != (line.part.amount, pool.currency)


def _plan(pool: PrizePool, line: _Line, by: User | None) -> Payout:
    limit: int | None = conf.settings.APPROVE_PAYOUTS_ABOVE.get(pool.currency)
    return economy.plan_payout(
        tournament_id=pool.tournament_id,
        kind=PayoutKind.PRIZE,
        slot=line.slot,
        recipient=line.part.user,
        recipient_name=line.part.name,
        amount=line.part.amount,
        currency=pool.currency,
        method=PayoutMethod(pool.method),
        place=line.place,
        needs_approval=limit is not None and line.part.amount > limit,
        by=by,
    )
