"""Forms of a stage: in which order its entrants are seeded, and how one leaves it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine.bracket.choosing import Candidates
from tournament_engine.core.forms import ReasonForm
from tournament_engine.forms import EngineForm
from tournament_engine.registration.models import MAX_NAME, Entrant, Registration

__all__ = [
    "MAX_NUMBERED",
    "OrderForm",
    "QualifiersForm",
    "RandomForm",
    "RemovalForm",
    "ReplacementForm",
    "SeedsForm",
    "SwapForm",
]

#: More numbers than these are no form for a person, and soon more fields than Django takes.
MAX_NUMBERED = 256

#: What the database of an audit log and a person can both write down.
_MAX_NUMBER = 2**32 - 1


class SeedsForm(EngineForm):
    """A number for each entrant: 1 is the best."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, entrants: Sequence[Entrant]
    ) -> None:
        super().__init__(data)
        self.by_field = {f"seed_{entrant.pk}": entrant for entrant in entrants}
        for number, (name, entrant) in enumerate(self.by_field.items(), start=1):
            self.fields[name] = forms.IntegerField(
                label=entrant.name, min_value=1, max_value=len(entrants), initial=number
            )

    def clean(self) -> dict[str, Any]:
        holders: dict[int, str] = {}
        for name in self.by_field:
            seed = self.cleaned_data.get(name)
            if seed in holders:
                holder = self.by_field[holders[seed]].name
                message = _("%(holder)s has seed %(seed)d too: give each entrant its own.")
                self.add_error(name, message % {"holder": holder, "seed": seed})
            elif seed is not None:
                holders[seed] = name
        return self.cleaned_data

    def order(self) -> list[Entrant]:
        """Return the entrants by the numbers they were given."""
        numbered = [name for name in self.by_field if self.cleaned_data[name] is not None]
        ranked = sorted(numbered, key=lambda name: self.cleaned_data[name])
        return [self.by_field[name] for name in ranked]


class QualifiersForm(SeedsForm):
    """A number for each who goes on, and none for the others."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, candidates: Candidates) -> None:
        super().__init__(data, entrants=[row.entrant for row in candidates.rows])
        self.wanted = candidates.wanted
        for name, row in zip(self.by_field, candidates.rows, strict=True):
            self.fields[name] = forms.IntegerField(
                label=row.entrant.name,
                help_text=row.standing,
                required=False,
                min_value=1,
                max_value=candidates.wanted,
                initial=row.seed,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and len(self.order()) != self.wanted:
            message = _("Number those who go on from 1 to %(count)d; leave the others empty.")
            raise forms.ValidationError(message % {"count": self.wanted})
        return data


class OrderForm(EngineForm):
    """All entrants by name, one on each line, the best first."""

    order = forms.CharField(
        label=gettext_lazy("Names in seed order"),
        help_text=gettext_lazy("One on each line, best first. Move lines, or paste a ranking."),
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, entrants: Sequence[Entrant]
    ) -> None:
        names = "\n".join(entrant.name for entrant in entrants)
        super().__init__(data, initial={"order": names})
        self.by_name = {entrant.name.casefold(): entrant for entrant in entrants}

    def clean_order(self) -> list[Entrant]:
        names = [line.strip() for line in self.cleaned_data["order"].splitlines() if line.strip()]
        for line, name in enumerate(names, start=1):
            if name.casefold() not in self.by_name:
                message = _(
                    "Line %(line)d: nobody here is named “%(name)s”; write the name as listed."
                )
                raise forms.ValidationError(message % {"line": line, "name": name})
        return [self.by_name[name.casefold()] for name in names]


class RandomForm(EngineForm):
    """A draw by lot, which anybody can draw again from its number."""

    number = forms.IntegerField(
        label=gettext_lazy("Number of the draw"),
        required=False,
        min_value=0,
        max_value=_MAX_NUMBER,
        help_text=gettext_lazy(
            "Empty: with the seed whose hash everybody sees already. "
            "Or a number that comes from elsewhere: the same number draws the same order."
        ),
    )


_WAYS = {
    "withdraw": gettext_lazy("Withdraws, or cannot play on"),
    "disqualify": gettext_lazy("Disqualified by your decision"),
}


class RemovalForm(ReasonForm):
    """How an entrant leaves while it is played, and why: that person reads it."""

    way = forms.ChoiceField(
        label=gettext_lazy("How the entrant leaves"),
        widget=forms.RadioSelect,
    )

    field_order = ("way", "reason")

    def __init__(self, data: Mapping[str, Any] | None = None, *, ways: Sequence[str]) -> None:
        super().__init__(data, initial={"way": ways[0]})
        field = self.fields["way"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [(way, _WAYS[way]) for way in ways]


class ReplacementForm(ReasonForm):
    """Who takes over a place and its seats, and why: both concerned read it."""

    waiting = forms.TypedChoiceField(
        label=gettext_lazy("One who waits for a place"),
        required=False,
        coerce=int,
        empty_value=None,
    )
    name = forms.CharField(
        label=gettext_lazy("or somebody by name"), max_length=MAX_NAME, required=False
    )

    field_order = ("waiting", "name", "reason")
    stand_ins = MappingProxyType({"substitute": "waiting"})

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, candidates: Sequence[Registration]
    ) -> None:
        super().__init__(data)
        self.by_key = {row.pk: row for row in candidates}
        field = self.fields["waiting"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = [("", "---------"), *((row.pk, row.name) for row in candidates)]
        if not candidates:
            del self.fields["waiting"]
            self.fields["name"].label = _("Who takes over")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and bool(data.get("waiting")) == bool(data["name"].strip()):
            self.add_error("name", _("Choose one who waits, or type a name: one of the two."))
        return data

    def chosen(self) -> Registration | None:
        """Return the one who waits; None where somebody stands in by name."""
        key = self.cleaned_data.get("waiting")
        return None if key is None else self.by_key[key]

    def called(self) -> str:
        """Return the name of whoever takes over."""
        waiting = self.chosen()
        return self.cleaned_data["name"].strip() if waiting is None else waiting.name


class SwapForm(EngineForm):
    """Two who change their seats before they play, and why."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)
    version = forms.IntegerField(label=gettext_lazy("Version"), widget=forms.HiddenInput)

    field_order = ("first", "second", "reason", "version")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        entrants: Sequence[Entrant],
        version: int | None = None,
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.by_key = {entrant.pk: entrant for entrant in entrants}
        choices = [(entrant.pk, entrant.name) for entrant in entrants]
        labels = {"first": _("Entrant"), "second": _("changes seats with")}
        for name, label in labels.items():
            self.fields[name] = forms.TypedChoiceField(label=label, coerce=int, choices=choices)
        self.order_fields(self.field_order)

    def pair(self) -> tuple[Entrant, Entrant]:
        """Return the two who change seats."""
        first, second = self.cleaned_data["first"], self.cleaned_data["second"]
        return self.by_key[first], self.by_key[second]
