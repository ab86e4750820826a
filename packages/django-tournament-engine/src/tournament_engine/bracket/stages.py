"""The only door to bracketcore: builds, loads and saves stages, and speaks of its errors.

A stage is created from the entrants' ids as text and from nothing else of them, so that
no name is left behind in a snapshot.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bracketcore import Stage, errors, notation
from bracketcore.history import Corrected, Reopened
from bracketcore.recipe import Format
from tournament_engine import conf
from tournament_engine.core.models import StageConfig
from tournament_engine.errors import Conflict, InvalidInput, TournamentError
from tournament_engine.users import User

if TYPE_CHECKING:
    from tournament_engine.bracket.models import Bracket

__all__ = [
    "LaterMatchesPlayed",
    "QualifiersUndecided",
    "build_format",
    "cleared_by_last",
    "create",
    "load",
    "replay",
    "save",
    "translated",
    "with_best_of",
]


class LaterMatchesPlayed(Conflict):
    """A correction reaches matches that were played; `matches` has their codes."""

    default_code = "later_matches_played"

    def __init__(self, matches: Sequence[str]) -> None:
        message = _(
            "Later results depend on this one: %(matches)s. Clear them as well, or leave it."
        )
        super().__init__(message % {"matches": ", ".join(matches)})
        self.matches = tuple(matches)


class QualifiersUndecided(Conflict):
    """Who goes on to a stage is open: a source is not complete, or places are shared."""

    default_code = "qualifiers_undecided"


@contextmanager
def translated() -> Iterator[None]:
    """Turn what bracketcore refuses into the engine's own errors."""
    try:
        yield
    except errors.BracketError as error:
        raise _translation(error) from error


@dataclass(frozen=True)
class _Refusal:
    """The engine's own words for an error; without words bracketcore's sentence stands."""

    kind: type[TournamentError]
    code: str
    field: str | None = None
    words: Promise | None = None


_REFUSALS: Mapping[type[errors.BracketError], _Refusal] = {
    errors.MatchNotReady: _Refusal(
        Conflict,
        "match_not_ready",
        words=gettext_lazy("Nobody can play this match now: a side is missing, or not needed."),
    ),
    errors.MatchAlreadyPlayed: _Refusal(
        Conflict,
        "match_already_played",
        words=gettext_lazy("The match has a result already: correct that one."),
    ),
    errors.AlreadyWithdrawn: _Refusal(
        Conflict,
        "already_withdrawn",
        words=gettext_lazy("This entrant has left the stage already."),
    ),
    errors.NotAnOccupant: _Refusal(
        InvalidInput,
        "not_an_occupant",
        "winner",
        gettext_lazy("The result names somebody who does not play here: name one of the sides."),
    ),
    errors.WinnerRequired: _Refusal(
        InvalidInput,
        "winner_required",
        "winner",
        gettext_lazy("Somebody must win this match: name the winner."),
    ),
    errors.UnknownEntrant: _Refusal(
        InvalidInput,
        "unknown_entrant",
        "entrant",
        gettext_lazy("This entrant does not play in the stage: choose one who does."),
    ),
    errors.UnknownMatch: _Refusal(
        InvalidInput,
        "unknown_match",
        "match",
        gettext_lazy("The stage has no such match: choose one of its own."),
    ),
    errors.NothingToUndo: _Refusal(Conflict, "nothing_to_undo"),
    errors.QualifiersUndecided: _Refusal(
        QualifiersUndecided,
        "qualifiers_undecided",
        words=gettext_lazy("The results leave it open who goes on: choose on the stage's page."),
    ),
    errors.NoSchedule: _Refusal(
        InvalidInput,
        "no_schedule",
        "courts",
        gettext_lazy(
            "The matches do not fit: add courts, end later, or shorten the matches or the rests."
        ),
    ),
    errors.IllegalScore: _Refusal(InvalidInput, "illegal_score", "games"),
}

#: Whatever else bracketcore refuses lies in how the stage was set up.
_SETUP = _Refusal(InvalidInput, "invalid_stage", "stages")


def _translation(error: errors.BracketError) -> TournamentError:
    if isinstance(error, errors.LaterMatchesPlayed):
        return LaterMatchesPlayed(error.matches)
    refusal = _REFUSALS.get(type(error), _SETUP)
    words = str(error) if refusal.words is None else str(refusal.words)
    return refusal.kind(words, code=refusal.code, field=refusal.field)


