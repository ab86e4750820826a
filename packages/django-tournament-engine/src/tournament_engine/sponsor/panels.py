"""What a tournament's page and its console show of sponsors."""

from collections.abc import Mapping
from secrets import randbelow
from typing import Any

from django.utils import timezone

from tournament_engine.conf import settings
from tournament_engine.core import panels
from tournament_engine.core.models import Tournament
from tournament_engine.sponsor.models import Sponsorship
from tournament_engine.sponsor.permissions import MANAGE
from tournament_engine.sponsor.queries import by_tier
from tournament_engine.users import AnyUser

__all__ = ["declare"]


def declare() -> None:
    """Put the logos on the tournament's page, and the way to them into the console."""
    panels.register(
        panels.Panel(
            key="sponsors",
            order=90,
            page="overview",
            template="tournament_engine/sponsor/logos.html",
            context=_logos,
        )
    )
    panels.register(
        panels.Panel(
            key="sponsors",
            order=80,
            template="tournament_engine/sponsor/panel.html",
            context=_console,
            capabilities=(MANAGE,),
        )
    )


def _logos(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    rows = Sponsorship.objects.filter(tournament=tournament).active(timezone.now()).for_show()
    shown = list(rows)
    for row in shown:
        # The address of a logo names the tournament, which is known: no query for each.
        row.tournament = tournament
    return {
        "tournament": tournament,
        "tiers": _told(shown, _names_of_stages(tournament, shown)),
        "counts": bool(shown) and randbelow(settings.SPONSOR_SAMPLE) == 0,
    }


def _told(rows: list[Sponsorship], stages: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"tier": tier, "logos": [{"row": row, "stage": stages.get(row.stage)} for row in some]}
        for tier, some in by_tier(rows)
    ]


def _names_of_stages(tournament: Tournament, rows: list[Sponsorship]) -> dict[str, str]:
    if not any(row.stage for row in rows):
        return {}
    return {stage.code: stage.name for stage in tournament.stages.all()}


def _console(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    rows = Sponsorship.objects.filter(tournament=tournament)
    return {"tournament": tournament, "count": rows.active(timezone.now()).count()}
