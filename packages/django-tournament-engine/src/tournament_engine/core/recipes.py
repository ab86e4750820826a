"""The ways to play that the pages offer: each is one stage or two."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import StageConfig
from tournament_engine.core.stages import StageSpec

__all__ = ["STARTERS", "Plan", "Recipe", "Starter", "plan_of", "stages_of"]


class Recipe(TextChoices):
    """What an organiser chooses."""

    KNOCKOUT = "knockout", _("Knockout: lose once and you are out")
    ROUND_ROBIN = "round_robin", _("Round robin: everybody meets everybody")
    POOLS = "pools", _("Pools, then a knockout of the best")
    DOUBLE = "double_elimination", _("Double elimination: lose twice and you are out")
    HEATS = "heats", _("Heats: more than two meet, and the first of each go on")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A recipe with its options; those that it has no use for are left as they are."""

    recipe: Recipe
    third_place: bool = False
    legs: int = 1
    pools: int = 4
    advance: int = 2
    heat_size: int = 4
    best_of: int = 1


@dataclass(frozen=True, kw_only=True)
class Starter:
    """An occasion that people know, and the plan that fits it."""

    name: Promise
    why: Promise
    plan: Plan

    @property
    def words(self) -> Promise:
        """Return how a list of choices calls it, in the language of whoever reads the list."""
        return format_lazy("{}: {}", self.name, self.why)


STARTERS: Mapping[str, Starter] = {
    "casual": Starter(
        name=_("Casual knockout"),
        why=_("one evening, one game a match, lose once and you are out"),
        plan=Plan(recipe=Recipe.KNOCKOUT),
    ),
    "weekend": Starter(
        name=_("Double elimination weekend"),
        why=_("best of three, and who loses once has a second chance"),
        plan=Plan(recipe=Recipe.DOUBLE, best_of=3),
    ),
    "league": Starter(
        name=_("League"),
        why=_("everybody meets everybody twice, over weeks"),
        plan=Plan(recipe=Recipe.ROUND_ROBIN, legs=2),
    ),
    "pools": Starter(
        name=_("Pools and playoff"),
        why=_("four pools, and the first two of each play for the title"),
        plan=Plan(recipe=Recipe.POOLS, third_place=True),
    ),
    "many": Starter(
        name=_("Many entrants in few rounds"),
        why=_("eight small pools, so that everybody plays, and a knockout of their winners"),
        plan=Plan(recipe=Recipe.POOLS, pools=8, advance=1),
    ),
    "heats": Starter(
        name=_("Heats"),
        why=_("races and battle royale: four meet, two go on"),
        plan=Plan(recipe=Recipe.HEATS),
    ),
}


def stages_of(plan: Plan) -> tuple[StageSpec, ...]:
    """Return the stages that a plan is played in."""
    match plan.recipe:
        case Recipe.KNOCKOUT:
            return (_knockout(plan),)
        case Recipe.ROUND_ROBIN:
            return (_round_robin(plan),)
        case Recipe.POOLS:
            return _pools_then_knockout(plan)
        case Recipe.DOUBLE:
            return (_double_elimination(plan),)
        case Recipe.HEATS:
            return (_heats(plan),)


def plan_of(stages: Iterable[StageConfig]) -> Plan | None:
    """Return the plan that says all there is to say of these stages; None where none does."""
    match [(row.format, row.options, row.sources, row.seeding) for row in stages]:
        case [("single_elimination", options, [], _)]:
            return _plan(Recipe.KNOCKOUT, options)
        case [("round_robin", options, [], _)]:
            return _plan(Recipe.ROUND_ROBIN, options)
        case [("double_elimination", options, [], _)] if options.keys() <= {"best_of"}:
            return _plan(Recipe.DOUBLE, options)
        case [("free_for_all", options, [], _)] if options.keys() <= {"heat_size", "advance"}:
            return _plan(Recipe.HEATS, options)
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


def _double_elimination(plan: Plan) -> StageSpec:
    return StageSpec(
        code="knockout",
        name=gettext("Double elimination"),
        format="double_elimination",
        options={"best_of": plan.best_of},
    )


def _heats(plan: Plan) -> StageSpec:
    return StageSpec(
        code="heats",
        name=gettext("Heats"),
        format="free_for_all",
        options={"heat_size": plan.heat_size, "advance": plan.advance},
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
