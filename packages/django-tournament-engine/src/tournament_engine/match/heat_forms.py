"""Forms of a heat: where everybody came in, as one types it on a phone, and officially."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from tournament_engine.forms import EngineForm
from tournament_engine.match.forms import OfficialWord
from tournament_engine.match.heats import absent_by_check_in, forfeited, takers
from tournament_engine.match.models import Match, ResultKind
from tournament_engine.match.results import Report

__all__ = ["ForfeitForm", "HeatOfficialForm", "HeatReportForm", "TakeBackForm", "places_of"]

_MOST_POINTS = 9_999


def places_of(match: Match) -> dict[str, Any]:
    """Return what the official form shows of the placing that a heat has.

    Not its points: they would stay with the sides whose places are corrected.
    """
    sides = match.sides.all()
    placed: dict[str, Any] = {f"place_{side.side}": side.place for side in sides}
    if match.result_kind:
        out = [side.side for side in sides if side.place is None and side.entrant_id is not None]
    else:
        out = sorted(absent_by_check_in(match))
    return placed | {f"out_{side}": True for side in out}


def names_by_side(match: Match) -> dict[int, str]:
    """Return the names of those who sit in a heat."""
    return {side.side: side.entrant.name for side in match.sides.all() if side.entrant is not None}


class PlacesForm(EngineForm):
    """A place for each who took part, who was out, and points where this heat has its own."""

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
        # A correction may know better than who decided the forfeit.
        self.gone = frozenset() if match.result_kind else forfeited(match)
        names = names_by_side(match)
        self.gone_names = [names[side] for side in sorted(self.gone)]
        seats = [side for side in match.sides.all() if side.side in names.keys() - self.gone]
        self.seats: Sequence[int] = [side.side for side in seats]
        self.size = len(match.sides.all())
        for side in seats:
            name = names[side.side]
            self.fields[f"place_{side.side}"] = _number(name, 1, len(seats))
            self.fields[f"out_{side.side}"] = forms.BooleanField(
                label=_("absent, gave up or put out"), required=False
            )
            self.fields[f"points_{side.side}"] = _number(name, -_MOST_POINTS, _MOST_POINTS)
        first = f"place_{self.seats[0]}" if self.seats else ""
        self.stand_ins = {"places": first, "winner": first, "games": first, "points": first}

    def rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        """Yield the fields of each who can take part: the place, whether out, and the points."""
        for side in self.seats:
            yield self[f"place_{side}"], self[f"out_{side}"], self[f"points_{side}"]

    @property
    def needs_places(self) -> bool:
        """Whether a word on everybody must be there."""
        return True

    def clean(self) -> dict[str, Any]:
        super().clean()
        for side in self.seats:
            if self.cleaned_data.get(f"out_{side}") and self.cleaned_data.get(f"place_{side}"):
                self.add_error(f"place_{side}", _("Who was out has no place: choose one of them."))
        if not self.errors and self.needs_places:
            self._require_all()
        return self.cleaned_data

    def _require_all(self) -> None:
        """Ask for a word on everybody who takes part; who has left the tournament needs none."""
        data = self.cleaned_data
        silent = [s for s in self.seats if not (data.get(f"place_{s}") or data.get(f"out_{s}"))]
        for side in set(silent) & set(takers(self.match)) if silent else ():
            self.add_error(f"place_{side}", _("Give a place, or say that they were out."))

    @property
    def has_points(self) -> bool:
        """Whether points of this heat alone are there to be seen."""
        return any(points.value() not in (None, "") for *_others, points in self.rows())

    def report(self) -> Report:
        """Return what was typed, for the match to make a result of."""
        return Report(
            kind=ResultKind.PLACEMENT,
            places=self._typed("place"),
            points=self._typed("points"),
            out=[
                *sorted(self.gone),
                *(side for side in self.seats if self.cleaned_data.get(f"out_{side}")),
            ],
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


class ForfeitForm(EngineForm):
    """Who is out of a heat that the others play on, and why."""

    side = forms.TypedChoiceField(label=_("Entrant"), coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=500, help_text=_("All sides read it."))

    def __init__(self, data: Mapping[str, Any] | None = None, *, match: Match) -> None:
        super().__init__(data)
        names = names_by_side(match)
        offered = self.offered(match) & names.keys()
        self.fields["side"].choices = [(side, names[side]) for side in sorted(offered)]  # type: ignore[attr-defined]  # a choice field's

    def offered(self, match: Match) -> frozenset[int]:
        """Return the sides that are still in it."""
        return frozenset(takers(match)) - forfeited(match)


class TakeBackForm(ForfeitForm):
    """Whose forfeit is taken back, and why."""

    def offered(self, match: Match) -> frozenset[int]:
        return forfeited(match)


def _number(label: str, least: int, most: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=False, widget=widget
    )
