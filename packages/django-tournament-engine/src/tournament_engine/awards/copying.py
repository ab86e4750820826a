"""The prize table goes along with a tournament that is made after another; nobody who won does."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tournament_engine.awards import services
from tournament_engine.awards.models import Prize, PrizePool
from tournament_engine.core.models import Tournament
from tournament_engine.core.versions import snapshots
from tournament_engine.economy.models import PayoutMethod
from tournament_engine.users import User

__all__ = ["declare"]


def declare() -> None:
    """Let the prize table come along. Harmless when it is done again."""
    snapshots.register(
        snapshots.Part(
            code="prizes",
            label=_("Prizes"),
            read=_read,
            write=_write,
            # They may change after they were announced: an earlier version leaves them.
            is_restored=False,
        )
    )


def _read(tournament: Tournament) -> dict[str, Any] | None:
    pool = PrizePool.objects.filter(tournament=tournament).prefetch_related("prizes").first()
    if pool is None:
        return None
    return {
        "currency": pool.currency,
        "pool": pool.amount,
        "method": pool.method,
        "prizes": [_plain(prize) for prize in pool.prizes.all()],
    }


def _plain(prize: Prize) -> dict[str, Any]:
    percent = None if prize.percent is None else str(prize.percent)
    return {
        "place": prize.place,
        "percent": percent,
        "amount": prize.amount,
        "thing": prize.thing,
    }


def _write(tournament: Tournament, kept: Mapping[str, Any] | None, by: User) -> None:
    if kept is None:
        return
    services.plan_prizes(
        tournament=tournament,
        currency=kept["currency"],
        pool=kept["pool"],
        prizes=[_spec(one) for one in kept["prizes"]],
        method=PayoutMethod(kept["method"]),
        by=by,
    )


def _spec(one: Mapping[str, Any]) -> services.PrizeSpec:
    percent = None if one["percent"] is None else Decimal(one["percent"])
    return services.PrizeSpec(
        place=one["place"], percent=percent, amount=one["amount"], thing=one["thing"]
    )
