"""Forms of a match: its score as one types it on a phone, its official result, its time."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine.errors import StaleVersion
from tournament_engine.forms import EngineForm
from tournament_engine.match.cards import dashed
from tournament_engine.match.models import Match, ResultKind
from tournament_engine.match.results import Pair, Report

__all__ = [
    "OfficialForm",
    "OfficialWord",
    "ReportForm",
    "initial_of",
    "score_of",
    "series_of",
]

#: No game of any sport gets there; it keeps the column small.
_MAX_SCORE = 9_999

_PLAYED = "played"

#: What the organiser chooses, as the kind of a result and the side that goes on.
_ENDINGS: Mapping[str, tuple[ResultKind, int | None]] = {
    "win-0": (ResultKind.WIN, 0),
    "win-1": (ResultKind.WIN, 1),
    "draw": (ResultKind.DRAW, None),
    "walkover-0": (ResultKind.WALKOVER, 0),
    "walkover-1": (ResultKind.WALKOVER, 1),
    "forfeit-0": (ResultKind.FORFEIT, 0),
    "forfeit-1": (ResultKind.FORFEIT, 1),
    "double_forfeit": (ResultKind.DOUBLE_FORFEIT, None),
}


class ScoreField(forms.IntegerField):
    """A number of points; the phone shows its keypad of digits."""

    widget = forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=_MAX_SCORE, **options)


def series_of(match: Match) -> list[Pair]:
    """Return every way in which a match of several games can end, best for side 0 first.

    >>> series_of(Match(best_of=3))
    [(2, 0), (2, 1), (1, 2), (0, 2)]
    """
    needed = match.best_of // 2 + 1
    won = [(needed, lost) for lost in range(match.best_of - needed + 1)]
    level = [(needed - 1, needed - 1)] if match.best_of % 2 == 0 and not match.decisive else []
    return [*won, *level, *((lost, needed) for needed, lost in reversed(won))]


def initial_of(match: Match) -> dict[str, Any]:
    """Return what the official form shows of the result that a match has."""
    winner = next((side.side for side in match.sides.all() if side.is_winner), None)
    ending = match.result_kind if winner is None else f"{match.result_kind}-{winner}"
    told = score_of(match, match.games, match.shootout)
    return {**told, "ending": ending if match.result_kind and not match.games else _PLAYED}


def score_of(match: Match, games: Sequence[Pair], shootout: Sequence[int]) -> dict[str, Any]:
    """Return what the form shows of a score."""
    if match.best_of > 1 and len(games) == 1:
        # The games won are known, and no single game.
        return {"series": "{}-{}".format(*games[0])}
    pairs = {f"game_{number}": pair for number, pair in enumerate(games, start=1)}
    shown = {f"{name}_{side}": pair[side] for name, pair in pairs.items() for side in (0, 1)}
    return shown | {f"shootout_{side}": number for side, number in enumerate(shootout)}


class ScoreForm(EngineForm):
    """What was played. One game: two numbers, and a shootout where somebody must win.

    Several games: how many each side won, at a touch, or the numbers of each game.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        match: Match,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.match = match
        sides = match.sides.all()
        self.names: list[str] = [side.entrant.name for side in sides if side.entrant is not None]
        if match.best_of > 1:
            self._add_series()
        for number in range(1, match.best_of + 1):
            self._add_pair(f"game_{number}")
        if self.has_shootout:
            self._add_pair("shootout")
        self.stand_ins = {
            "games": self._first_field,
            "shootout": "shootout_0",
            "winner": "ending",
        }

    def _add_series(self) -> None:
        ways = [(f"{pair[0]}-{pair[1]}", dashed(pair)) for pair in series_of(self.match)]
        self.fields["series"] = forms.ChoiceField(
            label=_("Games won"), choices=ways, required=False, widget=forms.RadioSelect
        )

    def _add_pair(self, name: str) -> None:
        for side, entrant in enumerate(self.names):
            self.fields[f"{name}_{side}"] = ScoreField(label=entrant, required=False)

    @property
    def has_shootout(self) -> bool:
        """Whether a level score is decided by a shootout here."""
        return self.match.decisive and self.match.best_of == 1

    @property
    def _first_field(self) -> str:
        return "series" if self.match.best_of > 1 else "game_1_0"

    def game_fields(self) -> Iterator[tuple[int, BoundField, BoundField]]:
        """Yield the number of each game and the fields of its two sides."""
        for number in range(1, self.match.best_of + 1):
            yield number, self[f"game_{number}_0"], self[f"game_{number}_1"]

    @property
    def has_games(self) -> bool:
        """Whether a number of a single game is there to be seen."""
        return any(
            side.value() or side.errors for _, *sides in self.game_fields() for side in sides
        )

    @property
    def was_level(self) -> bool:
        """Whether the shootout is there to be seen."""
        names = ("shootout_0", "shootout_1")
        return any(self[name].value() or self[name].errors for name in names)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            self.cleaned_data["games"] = self._games()
            self.cleaned_data["shootout"] = self._pair("shootout") if self.has_shootout else None
        if not self.errors and self.needs_score and not self.cleaned_data["games"]:
            self.add_error(self._first_field, _("Enter the score of both sides."))
        return self.cleaned_data

    @property
    def needs_score(self) -> bool:
        """Whether numbers must be there; those who report always know them."""
        return True

    def _games(self) -> list[Pair]:
        pairs = [self._pair(f"game_{number}") for number in range(1, self.match.best_of + 1)]
        games = [pair for pair in pairs if pair is not None]
        if pairs[: len(games)] != games:
            self.add_error("game_1_0", _("Enter the games in their order and leave none out."))
        series = self.cleaned_data.get("series")
        if games or not series:
            return games
        first, second = series.split("-")
        return [(int(first), int(second))]

    def _pair(self, name: str) -> Pair | None:
        match [self.cleaned_data[f"{name}_0"], self.cleaned_data[f"{name}_1"]]:
            case [int(first), int(second)]:
                return first, second
            case [None, None]:
                return None
            case [None, _]:
                self.add_error(f"{name}_0", gettext_lazy("Enter this side's number as well."))
            case _:
                self.add_error(f"{name}_1", gettext_lazy("Enter this side's number as well."))
        return None

    def report(self) -> Report:
        """Return what was typed, for the match to make a result of."""
        return Report(games=self.cleaned_data["games"], shootout=self.cleaned_data["shootout"])


