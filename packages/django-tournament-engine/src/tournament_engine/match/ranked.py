"""Which results the rankings were told of, and what came of a match in their words.

A heat is told as meetings of neighbours: each who came in beat the next one placed. So a heat
moves a rating by as much as two duels, however many take part, and the order alone counts.
Who was out of it loses to the last who came in, by forfeit: what the Elo ratings leave out.
Whoever the rankings do not know is skipped, and those around meet each other.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Self

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tournament_engine.hooks.rankings import Outcome, OutcomeKind
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match, MatchSide, ResultKind
from tournament_engine.registration.ranking import ranked_id, scope_of

__all__ = ["RankedResult", "outcomes_from", "outcomes_of"]

#: The first side's share where nobody won.
_SHARES = {ResultKind.DRAW: 0.5, ResultKind.DOUBLE_FORFEIT: 0.0}


class RankedResultQuerySet(QuerySet["RankedResult"]):
    """Chainable reads of results that count."""

    def counting(self) -> Self:
        """Keep those that are not taken back."""
        return self.filter(reverted_at=None)

    def untold(self) -> Self:
        """Keep those of which the rankings hook has yet to hear, in the order it should."""
        news = Q(told_at=None, reverted_at=None) | Q(reverted_at__isnull=False, revert_told_at=None)
        return self.filter(news).order_by("pk")


class RankedResult(models.Model):
    """One version of a match's result as the rankings hook hears of it; never two.

    `outcomes` holds the fields of each `hooks.rankings.Outcome` of it: one of a match of two.
    A correction takes the row back and writes another one.
    """

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="ranked_results")
    version = models.PositiveIntegerField()
    outcomes = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True)
    reverted_at = models.DateTimeField(null=True)
    revert_told_at = models.DateTimeField(null=True)

    objects = RankedResultQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("ranked result")
        verbose_name_plural = _("ranked results")
        constraints = (
            models.UniqueConstraint(fields=("match", "version"), name="te_ranked_version"),
            models.UniqueConstraint(
                fields=("match",), condition=Q(reverted_at=None), name="te_ranked_once"
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The idempotency key of this result."""
        return f"match:{self.match_id}:{self.version}"


def outcomes_of(match: Match) -> list[dict[str, Any]]:
    """Return the fields of what came of a match, nothing where nothing came of it yet.

    Nothing comes of a match either in which somebody plays whom the site does not know.
    The match has its tournament and its sides with entrant and registration at hand.
    """
    kind = match.tournament.entrant_kind
    sides = list(match.sides.all())
    ids = [_id_of(side, kind) for side in sides]
    match match.state, ids:
        case MatchState.COMPLETED, _ if match.result_kind == ResultKind.PLACEMENT:
            return list(_neighbours(match, sides, ids))
        case MatchState.COMPLETED, [str() as first, str() as second] if first and second:
            return [_plain(match, first, second, _share(match, sides), match.result_kind)]
        case MatchState.SKIPPED, [str() as one, None] | [None, str() as one] if one:
            is_bye = any(side.is_bye for side in sides)
            return [_plain(match, one, "", 1.0, OutcomeKind.BYE)] if is_bye else []
        case _:
            return []


def _neighbours(
    match: Match, sides: Sequence[MatchSide], ids: Sequence[str | None]
) -> Iterator[dict[str, Any]]:
    """Let each who came in beat the next one placed, and the last one those who were out."""
    known = [(side, key) for side, key in zip(sides, ids, strict=True) if key]
    placed = sorted((side.place, key) for side, key in known if side.place is not None)
    for (_place, first), (_next, second) in pairwise(placed):
        yield _plain(match, first, second, 1.0, OutcomeKind.WIN)
    for side, key in known:
        if side.place is None and placed:
            yield _plain(match, placed[-1][1], key, 1.0, OutcomeKind.FORFEIT)


def _id_of(side: MatchSide, kind: str) -> str | None:
    return None if side.entrant is None else ranked_id(side.entrant.registration, kind)


def _share(match: Match, sides: list[MatchSide]) -> float:
    shared = _SHARES.get(ResultKind(match.result_kind))
    return float(sides[0].is_winner) if shared is None else shared


def _plain(match: Match, first: str, second: str, score: float, kind: str) -> dict[str, Any]:
    return {
        "scope": scope_of(match.tournament),
        "first": first,
        "second": second,
        "score": score,
        "kind": OutcomeKind(kind).value,
    }


def outcomes_from(plain: Sequence[dict[str, Any]]) -> list[Outcome]:
    """Return the outcomes that their fields stand for."""
    return [Outcome(**one | {"kind": OutcomeKind(one["kind"])}) for one in plain]
