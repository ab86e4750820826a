"""The rules of achievements: each counts something in what a person has played.

A site adds rules of its own by code in `ACHIEVEMENT_RULES`. A rule reads nothing but the runs
that it is given, so that a corrected result gives another count, and nothing is ever stored.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tournament_engine.awards.careers import Played, Run
from tournament_engine.core.models import MAX_ENTRANTS

__all__ = [
    "ByHand",
    "Comeback",
    "MatchWins",
    "Place",
    "Rule",
    "TournamentsPlayed",
    "Undefeated",
    "WinStreak",
]

#: bracketcore's label of the lower bracket.
_LOWER = "L"

_MOST = 10_000


class Rule:
    """Base class. `params` are the values of `fields()`, as they were cleaned and stored.

    An achievement is earned once `count()` has come to `target()`. `is_by_hand` says that no
    result earns it: a person or the site's own code gives it.
    """

    label: str | Promise = ""
    is_by_hand = False

    def fields(self) -> dict[str, forms.Field]:
        """Return the form fields of the rule's parameters, by their names."""
        return {}

    def words(self, params: Mapping[str, Any]) -> str:
        """Return the sentence that tells people what is to be done."""
        raise NotImplementedError

    def target(self, params: Mapping[str, Any]) -> int:
        """Return how many it takes."""
        times: int = params.get("times", 1)
        return times

    def count(self, runs: Sequence[Run], params: Mapping[str, Any]) -> int:
        """Return how many there are in `runs`, the tournaments that somebody has played."""
        raise NotImplementedError


def _number(label: Any, most: int = _MOST) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=most)


def _often(task: str, params: Mapping[str, Any]) -> str:
    """Return the sentence of a task that is to be done once, or so many times."""
    times = params["times"]
    if times == 1:
        return f"{task}."
    words = ngettext("%(task)s, %(times)d time.", "%(task)s, %(times)d times.", times)
    return words % {"task": task, "times": times}


def _times() -> forms.IntegerField:
    return _number(gettext_lazy("How many times"))


class TournamentsPlayed(Rule):
    """To have taken part, once or often."""

    label = gettext_lazy("Tournaments played")

    def fields(self) -> dict[str, forms.Field]:
        return {"times": _number(gettext_lazy("How many tournaments"))}

    def words(self, params: Mapping[str, Any]) -> str:
        return _often(_("Play a tournament"), params)

    def count(self, runs: Sequence[Run], params: Mapping[str, Any]) -> int:  # noqa: ARG002 - a rule's signature
        return sum(bool(run.matches) for run in runs)


class MatchWins(Rule):
    """To have won matches by playing them."""

    label = gettext_lazy("Matches won")

    def fields(self) -> dict[str, forms.Field]:
        return {"times": _number(gettext_lazy("How many matches"))}

    def words(self, params: Mapping[str, Any]) -> str:
        return _often(_("Win a match"), params)

    def count(self, runs: Sequence[Run], params: Mapping[str, Any]) -> int:  # noqa: ARG002 - a rule's signature
        return sum(match.is_won for match in _matches(runs))


class Place(Rule):
    """To have come in at a place or a better one."""

    label = gettext_lazy("Final place")

    def fields(self) -> dict[str, forms.Field]:
        return {"place": _number(gettext_lazy("Place, or better"), MAX_ENTRANTS), "times": _times()}

    def words(self, params: Mapping[str, Any]) -> str:
        place = params["place"]
        if place == 1:
            return _often(_("Win a tournament"), params)
        return _often(_("Come in among the first %(place)d") % {"place": place}, params)

    def count(self, runs: Sequence[Run], params: Mapping[str, Any]) -> int:
        return sum(_is_placed(run, params["place"]) for run in runs)


class Undefeated(Rule):
    """To have lost nothing from the first match to the last."""

    label = gettext_lazy("Undefeated")

    def fields(self) -> dict[str, forms.Field]:
        return {"matches": _number(gettext_lazy("Of at least so many matches")), "times": _times()}

    def words(self, params: Mapping[str, Any]) -> str:
        words = _("Play a tournament of at least %(matches)d matches without losing one")
        return _often(words % {"matches": params["matches"]}, params)

    def count(self, runs: Sequence[Run], params: Mapping[str, Any]) -> int:
        return sum(
            run.place is not None
            and len(run.matches) >= params["matches"]
            and not any(match.is_lost for match in run.matches)
            for run in runs
        )


class WinStreak(Rule):
    """To have won one match after the other, over the end of a tournament too."""

    label = gettext_lazy("Matches won in a row")

    def fields(self) -> dict[str, forms.Field]:
        return {"times": _number(gettext_lazy("How many in a row"))}

    def words(self, params: Mapping[str, Any]) -> str:
        return _("Win %(times)d matches in a row.") % {"times": params["times"]}

    def count(self, runs: Sequence[Run], params: Mapping[str, Any]) -> int:  # noqa: ARG002 - a rule's signature
        longest = now = 0
        for match in _matches(runs):
            # A walkover that one is given neither lengthens a streak nor ends it.
            now = now + 1 if match.is_won else now if match.is_winner else 0
            longest = max(longest, now)
        return longest


class Comeback(Rule):
    """To have fallen into the lower bracket and come in well all the same."""

    label = gettext_lazy("Comeback from the lower bracket")

    def fields(self) -> dict[str, forms.Field]:
        return {"place": _number(gettext_lazy("Place, or better"), MAX_ENTRANTS), "times": _times()}

    def words(self, params: Mapping[str, Any]) -> str:
        place = params["place"]
        if place == 1:
            return _often(_("Win a tournament from the lower bracket"), params)
        words = _("Come in among the first %(place)d from the lower bracket")
        return _often(words % {"place": place}, params)

    def count(self, runs: Sequence[Run], params: Mapping[str, Any]) -> int:
        return sum(
            _is_placed(run, params["place"]) and any(match.part == _LOWER for match in run.matches)
            for run in runs
        )


class ByHand(Rule):
    """Given by a person or by the site's own code: a most valuable player, a fair one."""

    label = gettext_lazy("Given by hand")
    is_by_hand = True

    def words(self, params: Mapping[str, Any]) -> str:  # noqa: ARG002 - a rule's signature
        return _("The organisers give it.")

    def count(self, runs: Sequence[Run], params: Mapping[str, Any]) -> int:  # noqa: ARG002 - the same
        return 0


def _matches(runs: Sequence[Run]) -> Iterable[Played]:
    return (match for run in runs for match in run.matches)


def _is_placed(run: Run, place: int) -> bool:
    return run.place is not None and run.place <= place
