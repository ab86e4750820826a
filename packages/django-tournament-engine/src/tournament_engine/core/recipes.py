"""The ways to play that the pages offer: each is one stage or two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
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
    """Return the plan that says all there is to say of these stages; None where none does."""
    match [(row.format, row.options, row.sources, row.seeding) for row in stages]:
        case [("single_elimination", options, [], _)]:
            return _plan(Recipe.KNOCKOUT, options)
        case [("round_robin", options, [], _)]:
            return _plan(Recipe.ROUND_ROBIN, options)
        case [
            ("pools", first, [], _),
            ("single_elimination", final, [{"places": [*places]}], "cross"),
        ] if places == list(range(1, len(places) + 1)) and _agree(first, final):
            return _plan(Recipe.POOLS, {**first, **final, "advance": len(places)})
        case _:
            return None


def _agree(first: Mapping[str, Any], final: Mapping[str, Any]) -> bool:
    return bool(first.get("best_of", 1) == final.get("best_of", 1))


def _plan(recipe: Recipe, options: Mapping[str, Any]) -> Plan | None:
    known = {field.name for field in fields(Plan)} - {"recipe"}
    return Plan(recipe=recipe, **options) if options.keys() <= known else None


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
