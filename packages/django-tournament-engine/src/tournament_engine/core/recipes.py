"""The ways to play that the pages offer: each is one stage or two."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import StageConfig
from tournament_engine.core.stages import StageSpec

__all__ = ["Plan", "Recipe", "plan_of", "stages_of"]


class Recipe(TextChoices):
    """What an organiser chooses."""

    KNOCKOUT = "knockout", _("Knockout: lose once and you are out")
    ROUND_ROBIN = "round_robin", _("Round robin: everybody meets everybody")
    POOLS = "pools", _("Pools, then a knockout of the best")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A recipe with its options; those that it has no use for are left as they are."""

    recipe: Recipe
    third_place: bool = False
    legs: int = 1
    pools: int = 4
    advance: int = 2
    best_of: int = 1


def stages_of(plan: Plan) -> tuple[StageSpec, ...]:
    """Return the stages that a plan is played in."""
    match plan.recipe:
        case Recipe.KNOCKOUT:
            return (_knockout(plan),)
        case Recipe.ROUND_ROBIN:
            return (_round_robin(plan),)
        case Recipe.POOLS:
            return _pools_then_knockout(plan)


def plan_of(stages: Iterable[StageConfig]) -> Plan | None:
    """Return the plan that gives these stages; None for stages that no recipe makes."""
    rows = list(stages)
    plan = _guess(rows)
    written = [(row.format, row.options, row.sources) for row in rows]
    if plan is None or [_content(spec) for spec in stages_of(plan)] != written:
        return None
    return plan


def _knockout(plan: Plan) -> StageSpec:
    return StageSpec(
        code="knockout",
        name=gettext("Knockout"),
        format="single_elimination",
        options={"third_place": plan.third_place, "best_of": plan.best_of},
    )


def _round_robin(plan: Plan) -> StageSpec:
    return StageSpec(
        code="league",
        name=gettext("Round robin"),
        format="round_robin",
        options={"legs": plan.legs, "best_of": plan.best_of},
    )


def _pools_then_knockout(plan: Plan) -> tuple[StageSpec, ...]:
    pools = StageSpec(
        code="pools",
        name=gettext("Pools"),
        format="pools",
        options={"pools": plan.pools, "best_of": plan.best_of},
    )
    source = {"stage": pools.code, "places": list(range(1, plan.advance + 1))}
    return pools, replace(_knockout(plan), sources=(source,), seeding="cross")


def _guess(rows: list[StageConfig]) -> Plan | None:
    match [(row.format, row.options, row.sources) for row in rows]:
        case [("single_elimination", options, [])]:
            return Plan(recipe=Recipe.KNOCKOUT, **_known(options))
        case [("round_robin", options, [])]:
            return Plan(recipe=Recipe.ROUND_ROBIN, **_known(options))
        case [("pools", first, []), ("single_elimination", options, [{"places": [*places]}])]:
            return Plan(recipe=Recipe.POOLS, advance=len(places), **_known({**first, **options}))
        case _:
            return None


def _known(options: dict[str, Any]) -> dict[str, Any]:
    return {
        name: options[name]
        for name in ("third_place", "legs", "pools", "best_of")
        if name in options
    }


def _content(spec: StageSpec) -> tuple[str, dict[str, Any], list[Any]]:
    return spec.format, dict(spec.options), list(spec.sources)
