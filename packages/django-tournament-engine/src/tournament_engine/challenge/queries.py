"""Reads of challenges, of how far people are in them, and of who has done them."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, F, Q, QuerySet

from tournament_engine.challenge.lifecycle import (
    STANDS,
    ChallengeKind,
    ChallengeState,
    CompletionState,
)

if TYPE_CHECKING:
    from tournament_engine.challenge.models import (  # noqa: F401
        Challenge,
        ChallengeCompletion,
        ChallengeScore,
    )

__all__ = ["ChallengeQuerySet", "CompletionQuerySet", "ScoreQuerySet"]


class ChallengeQuerySet(QuerySet["Challenge"]):
    """Chainable reads of challenges."""

    def standing(self) -> Self:
        """Leave out those that were called off."""
        return self.filter(state=ChallengeState.STANDING)

    def counted(self) -> Self:
        """Keep those for which results are counted."""
        return self.standing().exclude(kind=ChallengeKind.MANUAL)

    def for_list(self) -> Self:
        """Say how many have done each, and how many claims wait, in the same query."""
        done = Count("completions", filter=Q(completions__state__in=sorted(STANDS)))
        waiting = Count("completions", filter=Q(completions__state=CompletionState.CLAIMED))
        rows = self.select_related("tournament")
        return rows.annotate(done=done, waiting=waiting).order_by("state", "opens_at", "pk")


class ScoreQuerySet(QuerySet["ChallengeScore"]):
    """Chainable reads of the leaderboard."""

    def leaderboard(self) -> Self:
        """Put the best first; of equals, whoever was there first."""
        rows = self.select_related("entrant", "member")
        return rows.order_by("-total", F("reached_at").asc(nulls_last=True), "pk")


class CompletionQuerySet(QuerySet["ChallengeCompletion"]):
    """Chainable reads of completions."""

    def standing(self) -> Self:
        """Leave out those that were rejected, in the order that decides who is rewarded."""
        return self.filter(state__in=sorted(STANDS)).order_by("reached_at", "pk")

    def waiting(self) -> Self:
        """Keep the claims that somebody has to check."""
        return self.filter(state=CompletionState.CLAIMED)

    def for_list(self) -> Self:
        """Join what a row of a list shows."""
        joined = ("challenge__tournament", "tournament", "entrant__registration", "member")
        return self.select_related(*joined, "claimed_by", "decided_by", "picture")
