"""Results of a case in words, as its pages tell them."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tournament_engine.match.cards import dashed
from tournament_engine.match.results import Columns

__all__ = ["in_words"]


def in_words(told: Columns, names: Sequence[str]) -> str:
    """Return a result: its score where it has one, or the name of whoever it lets win."""
    match told.scores:
        case (int() as first, int() as second):
            shootout = f" ({dashed(told.shootout)})" if told.shootout else ""
            return f"{dashed((first, second))}{shootout}"
        case _ if told.winner is None:
            return str(told.kind.label)
        case _:
            winner = {"how": told.kind.label, "winner": names[told.winner]}
            return _("%(how)s for %(winner)s") % winner
