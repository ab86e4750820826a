"""What a tournament's own page says of its stages: how they are played, and who won."""

from typing import Any

from tournament_engine.bracket import stages
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.core import panels
from tournament_engine.core.lifecycle import GROUPS
from tournament_engine.core.models import Tournament
from tournament_engine.core.stage_kinds import words_of
from tournament_engine.registration.models import Entrant
from tournament_engine.users import AnyUser

__all__ = ["champion_panel", "declare", "stages_panel"]


def declare() -> None:
    """Put the stages and the champion on the tournament's page."""
    panels.register(
        panels.Panel(
            key="champion",
            order=10,
            template="tournament_engine/bracket/champion.html",
            context=champion_panel,
            page="aside",
        )
    )
    panels.register(
        panels.Panel(
            key="stages",
            order=50,
            template="tournament_engine/bracket/stages.html",
            context=stages_panel,
            page="overview",
        )
    )


def champion_panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    """Return who won the last stage, once the tournament is over."""
    if tournament.state not in GROUPS["finished"]:
        return {"champion": None}
    last = Bracket.objects.for_page(tournament).last()
    if last is None or last.state != StageState.COMPLETED:
        return {"champion": None}
    won_by = stages.load(last).champion
    return {"champion": Entrant.objects.filter(pk=won_by).first() if won_by else None}


def stages_panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    """Return each stage with its format in words and its state where it is drawn."""
    shown = Bracket.objects.filter(tournament=tournament).public().for_list()
    brackets = {row.stage_id: row for row in shown}
    return {
        "stages": [
            {
                "config": config,
                "format": words_of(config.format),
                "bracket": brackets.get(config.pk),
            }
            for config in tournament.stages.all()
        ]
    }
