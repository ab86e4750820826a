"""What the numbers of a match must look like: the rules that a game may have.

A site adds rules of its own by name in `SCORE_RULES`. The fields of a rule are its options; a
game keeps them in `score_options`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, ClassVar, TypeAlias

from django.core.signals import setting_changed
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine import conf
from tournament_engine.core.models import Game
from tournament_engine.errors import InvalidInput

__all__ = [
    "FirstTo",
    "NoDraws",
    "Pair",
    "Score",
    "ScoreRule",
    "Sets",
    "SharedPoints",
    "rule_of",
    "rules",
]

#: The numbers of the two sides, side 0 first.
Pair: TypeAlias = tuple[int, int]

_MOST = 9_999


@dataclass(frozen=True, kw_only=True)
class Score:
    """What was played of a match of two.

    `games` are the numbers of each game in order, none where only the winner or the games won
    are known. `is_draw` says that nobody won the match.
    """

    games: Sequence[Pair] = ()
    best_of: int = 1
    is_draw: bool = False


@dataclass(frozen=True, kw_only=True)
class ScoreRule:
    """Base class and default: any numbers will do."""

    label: ClassVar[Promise] = gettext_lazy("any numbers")

    def check(self, score: Score) -> None:
        """Raise InvalidInput, with a sentence for who typed it, where the score cannot be."""


@dataclass(frozen=True, kw_only=True)
class NoDraws(ScoreRule):
    """Somebody wins, whatever the format would take."""

    label: ClassVar[Promise] = gettext_lazy("no draws")

    def check(self, score: Score) -> None:
        if score.is_draw:
            raise _wrong(_("This game has no draws: enter how it was decided."))


@dataclass(frozen=True, kw_only=True)
class FirstTo(ScoreRule):
    """Each game goes to the first who has `points`, and `margin` more than the other.

    Who needs more than `points` for that stops with exactly the margin, or at `most`.
    """

    label: ClassVar[Promise] = gettext_lazy("first to a number of points")

    points: int
    margin: int = 1
    most: int | None = None

    def __post_init__(self) -> None:
        if self.points < 1 or not 1 <= self.margin <= self.points:
            raise _options(_("A game needs a point at least, and a margin that is no larger."))
        if self.most is not None and self.most < self.points:
            raise _options(_("Nobody stops before the points that win: raise 'most'."))

    def check(self, score: Score) -> None:
        for number, game in enumerate(score.games, start=1):
            self._check_game(game, number, self._needed(number, score.best_of))

    def _needed(self, _number: int, _best_of: int) -> int:
        """Return the points that win a game, by its place in the match."""
        return self.points

    def _check_game(self, game: Pair, number: int, points: int) -> None:
        fewer, more = sorted(game)
        if self._is_won(more, fewer, points):
            return
        words = {"number": number, "points": points, "margin": self.margin}
        message = _("Game %(number)d is won with %(points)d: correct its numbers.")
        if self.margin > 1:
            message = _(
                "Game %(number)d is won with %(points)d and %(margin)d more than the other side: "
                "correct its numbers."
            )
        raise _wrong(message % words)

    def _is_won(self, more: int, fewer: int, points: int) -> bool:
        # A deciding game of its own length goes on until the margin is there.
        last = self.most if points == self.points else None
        if more == points:
            return more - fewer >= (1 if more == last else self.margin)
        if more == last:
            return 0 < more - fewer <= self.margin
        return more > points and more - fewer == self.margin and (last is None or more < last)


@dataclass(frozen=True, kw_only=True)
class Sets(FirstTo):
    """As FirstTo, with fewer `last` points in the game that decides a match of several."""

    label: ClassVar[Promise] = gettext_lazy("sets with a margin")

    margin: int = 2
    last: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.last is not None and self.last < self.margin:
            raise _options(_("The deciding set needs as many points as the margin, or more."))

    def _needed(self, number: int, best_of: int) -> int:
        decides = best_of > 1 and number == best_of
        return self.last if decides and self.last is not None else self.points


@dataclass(frozen=True, kw_only=True)
class SharedPoints(ScoreRule):
    """The two sides of each game share out `total` points."""

    label: ClassVar[Promise] = gettext_lazy("points that are shared out")

    total: int

    def __post_init__(self) -> None:
        if self.total < 1:
            raise _options(_("There must be a point at least to share out."))

    def check(self, score: Score) -> None:
        for number, game in enumerate(score.games, start=1):
            if sum(game) != self.total:
                message = _("The numbers of game %(number)d add up to %(total)d: correct them.")
                raise _wrong(message % {"number": number, "total": self.total})


_OWN: Mapping[str, type[ScoreRule]] = {
    "any": ScoreRule,
    "no_draws": NoDraws,
    "first_to": FirstTo,
    "sets": Sets,
    "shared_points": SharedPoints,
}


@cache
def rules() -> Mapping[str, type[ScoreRule]]:
    """Return every rule that a game may have, by its code: the engine's and the site's."""
    paths = conf.settings.SCORE_RULES
    return {**_OWN, **{code: import_string(path) for code, path in paths.items()}}


def rule_of(game: Game) -> ScoreRule:
    """Return the rule of a game with its options, or an InvalidInput that says what is wrong."""
    kind = rules().get(game.score_rule)
    if kind is None:
        message = _("The score rule “%(code)s” is not known here.") % {"code": game.score_rule}
        raise InvalidInput(message, code="unknown_rule", field="score_rule")
    return kind(**_checked_options(kind, game.score_options))


def _checked_options(kind: type[ScoreRule], given: object) -> Mapping[str, Any]:
    known = {option.name for option in fields(kind)}
    words = {"options": ", ".join(sorted(known)) or _("none")}
    match given:
        case dict() if given.keys() <= known and all(map(_is_number, given.values())):
            pass
        case _:
            raise _options(_("The options are whole numbers by name: %(options)s.") % words)
    try:
        kind(**given)
    except TypeError as error:
        raise _options(_("An option is missing; there are: %(options)s.") % words) from error
    return given


def _is_number(value: object) -> bool:
    return value is None or (type(value) is int and 0 <= value <= _MOST)


def _wrong(message: str) -> InvalidInput:
    return InvalidInput(message, code="score_rule", field="games")


def _options(message: str) -> InvalidInput:
    return InvalidInput(message, code="rule_options", field="score_options")


def _forget(*, setting: str, **_kwargs: object) -> None:
    if setting == conf.NAME:
        rules.cache_clear()


setting_changed.connect(_forget, dispatch_uid="tournament_engine.core.score_rules")
