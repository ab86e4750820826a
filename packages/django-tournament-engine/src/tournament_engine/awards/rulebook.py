"""Which rules achievements have, and what they say of what somebody has played. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django import forms
from django.core.signals import setting_changed
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tournament_engine import conf
from tournament_engine.awards.careers import Run
from tournament_engine.awards.models import Achievement
from tournament_engine.awards.rules import (
    ByHand,
    Comeback,
    MatchWins,
    Place,
    Rule,
    TournamentsPlayed,
    Undefeated,
    WinStreak,
)
from tournament_engine.errors import InvalidInput

__all__ = [
    "BY_HAND",
    "Progress",
    "checked_params",
    "in_words",
    "is_by_hand",
    "progress",
    "rule_of",
    "rules",
]

BY_HAND = "by_hand"

_OWN: Mapping[str, type[Rule]] = {
    "tournaments_played": TournamentsPlayed,
    "match_wins": MatchWins,
    "place": Place,
    "undefeated": Undefeated,
    "win_streak": WinStreak,
    "comeback": Comeback,
    BY_HAND: ByHand,
}


@dataclass(frozen=True)
class Progress:
    """How far somebody has come: `count` of `target`."""

    count: int
    target: int

    @property
    def is_reached(self) -> bool:
        """Whether it is earned."""
        return self.count >= self.target


class _Gone(Rule):
    """A rule that the site no longer has: nobody earns anything by it."""

    is_by_hand = True

    def words(self, params: Mapping[str, Any]) -> str:  # noqa: ARG002 - a rule's signature
        return _("This cannot be earned any more.")

    def count(self, runs: Sequence[Run], params: Mapping[str, Any]) -> int:  # noqa: ARG002 - the same
        return 0


_GONE = _Gone()


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule that an achievement may have, by its code: the engine's and the site's."""
    own = {code: rule() for code, rule in _OWN.items()}
    paths = conf.settings.ACHIEVEMENT_RULES
    return own | {code: cast(Rule, import_string(path)()) for code, path in paths.items()}


def rule_of(achievement: Achievement) -> Rule:
    """Return the rule of an achievement."""
    return rules().get(achievement.rule, _GONE)


def is_by_hand(achievement: Achievement) -> bool:
    """Whether no result earns it."""
    return rule_of(achievement).is_by_hand


def in_words(achievement: Achievement) -> str:
    """Return the sentence that tells people what is to be done."""
    return rule_of(achievement).words(achievement.params)


def progress(achievement: Achievement, runs: Sequence[Run], *, tournament: int = 0) -> Progress:
    """Return how far somebody has come who has played `runs`.

    What each tournament gives is counted in `tournament` alone.
    """
    rule, counting = rule_of(achievement), [run for run in runs if _counts(achievement, run)]
    if achievement.per_tournament:
        counting = [run for run in counting if run.tournament == tournament]
    return Progress(rule.count(counting, achievement.params), rule.target(achievement.params))


def _counts(achievement: Achievement, run: Run) -> bool:
    return achievement.game_id in {None, run.game} and achievement.tournament_id in {
        None,
        run.tournament,
    }


def checked_params(code: str, params: object) -> dict[str, Any]:
    """Return the parameters of a rule as they are stored; InvalidInput when they cannot be."""
    if code not in rules():
        message = _("'%(code)s' is no rule of achievements: choose one of the list.")
        raise InvalidInput(message % {"code": code[:40]}, code="unknown_rule", field="rule")
    given = params if isinstance(params, Mapping) else {"": params}
    form = _ParamsForm(given, rule=rules()[code])
    unknown = sorted(str(name) for name in given.keys() - form.fields.keys())
    if unknown or not form.is_valid():
        why = form.errors.as_text().replace("\n", " ") or ", ".join(unknown)
        message = _("The rule '%(code)s' does not take these parameters: %(why)s")
        raise InvalidInput(message % {"code": code, "why": why}, code="params", field="params")
    return form.cleaned_data


class _ParamsForm(forms.Form):
    def __init__(self, data: Mapping[str, Any], *, rule: Rule) -> None:
        super().__init__(data)
        self.fields.update(rule.fields())


def _forget(*, setting: str, **_: object) -> None:
    if setting == conf.NAME:
        rules.cache_clear()


setting_changed.connect(_forget, dispatch_uid="tournament_engine.awards.rulebook")