def build_format(config: StageConfig) -> Format:
    """Return the format of a stage, or an InvalidInput that says which option is wrong."""
    return _format(config.format, config.options)


def create(config: StageConfig, entrants: Sequence[str]) -> Stage:
    """Return a new stage of these entrants, in seed order."""
    with translated():
        return build_format(config).create(entrants)


def load(bracket: "Bracket") -> Stage:
    """Return the stage that a bracket holds."""
    if not bracket.snapshot:
        raise Conflict(_("The stage is not drawn yet: draw it first."), code="not_drawn")
    return _played(bracket.snapshot, bracket.snapshot["history"])


def replay(bracket: "Bracket") -> Stage:
    """Return the stage as its stored events make it, from the first to the last."""
    return _played(bracket.snapshot, bracket.events.values_list("data", flat=True))


def save(bracket: "Bracket", stage: Stage, by: User | None) -> None:
    """Store a stage: what happened since it was loaded is appended to the history.

    A stage that was brought back behind what is stored takes those events out again.
    """
    before = bracket.snapshot or _start(bracket.stage, stage)
    known = before["history"][: len(stage.history)]
    if len(known) < len(before["history"]):
        bracket.events.filter(number__gt=len(known)).delete()
    news = [notation.event_to_dict(event) for event in stage.history[len(known) :]]
    bracket.snapshot = {**before, "history": [*known, *news]}
    bracket.version += 1
    bracket.save()
    for number, data in enumerate(news, start=len(known) + 1):
        bracket.events.create(number=number, data=data, by=by)


def with_best_of(bracket: "Bracket", part: str, number: int, best_of: int) -> Stage:
    """Give the matches of a round another number of games; whoever calls this saves the bracket.

    What was recorded in this round and taken back since is part of the history: where it
    would not be a result any more, the history comes first.
    """
    stage, options = load(bracket), bracket.snapshot["format"]
    if "best_of" not in options:
        raise Conflict(
            _("The matches of this format have no games to be counted."), code="no_games"
        )
    games = {f"{match.bracket}{match.round}": stage.best_of(match.id) for match in stage.matches}
    games[f"{part}{number}"] = best_of
    is_uniform = len(set(games.values())) == 1
    snapshot = {
        **bracket.snapshot,
        "format": {**options, "best_of": best_of if is_uniform else games},
    }
    try:
        again = _played(snapshot, snapshot["history"])
    except errors.BracketError as error:
        message = _("Results of this round were taken back: undo the events of the stage first.")
        raise Conflict(message, code="round_was_played") from error
    bracket.snapshot = snapshot
    return again


def cleared_by_last(stage: Stage) -> tuple[str, ...]:
    """Return the matches that lost their results by the last event."""
    last = stage.history[-1]
    return last.cleared if isinstance(last, Corrected | Reopened) else ()


def _start(config: StageConfig, stage: Stage) -> dict[str, Any]:
    """Return the plain data of a stage in which nothing has happened.

    All options are written out: a default that changes later changes no stage that exists.
    """
    is_own = config.format in conf.settings.FORMATS
    options = config.options if is_own else notation.format_to_dict(stage.format)
    return {
        "format": {**options, "name": config.format},
        "entrants": [entrant.id for entrant in stage.starters],
        "history": [],
    }


def _played(snapshot: Mapping[str, Any], history: Iterable[Any]) -> Stage:
    """Return the stage of a snapshot after this history."""
    options = dict(snapshot["format"])
    stage = _format(options.pop("name"), options).create(snapshot["entrants"])
    for event in history:
        stage.apply(notation.event_from_dict(event))
    return stage


def _format(name: str, options: Mapping[str, Any]) -> Format:
    own: str | None = conf.settings.FORMATS.get(name)
    with translated():
        if own is None:
            # An address has hyphens or underscores, and means the same.
            return notation.format_from_dict({**options, "name": name.replace("_", "-")})
        kind: type[Format] = import_string(own)
        try:
            return kind(**options)
        except TypeError as error:
            message = _("The format “%(name)s” does not know these options: correct them.")
            raise InvalidInput(message % {"name": name}, field="stages") from error
