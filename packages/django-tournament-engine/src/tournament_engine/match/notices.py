"""What a notice says of a match, in plain values: each reader has a language."""

from tournament_engine.match.cards import dashed
from tournament_engine.match.models import Match
from tournament_engine.match.results import Columns

__all__ = ["context_of", "names_of", "time_and_place"]


def context_of(match: Match, told: Columns | None = None) -> dict[str, str]:
    """Return what a notice says of a match, and of a result where there is one to tell.

    Of a heat `first` has all names but the last, and `second` that one.
    """
    names = names_of(match)
    about = {
        "tournament": match.tournament.name,
        "url": match.get_absolute_url(),
        "first": ", ".join(filter(None, names[:-1])),
        "second": names[-1],
    }
    return about if told is None else about | _outcome(told, names)


def time_and_place(match: Match) -> dict[str, str]:
    """Return when and where a match is; the time as ISO text."""
    when = "" if match.scheduled_at is None else match.scheduled_at.isoformat()
    return {"time": when, "station": match.station}


def names_of(match: Match) -> list[str]:
    """Return the names by side; empty where nobody sits, and byes at the end are left out."""
    names = ["" if side.entrant is None else side.entrant.name for side in match.sides.all()]
    while len(names) > 2 and not names[-1]:  # noqa: PLR2004 - a match has two sides
        names.pop()
    return names


def _outcome(told: Columns, names: list[str]) -> dict[str, str]:
    """Return the kind of a result, its score where it has one, and the winner's name."""
    winner = "" if told.winner is None else names[told.winner]
    match told.scores:
        case (int() as first, int() as second):
            shootout = f" ({dashed(told.shootout)})" if told.shootout else ""
            score = dashed((first, second)) + shootout
        case _:
            score = ""
    return {"kind": told.kind.value, "score": score, "winner": winner}
