"""The prize table: what is to be won, fixed before it is known who wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import money, permissions
from tournament_engine.audit import services as audit
from tournament_engine.awards.models import Prize, PrizePool
from tournament_engine.awards.shares import HUNDRED
from tournament_engine.core.lifecycle import OVER, TournamentState
from tournament_engine.core.models import MAX_ENTRANTS, Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.economy.models import PayoutMethod
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.locks import lock
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = ["DEFAULT", "MAX_PRIZES", "PrizeSpec", "plan_prizes"]

MAX_PRIZES = 64

_LONGEST_THING = 120
_S = TournamentState


@dataclass(frozen=True, kw_only=True)
class PrizeSpec:
    """What a place is to get: a percentage of the pool or an amount of minor units, and a thing."""

    place: int
    percent: Decimal | int | None = None
    amount: int | None = None
    thing: str = ""


#: Half of the pool, and what is left to the second and the third.
DEFAULT = (
    PrizeSpec(place=1, percent=50),
    PrizeSpec(place=2, percent=30),
    PrizeSpec(place=3, percent=20),
)


@transaction.atomic
def plan_prizes(
    *,
    tournament: Tournament,
    currency: str,
    pool: int,
    prizes: Sequence[PrizeSpec] = DEFAULT,
    method: PayoutMethod = PayoutMethod.WALLET,
    by: User,
) -> PrizePool:
    """Write the prize table; what its places do not get of the pool, the platform keeps.

    `method` says whether the wallet gives the money, or the organiser by hand.

    It may change until play is over: nobody raises a prize once it is known who gets it.
    """
    lock(tournament)
    permissions.require(by, MANAGE, tournament)
    if tournament.state in OVER | {_S.COMPLETED}:
        message = _("Play is over: the prizes are what was announced.")
        raise Conflict(message, code="prizes_fixed")
    known = PrizePool.objects.filter(tournament=tournament).prefetch_related("prizes").first()
    row = known or PrizePool(tournament=tournament)
    before = _facts(row) if known else {}
    row.amount, row.currency = _checked_pool(pool), money.checked_currency(currency)
    row.method = PayoutMethod(method)
    if known and tournament.state != _S.DRAFT and before["currency"] != row.currency:
        message = _("The prizes were announced in %(currency)s: keep it.")
        words = {"currency": before["currency"]}
        raise Conflict(message % words, code="currency_fixed")
    return _write(row, _checked(prizes, row.amount), before, by)


def _write(row: PrizePool, prizes: list[Prize], before: dict[str, Any], by: User) -> PrizePool:
    row.version += 1
    row.save()
    row.prizes.all().delete()
    for prize in prizes:
        prize.pool = row
    Prize.objects.bulk_create(prizes)
    row = PrizePool.objects.select_related("tournament").get(pk=row.pk)
    if row.kept() < 0:
        message = _("The places get %(more)s more than there is: raise the pool or lower a share.")
        words = {"more": money.shown(-row.kept(), row.currency)}
        raise InvalidInput(message % words, code="over_the_pool", field="pool")
    audit.log(
        by=by, action="prizes.planned", subject=row.tournament, before=before, after=_facts(row)
    )
    return row


def _facts(row: PrizePool) -> dict[str, Any]:
    shares = {
        str(prize.place): prize.thing
        if prize.share.amount == prize.share.hundredths == 0
        else f"{prize.percent} %"
        if prize.percent is not None
        else prize.amount
        for prize in row.prizes.all()
    }
    return {
        "currency": row.currency,
        "pool": row.amount,
        "method": row.method,
        "prizes": shares,
    }


def _checked_pool(pool: int) -> int:
    if type(pool) is not int or not 0 <= pool <= money.LARGEST:
        message = _("The pool is a whole number of minor units, zero or more.")
        raise InvalidInput(message, code="pool", field="pool")
    return pool


def _checked(specs: Sequence[PrizeSpec], pool: int) -> list[Prize]:
    if len(specs) > MAX_PRIZES:
        message = _("Name at most %(most)d places.") % {"most": MAX_PRIZES}
        raise InvalidInput(message, code="too_many", field="prizes")
    places = [spec.place for spec in specs]
    for place in places:
        if type(place) is not int or not 1 <= place <= MAX_ENTRANTS:
            raise _refusal(_("A place is a whole number from 1 on."), "place")
        if places.count(place) > 1:
            message = _("Place %(place)d is there twice: give each place one line.")
            raise _refusal(message % {"place": place}, "place_twice")
    prizes = [_prize(spec) for spec in specs]
    if sum(prize.share.hundredths for prize in prizes) > HUNDRED:
        raise _refusal(_("The percentages are more than 100: lower one of them."), "over_hundred")
    if pool == 0 and any(prize.percent for prize in prizes):
        raise _refusal(_("There is no money to take a percentage of: name the pool."), "no_pool")
    return prizes


def _prize(spec: PrizeSpec) -> Prize:
    thing = one_line(spec.thing, field="prizes", longest=_LONGEST_THING) if spec.thing else ""
    if spec.percent is not None and spec.amount is not None:
        raise _refusal(_("Give a place a percentage or an amount, not both."), "both")
    if spec.percent is None and spec.amount is None and not thing:
        message = _("Say what place %(place)d gets, or leave the line out.")
        raise _refusal(message % {"place": spec.place}, "nothing")
    if spec.amount is not None and not (type(spec.amount) is int and spec.amount > 0):
        raise _refusal(_("An amount is a whole number of minor units above zero."), "amount")
    percent = None if spec.percent is None else _percent(spec.percent)
    return Prize(place=spec.place, percent=percent, amount=spec.amount, thing=thing)


def _percent(value: Decimal | int) -> Decimal:
    percent = Decimal(value)
    # The size comes first: a number of a million digits is not multiplied.
    if not (percent.is_finite() and 0 < percent <= HUNDRED // 100) or percent * 100 % 1:
        message = _("A percentage is above 0, at most 100, and has at most two decimals.")
        raise _refusal(message, "percent")
    return percent


def _refusal(message: str, code: str) -> InvalidInput:
    return InvalidInput(message, code=code, field="prizes")
