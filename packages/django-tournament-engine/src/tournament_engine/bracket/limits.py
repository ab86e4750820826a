"""What a stage may ask of a match: numbers that a page can show and a column can hold."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput

__all__ = ["MOST_GAMES", "MOST_POINTS", "check_options"]

#: More games than these are no match that anybody reports on one page.
MOST_GAMES = 25

#: More points than these for a match or a place are no number that anybody compares.
MOST_POINTS = 9_999


def check_options(options: Mapping[str, Any]) -> None:
    """Raise InvalidInput where the options of a format ask for more than there can be."""
    if any(games > MOST_GAMES for games in _numbers(options.get("best_of"))):
        message = _("A match has between 1 and %(most)d games.") % {"most": MOST_GAMES}
        raise InvalidInput(message, code="too_many_games", field="stages")
    if any(abs(points) > MOST_POINTS for points in _numbers(options.get("points"))):
        message = _("A match or a place is worth at most %(most)d points.") % {"most": MOST_POINTS}
        raise InvalidInput(message, code="too_many_points", field="stages")


def _numbers(option: object) -> Iterable[int]:
    """Return the whole numbers of an option: one for all, one by place, or one by name."""
    match option:
        case int():
            return [option]
        case Mapping():
            return [one for one in option.values() if isinstance(one, int)]
        case list() | tuple():
            return [one for one in option if isinstance(one, int)]
        case _:
            return []