class ReportForm(ScoreForm):
    """What one side says that the score is, or at a touch who won."""

    winner = forms.TypedChoiceField(
        choices=[(0, "0"), (1, "1")], coerce=int, empty_value=None, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the organiser"), max_length=500, required=False
    )
    evidence_url = forms.URLField(
        label=gettext_lazy("Link to evidence"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )

    @property
    def needs_score(self) -> bool:
        return self.cleaned_data.get("winner") is None

    def report(self) -> Report:
        if self.cleaned_data["games"]:
            return super().report()
        return Report(winner=self.cleaned_data["winner"])


class OfficialWord(EngineForm):
    """What every official word has: the version that was read, and why it is corrected."""

    match: Match

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, required=False)
    version = forms.IntegerField(label=gettext_lazy("Version"), widget=forms.HiddenInput)

    def check_reason(self) -> None:
        """Ask for a reason where a result is replaced."""
        if self.is_correction and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say why the result is corrected."))

    @property
    def is_stale(self) -> bool:
        """Whether somebody else changed the match after this form was read."""
        return isinstance(self.refusal, StaleVersion)

    @property
    def is_correction(self) -> bool:
        """Whether there is a result that this one would replace."""
        return bool(self.match.result_kind)


class OfficialForm(OfficialWord, ScoreForm):
    """The organiser's word: a score, or who goes on without one, and why."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        match: Match,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, match=match, initial={"version": match.version, **(initial or {})})
        self.fields["ending"] = forms.ChoiceField(
            label=_("How did it end?"),
            choices=_endings(self.names, decisive=match.decisive),
            widget=forms.RadioSelect,
            initial=_PLAYED,
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.check_reason()
        return self.cleaned_data

    @property
    def is_played(self) -> bool:
        """Whether the score decides, as far as the form shows it."""
        return self["ending"].value() == _PLAYED and not self["ending"].errors

    @property
    def needs_score(self) -> bool:
        return self.cleaned_data.get("ending") == _PLAYED

    def report(self) -> Report:
        if self.needs_score:
            return super().report()
        kind, winner = _ENDINGS[self.cleaned_data["ending"]]
        return Report(kind=kind, winner=winner)


def _endings(names: Sequence[str], *, decisive: bool) -> list[tuple[str, str]]:
    first, second = names
    endings = [
        (_PLAYED, _("It was played: the score above counts")),
        ("win-0", _("%(name)s won, the score is not known") % {"name": first}),
        ("win-1", _("%(name)s won, the score is not known") % {"name": second}),
        ("draw", _("A draw, the score is not known")),
        ("walkover-0", _("Walkover for %(name)s: the other side is absent") % {"name": first}),
        ("walkover-1", _("Walkover for %(name)s: the other side is absent") % {"name": second}),
        ("forfeit-0", _("%(name)s forfeits") % {"name": second}),
        ("forfeit-1", _("%(name)s forfeits") % {"name": first}),
        ("double_forfeit", _("Both sides forfeit")),
    ]
    return [ending for ending in endings if not (decisive and ending[0] == "draw")]
