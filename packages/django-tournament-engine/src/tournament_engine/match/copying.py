"""Bans and picks go along with the stages that they are for, in copies, templates and versions."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Tournament
from tournament_engine.core.versions import snapshots
from tournament_engine.match.models import VetoPlan
from tournament_engine.match.services import plan_veto
from tournament_engine.users import User

__all__ = ["declare"]

#: A stage that has no plan.
_NOTHING: Mapping[str, Any] = {"options": [], "steps": ""}


def declare() -> None:
    """Let the plans come along. Harmless when it is done again."""
    snapshots.register(
        snapshots.Part(
            code="vetoes",
            label=_("Bans and picks"),
            read=_read,
            write=_write,
            # A veto that has begun goes on as it began: another plan harms nobody.
            is_settled=False,
        )
    )


def _read(tournament: Tournament) -> dict[str, dict[str, Any]]:
    """Return the plans by the codes of their stages."""
    plans = VetoPlan.objects.filter(stage__tournament=tournament).select_related("stage")
    return {
        plan.stage.code: {
            "options": plan.options,
            "steps": " ".join(plan.steps),
            "seconds": plan.seconds,
            "is_automatic": plan.is_automatic,
        }
        for plan in plans.order_by("stage__position")
    }


def _write(tournament: Tournament, kept: Mapping[str, Mapping[str, Any]], by: User) -> None:
    present = _read(tournament)
    for stage in tournament.stages.all():
        plan = kept.get(stage.code)
        if plan != present.get(stage.code):
            plan_veto(stage=stage, by=by, **(plan or _NOTHING))
