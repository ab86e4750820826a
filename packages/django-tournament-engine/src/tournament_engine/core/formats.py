"""The part of a form that says how a tournament is played."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.recipes import Plan, Recipe
from tournament_engine.forms import EngineForm

__all__ = ["FormatForm", "plan_values"]

#: Pools are named A to Z.
_MAX_POOLS = 26

_MAX_ADVANCE = 64

_MAX_HEAT = 100

#: The formats that have an option: nobody hears of it where another is chosen.
_OWNERS: Mapping[str, frozenset[Recipe]] = {
    "third_place": frozenset({Recipe.KNOCKOUT, Recipe.POOLS}),
    "legs": frozenset({Recipe.ROUND_ROBIN}),
    "pools": frozenset({Recipe.POOLS}),
    "heat_size": frozenset({Recipe.HEATS}),
    "advance": frozenset({Recipe.POOLS, Recipe.HEATS}),
    "best_of": frozenset(Recipe) - {Recipe.HEATS},
}


class OptionInput(forms.NumberInput):
    """A number that not every format needs: the browser must not ask for it while it is hidden."""

    def use_required_attribute(self, initial: object) -> bool:  # noqa: ARG002 - Django's signature
        return False


class FormatForm(EngineForm):
    """The format and its options. What the chosen format has no use for is not asked for."""

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
    )
    pools = forms.IntegerField(
        label=_("Number of pools"),
        min_value=1,
        max_value=_MAX_POOLS,
        initial=4,
        widget=OptionInput,
        error_messages={"required": _("Enter the number of pools.")},
    )
    advance = forms.IntegerField(
        label=_("Places that advance"),
        min_value=1,
        max_value=_MAX_ADVANCE,
        initial=2,
        widget=OptionInput,
        error_messages={"required": _("Enter how many places of each go on.")},
    )
    heat_size = forms.IntegerField(
        label=_("Entrants in a heat"),
        min_value=3,
        max_value=_MAX_HEAT,
        initial=4,
        widget=OptionInput,
        error_messages={"required": _("Enter how many meet in a heat.")},
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
    )

    stand_ins: Mapping[str, str] = MappingProxyType({"stages": "recipe"})

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        for name in _OWNERS:
            if not self.has_option(name):
                self.errors.pop(name, None)
        if data.get("recipe") == Recipe.POOLS and data.get("pools") == data.get("advance") == 1:
            message = _("Let two places or more advance from a single pool.")
            self.add_error("advance", message)
        if data.get("recipe") == Recipe.HEATS and self._all_go_on():
            self.add_error("advance", _("Let fewer go on than meet in a heat."))
        return data

    def _all_go_on(self) -> bool:
        match self.cleaned_data:
            case {"advance": int(advance), "heat_size": int(size)}:
                return advance >= size
            case _:
                return False

    def has_option(self, name: str) -> bool:
        """Whether the chosen format has an option; whatever is none of a format counts as had."""
        return name not in _OWNERS or self.cleaned_data.get("recipe") in _OWNERS[name]

    def plan(self) -> Plan:
        """Return what the valid form asks for."""
        data = self.cleaned_data
        return Plan(
            recipe=Recipe(data["recipe"]),
            third_place=data["third_place"],
            legs=int(data.get("legs", 1)),
            pools=data.get("pools", 1),
            advance=data.get("advance", 1),
            heat_size=data.get("heat_size", 4),
            best_of=int(data.get("best_of", 1)),
        )


def plan_values(plan: Plan) -> dict[str, Any]:
    """Return what the form shows of a plan."""
    numbers = {"legs": str(plan.legs), "best_of": str(plan.best_of)}
    return {**asdict(plan), **numbers}
