"""What rounds and matches are called: "Semi-finals, match 2", from the parts of a match id."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from tournament_engine.match.models import Match

__all__ = ["best_place", "match_title", "number_in_round", "part_title", "round_title"]


def round_title(
    part: str, number: int, rounds: int, *, is_drawn: bool, has_heats: bool = False
) -> str:
    """Return what a round is called; only a drawn knockout of several rounds has a final."""
    match part:
        case "R" if has_heats and number == rounds:
            title = _("Final")
        case "R" if is_drawn and not has_heats:
            title = _knockout_round(rounds - number)
        case "U":
            title = _("Upper round %(number)s") % {"number": number}
        case "L":
            title = _("Lower round %(number)s") % {"number": number}
        case "GF":
            title = _("Grand final") if number == 1 else _("Grand final, reset")
        case "3P":
            title = _("Third place")
        case _ if (place := best_place(part)) is not None:
            title = _places_round(place, number, is_last=number == rounds)
        case _:
            title = _("Round %(number)s") % {"number": number}
    return title


def best_place(part: str) -> int | None:
    """Return the best place that a part plays for; None for a part that plays for the title.

    >>> best_place("P5"), best_place("P")
    (5, None)
    """
    number = part.removeprefix("P")
    return int(number) if part != number and number.isdigit() else None


def _places_round(place: int, number: int, *, is_last: bool) -> str:
    if is_last:
        return _("For place %(place)s") % {"place": place}
    return _("Places from %(place)s, round %(number)s") % {"place": place, "number": number}


def _knockout_round(rounds_after: int) -> str:
    match rounds_after:
        case 0:
            return _("Final")
        case 1:
            return _("Semi-finals")
        case 2:
            return _("Quarter-finals")
        case _:
            return _("Round of %(size)s") % {"size": 2 ** (rounds_after + 1)}


def part_title(part: str) -> str:
    """Return what a part of several matches is called: a pool by its letter."""
    match part:
        case "R":
            return _("Main draw")
        case "U":
            return _("Upper bracket")
        case "L":
            return _("Lower bracket")
        case "GF":
            return _("Grand final")
        case _ if (place := best_place(part)) is not None:
            return _("Places from %(place)s") % {"place": place}
        case _:
            return _("Pool %(letter)s") % {"letter": part}


def number_in_round(code: str) -> int:
    """Return the last number of a match id; 1 for an id that has none.

    >>> number_in_round("A.R3.2"), number_in_round("3P")
    (2, 1)
    """
    tail = code.rpartition(".")[2]
    return int(tail) if tail.isdigit() else 1


def match_title(match: Match, name: str, siblings: Collection[object]) -> str:
    """Return a match's place in words; the only match of a round needs no number."""
    if len(siblings) == 1:
        return name
    number = number_in_round(match.code)
    return _("%(round)s, match %(number)s") % {"round": name, "number": number}
