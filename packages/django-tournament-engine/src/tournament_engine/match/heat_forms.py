"""Forms of a heat: where everybody came in, as one types it on a phone, and officially."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from tournament_engine.forms import EngineForm
from tournament_engine.match.forms import OfficialWord
from tournament_engine.match.models import Match, ResultKind
from tournament_engine.match.results import Report

__all__ = ["HeatOfficialForm", "HeatReportForm", "places_of"]

_MOST_POINTS = 9_999


def places_of(match: Match) -> dict[str, Any]:
    """Return what the official form shows of the placing that a heat has.

    Not its points: they would stay with the sides whose places are corrected.
    """
    return {f"place_{side.side}": side.place for side in match.sides.all()}


class PlacesForm(EngineForm):
    """A place for each who took part, and points where this heat has its own."""

    is_heat = True

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        match: Match,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.match = match
        seats = [side for side in match.sides.all() if side.entrant is not None]
        self.seats: Sequence[int] = [side.side for side in seats]
        self.size = len(match.sides.all())
        for side in seats:
            name = "" if side.entrant is None else side.entrant.name
            self.fields[f"place_{side.side}"] = _number(name, 1, len(seats))
            self.fields[f"points_{side.side}"] = _number(name, -_MOST_POINTS, _MOST_POINTS)
        first = f"place_{self.seats[0]}" if self.seats else ""
        self.stand_ins = {"places": first, "winner": first, "games": first, "points": first}

    def rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Yield the fields of each who can take part: the place and the points."""
        for side in self.seats:
            yield self[f"place_{side}"], self[f"points_{side}"]

    @property
    def has_points(self) -> bool:
        """Whether points of this heat alone are there to be seen."""
        return any(points.value() not in (None, "") for _place, points in self.rows())

    def report(self) -> Report:
        """Return what was typed, for the match to make a result of."""
        return Report(
            kind=ResultKind.PLACEMENT, places=self._typed("place"), points=self._typed("points")
        )

    def _typed(self, what: str) -> list[int | None]:
        return [self.cleaned_data.get(f"{what}_{side}") for side in range(self.size)]


class HeatReportForm(PlacesForm):
    """What one side says of the heat."""

    note = forms.CharField(label=_("Note to the organiser"), max_length=500, required=False)
    evidence_url = forms.URLField(
        label=_("Link to evidence"), max_length=500, required=False, assume_scheme="https"
    )


class HeatOfficialForm(OfficialWord, PlacesForm):
    """The placing that counts, and why it is corrected."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        match: Match,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, match=match, initial={"version": match.version, **(initial or {})})

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.check_reason()
        return self.cleaned_data


def _number(label: str, least: int, most: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=False, widget=widget
    )
