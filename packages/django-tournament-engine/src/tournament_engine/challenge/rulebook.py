"""Which rules there are: the engine's and the site's; and their parameters, checked."""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from django import forms
from django.core.signals import setting_changed
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tournament_engine import conf
from tournament_engine.challenge.rules import (
    GamesWon,
    MatchesPlayed,
    MatchWins,
    Rule,
    Undefeated,
    Upsets,
    WinsByDifference,
    WinStreak,
)
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput

__all__ = ["checked_params", "field_name", "rule_of", "rules", "words"]

_OWN: Mapping[str, type[Rule]] = {
    "match_wins": MatchWins,
    "games_won": GamesWon,
    "win_streak": WinStreak,
    "wins_by_difference": WinsByDifference,
    "undefeated": Undefeated,
    "upsets": Upsets,
    "matches_played": MatchesPlayed,
}


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule that a challenge may have, by its code: the engine's and the site's."""
    own = {code: rule() for code, rule in _OWN.items()}
    paths = conf.settings.CHALLENGE_RULES
    return own | {code: cast(Rule, import_string(path)()) for code, path in paths.items()}


def rule_of(code: str) -> Rule | None:
    """Return a rule; None where the site dropped it: nothing is counted then."""
    return rules().get(code)


def field_name(rule: str, param: str) -> str:
    """Return what a form calls the field of a rule's parameter."""
    return f"{rule}-{param}"


def checked_params(tournament: Tournament, code: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Return a rule's parameters with their types; InvalidInput names the field to change."""
    rule = rule_of(code)
    if rule is None:
        message = _("Choose what is counted: one of the rules that the site has.")
        raise InvalidInput(message, code="no_rule", field="rule")
    form = forms.Form(params)
    form.fields.update(rule.fields(tournament))
    if unknown := params.keys() - form.fields.keys():
        message = _("'%(name)s' is nothing that this rule asks for.") % {"name": min(unknown)[:40]}
        raise InvalidInput(message, code="unknown_field", field="rule")
    for name, errors in form.errors.items():
        raise InvalidInput(str(errors[0]), code="invalid", field=field_name(code, name))
    return dict(form.cleaned_data)


def words(code: str, params: Mapping[str, Any], target: int) -> str:
    """Return the sentence that says what to do; empty where the site dropped the rule."""
    rule = rule_of(code)
    return "" if rule is None else rule.words(params, target)


def _forget(*, setting: str, **_: object) -> None:
    if setting == conf.NAME:
        rules.cache_clear()


setting_changed.connect(_forget, dispatch_uid="tournament_engine.challenge.rulebook")
