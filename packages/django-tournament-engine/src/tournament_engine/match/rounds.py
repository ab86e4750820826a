"""What rounds and matches are called: "Semi-finals, match 2", from the parts of a match id."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from tournament_engine.match.models import Match

__all__ = ["match_title", "number_in_round", "part_title", "round_title"]


def round_title(part: str, number: int, rounds: int, *, is_drawn: bool) -> str:
    """Return what a round is called; only a drawn knockout of several rounds has a final."""
    match part:
        case "R" if is_drawn:
            return _knockout_round(rounds - number)
        case "U":
            return _("Upper round %(number)s") % {"number": number}
        case "L":
            return _("Lower round %(number)s") % {"number": number}
        case "GF":
            return _("Grand final")
        case "3P":
            return _("Third place")
        case _:
            return _("Round %(number)s") % {"number": number}


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
