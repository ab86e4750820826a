"""The part of a form that says how a tournament is played."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.recipes import Plan, Recipe, stages_of
from tournament_engine.core.stages import StageSpec
from tournament_engine.forms import EngineForm

__all__ = ["FormatForm", "plan_values"]

#: Pools are named A to Z.
_MAX_POOLS = 26

_MAX_ADVANCE = 64


class FormatForm(EngineForm):
    """The format and its options. What the chosen format has no use for may stay empty."""

    recipe = forms.ChoiceField(
        label=_("Format"),
        choices=Recipe.choices,
        initial=Recipe.KNOCKOUT,
        widget=forms.RadioSelect,
    )
    third_place = forms.BooleanField(label=_("Match for third place"), required=False)
    legs = forms.ChoiceField(
        label=_("Everybody meets everybody"),
        choices=[("1", _("once")), ("2", _("twice")), ("3", _("three times"))],
        initial="1",
        required=False,
    )
    pools = forms.IntegerField(
        label=_("Number of pools"), min_value=1, max_value=_MAX_POOLS, initial=4, required=False
    )
    advance = forms.IntegerField(
        label=_("Places of each pool that advance"),
        min_value=1,
        max_value=_MAX_ADVANCE,
        initial=2,
        required=False,
    )
    best_of = forms.ChoiceField(
        label=_("A match is"),
        choices=[
            ("1", _("one game")),
            ("3", _("best of 3 games")),
            ("5", _("best of 5 games")),
            ("7", _("best of 7 games")),
        ],
        initial="1",
        required=False,
    )

    stand_ins: Mapping[str, str] = MappingProxyType({"stages": "recipe"})

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("recipe") == Recipe.POOLS:
            self._clean_pools()
        return self.cleaned_data

    def _clean_pools(self) -> None:
        pools, advance = self.cleaned_data.get("pools"), self.cleaned_data.get("advance")
        if pools is None and "pools" not in self.errors:
            self.add_error("pools", _("Enter the number of pools."))
        if advance is None and "advance" not in self.errors:
            self.add_error("advance", _("Enter how many places of each pool advance."))
        if pools == advance == 1:
            self.add_error("advance", _("Let two places or more advance from a single pool."))

    def stages(self) -> tuple[StageSpec, ...]:
        """Return the stages that the valid form asks for."""
        data = self.cleaned_data
        plan = Plan(
            recipe=Recipe(data["recipe"]),
            third_place=data["third_place"],
            legs=int(data["legs"] or 1),
            pools=data["pools"] or 1,
            advance=data["advance"] or 1,
            best_of=int(data["best_of"] or 1),
        )
        return stages_of(plan)


def plan_values(plan: Plan) -> dict[str, Any]:
    """Return what the form shows of a plan."""
    numbers = {"legs": str(plan.legs), "best_of": str(plan.best_of)}
    return {**asdict(plan), **numbers}
