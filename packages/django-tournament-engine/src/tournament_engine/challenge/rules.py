"""What can be counted in the results: each rule looks at one match and sums up many.

A site adds rules of its own by name in `CHALLENGE_RULES`. A rule asks nobody: the same results
always give the same sum, so that everything can be counted again.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tournament_engine.challenge.played import Played
from tournament_engine.core.models import Tournament

__all__ = [
    "GamesWon",
    "MatchWins",
    "MatchesPlayed",
    "Rule",
    "Undefeated",
    "Upsets",
    "WinStreak",
    "WinsByDifference",
]


class Rule:
    """Base class. `params` are the values of `fields()`, as they were cleaned and stored.

    `waits_for_a_stage` says that nobody is there before a stage is over: see `is_due`.
    """

    label: str | Promise = ""
    waits_for_a_stage = False
    #: Whether one can ask for more than one of what it counts.
    has_target = True

    def fields(self, tournament: Tournament) -> dict[str, forms.Field]:  # noqa: ARG002 - a rule's signature
        """Return the form fields of the rule's parameters, by their names."""
        return {}

    def words(self, params: Mapping[str, Any], target: int) -> str:
        """Return the sentence that tells people what to do."""
        raise NotImplementedError

    def credit(self, played: Played, params: Mapping[str, Any]) -> int | None:
        """Return what a match gives; None where it is as if it had not been."""
        raise NotImplementedError

    def totals(self, given: Sequence[int]) -> Iterable[int]:
        """Return how far one is after each match, in the order they were played."""
        return accumulate(given)

    def is_due(self, params: Mapping[str, Any], ended: AbstractSet[str]) -> bool:  # noqa: ARG002
        """Whether it can be said already who is there; `ended` are the codes of stages."""
        return True


class MatchWins(Rule):
    """Matches won on the field."""

    label = gettext_lazy("Matches won")

    def words(self, params: Mapping[str, Any], target: int) -> str:  # noqa: ARG002
        text = ngettext("Win %(number)d match.", "Win %(number)d matches.", target)
        return text % {"number": target}

    def credit(self, played: Played, params: Mapping[str, Any]) -> int | None:  # noqa: ARG002
        return int(played.won) if played.was_played else None


class GamesWon(Rule):
    """Games won, in matches of one game or several."""

    label = gettext_lazy("Games won")

    def words(self, params: Mapping[str, Any], target: int) -> str:  # noqa: ARG002
        text = ngettext("Win %(number)d game.", "Win %(number)d games.", target)
        return text % {"number": target}

    def credit(self, played: Played, params: Mapping[str, Any]) -> int | None:  # noqa: ARG002
        return played.games_won if played.was_played else None


class MatchesPlayed(Rule):
    """Matches played, won or lost."""

    label = gettext_lazy("Matches played")

    def words(self, params: Mapping[str, Any], target: int) -> str:  # noqa: ARG002
        text = ngettext("Play %(number)d match.", "Play %(number)d matches.", target)
        return text % {"number": target}

    def credit(self, played: Played, params: Mapping[str, Any]) -> int | None:  # noqa: ARG002
        return 1 if played.was_played else None


class WinStreak(Rule):
    """The longest row of wins. What nobody played neither breaks it nor adds to it."""

    label = gettext_lazy("Wins in a row")

    def words(self, params: Mapping[str, Any], target: int) -> str:  # noqa: ARG002
        text = ngettext(
            "Win %(number)d match in a row.", "Win %(number)d matches in a row.", target
        )
        return text % {"number": target}

    def credit(self, played: Played, params: Mapping[str, Any]) -> int | None:  # noqa: ARG002
        # Whoever forfeits has lost; whoever gets that has done nothing.
        return int(played.won) if played.was_played or played.lost else None

    def totals(self, given: Sequence[int]) -> Iterable[int]:
        rows = accumulate(given, lambda row, won: row + 1 if won else 0)
        return accumulate(rows, max)


class WinsByDifference(Rule):
    """Matches won clearly."""

    label = gettext_lazy("Matches won by a margin")

    def fields(self, tournament: Tournament) -> dict[str, forms.Field]:  # noqa: ARG002
        help_text = gettext_lazy("Games in a match of several, points or goals in a single one.")
        field = forms.IntegerField(
            label=gettext_lazy("Margin"), min_value=1, max_value=1000, help_text=help_text
        )
        return {"difference": field}

    def words(self, params: Mapping[str, Any], target: int) -> str:
        text = ngettext(
            "Win %(number)d match by %(difference)d or more.",
            "Win %(number)d matches by %(difference)d or more.",
            target,
        )
        return text % {"number": target, "difference": params["difference"]}

    def credit(self, played: Played, params: Mapping[str, Any]) -> int | None:
        if not played.was_played:
            return None
        if played.score is None or played.other_score is None or not played.won:
            return 0
        return int(played.score - played.other_score >= params["difference"])


class Upsets(Rule):
    """Wins over somebody who was expected to win."""

    label = gettext_lazy("Wins over a better seed")

    def fields(self, tournament: Tournament) -> dict[str, forms.Field]:  # noqa: ARG002
        help_text = gettext_lazy("1: any better seed; 3: seed 5 over seed 2, and not over seed 4.")
        field = forms.IntegerField(
            label=gettext_lazy("Seeds between them"),
            min_value=1,
            max_value=1023,
            help_text=help_text,
        )
        return {"seeds": field}

    def words(self, params: Mapping[str, Any], target: int) -> str:
        text = ngettext(
            "Beat an opponent seeded %(seeds)d or more places above you.",
            "Beat opponents seeded %(seeds)d or more places above you, %(number)d times.",
            target,
        )
        return text % {"number": target, "seeds": params["seeds"]}

    def credit(self, played: Played, params: Mapping[str, Any]) -> int | None:
        if not played.was_played:
            return None
        if not played.won or played.seed is None:
            return 0
        best = min(played.other_seeds, default=played.seed)
        return int(played.seed - best >= params["seeds"])


class Undefeated(Rule):
    """A whole stage without a defeat; it can be told when the stage is over."""

    label = gettext_lazy("Undefeated through a stage")
    waits_for_a_stage = True
    has_target = False

    def fields(self, tournament: Tournament) -> dict[str, forms.Field]:
        choices = [(row.code, row.name) for row in tournament.stages.all()]
        return {"stage": forms.ChoiceField(label=gettext_lazy("Stage"), choices=choices)}

    def words(self, params: Mapping[str, Any], target: int) -> str:  # noqa: ARG002
        return _("Lose no match of the stage “%(stage)s”.") % {"stage": params["stage"]}

    def credit(self, played: Played, params: Mapping[str, Any]) -> int | None:
        if played.stage != params["stage"] or not (played.was_played or played.lost):
            return None
        return int(not played.lost)

    def totals(self, given: Sequence[int]) -> Iterable[int]:
        return [*[0] * (len(given) - 1), int(all(given))]

    def is_due(self, params: Mapping[str, Any], ended: AbstractSet[str]) -> bool:
        return params["stage"] in ended
