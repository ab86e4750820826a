"""The form of one stage: any format of bracketcore with its options, and who comes into it.

The options of all formats stand in one form, so that it works without a script: those that
the chosen format does not have are not read. What bracketcore refuses is its own to say.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine.core.models import StageConfig
from tournament_engine.core.stage_kinds import FORMATS, named_formats
from tournament_engine.core.stage_texts import READERS, places_of, shown_values
from tournament_engine.core.stages import StageSpec
from tournament_engine.forms import EngineForm

__all__ = ["FORMATS", "MAX_SOURCES", "StageForm"]

MAX_SOURCES = 3

_EMPTY = ("", gettext_lazy("as usual"))


def _choice(label: Any, *choices: tuple[str, Promise | str]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[_EMPTY, *choices])


def _number(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=least, max_value=most, help_text=help_text
    )


class StageForm(EngineForm):
    """What a stage is called, how it is played, and where its entrants come from."""

    name = forms.CharField(label=gettext_lazy("Name of the stage"), max_length=80)
    format = forms.ChoiceField(label=gettext_lazy("Format"))
    best_of = forms.CharField(
        label=gettext_lazy("Games of a match"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "A number for all, or by round: “4: 3, GF: 5” is three in round 4, five in the "
            "grand final, else one."
        ),
    )
    third_place = forms.BooleanField(label=gettext_lazy("Match for third place"), required=False)
    classification = _choice(
        gettext_lazy("Matches for the lower places"),
        ("none", gettext_lazy("none")),
        ("all", gettext_lazy("for every place")),
    )
    grand_final = _choice(
        gettext_lazy("Grand final"),
        ("reset", gettext_lazy("played again when the unbeaten side loses it")),
        ("single", gettext_lazy("one match")),
        ("none", gettext_lazy("none: two go on")),
    )
    drops = _choice(
        gettext_lazy("Who loses meets in the lower bracket"),
        ("latest_rematch", gettext_lazy("whom they meet again the latest")),
        ("natural", gettext_lazy("in order")),
        ("reverse", gettext_lazy("in turned order")),
    )
    upper_entrants = _number(
        gettext_lazy("Of them begin in the upper bracket"),
        2,
        1024,
        gettext_lazy("Empty: all of them. The others begin in the lower bracket."),
    )
    pools = _number(gettext_lazy("Number of pools"), 1, 26)
    distribution = _choice(
        gettext_lazy("Seeds go into the pools"),
        ("snake", gettext_lazy("like a snake: A B C, C B A")),
        ("effort", gettext_lazy("so that all pools are about as strong")),
        ("bracket", gettext_lazy("as into a knockout")),
    )
    legs = _number(gettext_lazy("Times that everybody meets everybody"), 1, 3)
    order = _choice(
        gettext_lazy("Order of the rounds"),
        ("berger", gettext_lazy("Berger tables")),
        ("circle", gettext_lazy("circle")),
    )
    win = _number(gettext_lazy("Points for a win"), 0, 100)
    draw = _number(gettext_lazy("Points for a draw"), 0, 100)
    loss = _number(gettext_lazy("Points for a loss"), 0, 100)
    tiebreaks = forms.CharField(
        label=gettext_lazy("What parts equal points"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Codes in their order, such as “DE, SD, SF”."),
    )
    heat_size = _number(gettext_lazy("Entrants of a heat"), 3, 64)
    advance = _number(gettext_lazy("Of a heat go on"), 1, 63)
    heat_points = forms.CharField(
        label=gettext_lazy("Points by place in a heat"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The first place's first, such as “10, 6, 4”."),
    )
    seeding = forms.ChoiceField(
        label=gettext_lazy("Who comes from other stages is seeded"),
        required=False,
        choices=[
            ("", gettext_lazy("by the standings")),
            ("cross", gettext_lazy("across the pools: A1 meets B2")),
            ("standings", gettext_lazy("by place first, then by pool")),
        ],
    )

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    stand_ins: Mapping[str, str] = MappingProxyType({"stages": "format"})

    def __init__(
        self,
        data: Any = None,
        *,
        earlier: Sequence[StageConfig],
        spec: StageSpec | None = None,
        version: int | None = None,
    ) -> None:
        shown = {} if spec is None else shown_values(spec)
        super().__init__(data, initial={**shown, "version": version})
        chosen = self.fields["format"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101  declared above
        chosen.choices = named_formats()
        self.own_options = {} if spec is None else dict(spec.options)
        # A list of places in bracket order is nothing that the field can say.
        self.own_seeding = "" if spec is None or isinstance(spec.seeding, str) else spec.seeding
        self.sources = [self._source(number, earlier) for number in range(_sources(earlier))]

    def _source(self, number: int, earlier: Sequence[StageConfig]) -> tuple[str, str]:
        stage, places = f"source{number}", f"places{number}"
        self.fields[stage] = forms.ChoiceField(
            label=_("Entrants come from"),
            required=False,
            choices=[("", _("the tournament itself") if number == 0 else _("nowhere else"))]
            + [(row.code, row.name) for row in earlier],
        )
        self.fields[places] = forms.CharField(
            label=_("Their places"),
            required=False,
            max_length=100,
            help_text=_("Such as “1-2” or “1, 3-4”; of pools: of each pool."),
        )
        return stage, places

    def source_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields of each source, side by side."""
        return [(self[stage], self[places]) for stage, places in self.sources]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, read in READERS.items():
            self._read(name, read)
        for stage, places in self.sources:
            self._read(places, places_of)
            if self.cleaned_data.get(stage) and not self.cleaned_data.get(places):
                self.add_error(places, _("Say which places go on, such as “1-2”."))
        return self.cleaned_data

    def _read(self, name: str, read: Callable[[str], Any]) -> None:
        text = self.cleaned_data.get(name)
        if not text:
            return
        try:
            self.cleaned_data[name] = read(text)
        except ValueError:
            self.add_error(name, _("This is not understood: write it as the example does."))

    def spec(self, code: str) -> StageSpec:
        """Return what the valid form asks for, under an address."""
        data = self.cleaned_data
        return StageSpec(
            code=code,
            name=data["name"],
            format=data["format"],
            options=self._options(),
            sources=[
                {"stage": data[stage], "places": data[places]}
                for stage, places in self.sources
                if data[stage]
            ],
            seeding=data["seeding"] or self.own_seeding,
        )

    def _options(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind = FORMATS.get(data["format"])
        if kind is None:
            # A format of the site's own has options that this form does not know.
            return self.own_options
        # A box that is not ticked is the default; a number may well be 0.
        told = {name: data[name] for name in kind.options if _is_told(data.get(name))}
        points = {name: told.pop(name) for name in ("win", "draw", "loss") if name in told}
        if points:
            told["points"] = points
        if "heat_points" in told:
            told["points"] = told.pop("heat_points")
        return told


def _is_told(value: object) -> bool:
    return value is not None and value is not False and value != ""


def _sources(earlier: Sequence[StageConfig]) -> int:
    return min(len(earlier), MAX_SOURCES)
