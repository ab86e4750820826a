"""What parts the entrants of a stage, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bracketcore import BYE, Stage
from bracketcore import standings as core

__all__ = ["CRITERIA", "Names", "Reasons", "number"]

#: The names of entrants by the id that bracketcore knows them by.
Names = Mapping[str, str]

#: bracketcore's criteria by their codes; those of a format of the site's own come with words.
CRITERIA: Mapping[str, Promise] = {
    "PTS": gettext_lazy("points"),
    "WON": gettext_lazy("matches won on the field"),
    "WIN": gettext_lazy("matches won"),
    "DE": gettext_lazy("points among the tied"),
    "SB": gettext_lazy("Sonneborn-Berger"),
    "SD": gettext_lazy("score difference"),
    "SF": gettext_lazy("score for"),
    "PD": gettext_lazy("difference of the points in games"),
    "PF": gettext_lazy("points won in games"),
    "FP": gettext_lazy("fair play"),
    "LOTS": gettext_lazy("the drawing of lots"),
    "DE:SD": gettext_lazy("score difference among the tied"),
    "DE:SF": gettext_lazy("score for among the tied"),
}


@dataclass(frozen=True)
class Reasons:
    """Why the entrants of a stage stand where they stand, with the names that people know."""

    stage: Stage
    names: Names
    last: Mapping[str, str]

    @classmethod
    def of(cls, stage: Stage, names: Names) -> "Reasons":
        """Gather them; `last` is the last match against somebody that each entrant sits in."""
        last = {
            side: match.id
            for match in stage.matches
            if BYE not in (sides := stage.pairing(match.id))
            for side in sides
            if isinstance(side, str)
        }
        return cls(stage, names, last)

    def explain(self, row: core.Row) -> str:
        """Return what parts a row from its neighbours."""
        parts = [self._reason(row)] if row.reason else []
        if row.above is not None:
            words = _("behind %(name)s on %(rule)s (%(own)s to %(other)s)")
            parts.append(self._split(words, row.above))
        if row.below is not None:
            words = _("ahead of %(name)s on %(rule)s (%(own)s to %(other)s)")
            parts.append(self._split(words, row.below))
        if row.shared_with:
            level = ", ".join(self.names[entrant] for entrant in row.shared_with)
            parts.append(_("level with %(names)s on everything that counts") % {"names": level})
        return "; ".join(parts)

    def _reason(self, row: core.Row) -> str:
        """Return how a knockout ended for somebody: bracketcore's own sentence names ids."""
        if row.points is not None or row.entrant not in self.last:
            return row.reason
        last = self.last[row.entrant]
        match self.stage.outcome(last):
            case (None, _):
                open_words = _("still to play %(match)s")
                left = _("has left the tournament before %(match)s")
                words = left if row.entrant in self.stage.withdrawn else open_words
            case (row.entrant, _):
                words = _("won %(match)s")
            case (str(winner), _):
                return _("lost %(match)s to %(name)s") % {
                    "match": last,
                    "name": self.names[winner],
                }
            case _:
                words = _("lost %(match)s")
        return words % {"match": last}

    def _split(self, words: str, split: core.Split) -> str:
        return words % {
            "name": self.names[split.neighbour],
            "rule": CRITERIA.get(split.criterion, split.words),
            "own": number(split.own),
            "other": number(split.other),
        }


def number(value: Fraction | int) -> str:
    """Return an exact number for people: whole, with a half, or to two places.

    >>> number(3), number(Fraction(5, 2)), number(Fraction(1, 2))
    ('3', '2½', '½')
    """
    exact = Fraction(value)
    whole, rest = divmod(exact.numerator, exact.denominator)
    if rest == 0:
        return str(localize(whole))
    if exact.denominator == 2 and exact > 0:  # noqa: PLR2004  a half
        return f"{localize(whole) if whole else ''}½"
    return str(localize(round(float(exact), 2)))
