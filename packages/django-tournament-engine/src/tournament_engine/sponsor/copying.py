"""Sponsors go along with a tournament that is made after another, their windows moved."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Tournament
from tournament_engine.core.versions import snapshots
from tournament_engine.sponsor import services
from tournament_engine.sponsor.models import Sponsorship
from tournament_engine.users import User

__all__ = ["declare"]

_MOMENTS = ("starts_at", "ends_at")


def declare() -> None:
    """Let sponsors come along. Harmless when it is done again."""
    snapshots.register(
        snapshots.Part(
            code="sponsors",
            label=_("Sponsors"),
            read=_read,
            write=_write,
            move=_moved,
            # They change while people play: a version that is restored leaves them as they are.
            is_restored=False,
        )
    )


def _read(tournament: Tournament) -> list[dict[str, Any]]:
    rows = Sponsorship.objects.filter(tournament=tournament).select_related("sponsor").in_order()
    return [
        {
            "sponsor": row.sponsor_id,
            "name": row.sponsor.name,
            "tier": row.tier,
            "stage": row.stage,
            **{name: _plain(getattr(row, name)) for name in _MOMENTS},
        }
        for row in rows
    ]


def _write(tournament: Tournament, kept: list[dict[str, Any]], by: User) -> None:
    services.copy_sponsorships(
        tournament=tournament, places=[(one["sponsor"], _place(one)) for one in kept], by=by
    )


def _place(one: dict[str, Any]) -> services.Place:
    moments = {name: datetime.fromisoformat(one[name]) for name in _MOMENTS if one[name]}
    return services.Place(tier=one["tier"], stage=one["stage"], **moments)


def _moved(kept: list[dict[str, Any]], by: timedelta | None) -> list[dict[str, Any]]:
    """Move each window as the tournament moves; without that, it is open at both ends."""
    return [one | {name: _later(one[name], by) for name in _MOMENTS} for one in kept]


def _later(moment: str | None, by: timedelta | None) -> str | None:
    if moment is None or by is None:
        return None
    return (datetime.fromisoformat(moment) + by).isoformat()


def _plain(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
