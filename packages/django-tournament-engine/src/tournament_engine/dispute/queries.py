"""Reads of disputes and of their files; the files are read and appended to, and no more."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from tournament_engine.core.models import Tournament
from tournament_engine.dispute.lifecycle import UNRESOLVED, DisputeState
from tournament_engine.match.models import Match, MatchSide
from tournament_engine.users import AnyUser

if TYPE_CHECKING:
    from tournament_engine.dispute.models import Dispute  # noqa: F401

__all__ = ["DisputeQuerySet", "FileQuerySet"]

#: The timer runs in these: nobody senior has been asked yet.
_TIMED = (DisputeState.OPEN, DisputeState.UNDER_REVIEW)


class DisputeQuerySet(QuerySet["Dispute"]):
    """Chainable reads of disputes."""

    def unresolved(self) -> Self:
        """Keep those that somebody has still to decide."""
        return self.filter(state__in=UNRESOLVED)

    def overdue(self, now: datetime) -> Self:
        """Keep those that the staff left undecided longer than the tournament allows."""
        return self.filter(state__in=_TIMED, due_at__lte=now)

    def for_list(self) -> Self:
        """Join what a line of a list shows: match, stage, sides, who has it in hand."""
        sides = MatchSide.objects.select_related("entrant").order_by("side")
        return (
            self.select_related(
                "tournament", "match__tournament", "match__bracket__stage", "entrant", "handler"
            )
            .defer("match__bracket__snapshot", "match__bracket__seeding")
            .prefetch_related(Prefetch("match__sides", queryset=sides))
        )

    def of_people(self, user: AnyUser) -> Self:
        """Keep the cases about matches in which `user` acts for a side, or raised by `user`."""
        if not user.is_authenticated:
            return self.none()
        mine = Match.objects.for_user(user).filter(pk=OuterRef("match"))
        return self.filter(Q(Exists(mine)) | Q(opened_by=user))

    def dismissed_of(self, tournament: Tournament, entrant: int) -> int:
        """Return how many cases of an entrant came to nothing in a tournament."""
        return self.filter(
            tournament=tournament, entrant=entrant, state=DisputeState.DISMISSED
        ).count()


class FileQuerySet(QuerySet[Any]):
    """Entries of a case file: neither changed nor taken out."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse."""
        raise TypeError("A case file is append-only: write a new entry.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise TypeError("A case file is append-only: entries stay.")
