"""Reads of registrations and entrants."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet

from tournament_engine.registration.lifecycle import (
    BLOCKING,
    HOLDING,
    STANDING_IN,
    UNDECIDED,
    RegistrationState,
)

if TYPE_CHECKING:
    from tournament_engine.core.models import Tournament
    from tournament_engine.registration.models import (  # noqa: F401
        Entrant,
        Registration,
        RosterInvitation,
    )

__all__ = ["EntrantQuerySet", "InvitationQuerySet", "RegistrationQuerySet"]


#: What takes a place; one that is offered is kept for whom it is offered.
_HOLDS = Q(state__in=HOLDING) | Q(accept_by__isnull=False)
_IS_IN = Q(state=RegistrationState.CONFIRMED)


class RegistrationQuerySet(QuerySet["Registration"]):
    """Chainable reads of registrations."""

    def confirmed(self) -> Self:
        """Return those who are in."""
        return self.filter(state=RegistrationState.CONFIRMED)

    def waitlisted(self) -> Self:
        """Return those who wait, first come first: keys are given under the tournament's lock."""
        return self.filter(state=RegistrationState.WAITLISTED).order_by("pk")

    def offered(self) -> Self:
        """Return those who waited and have a place to accept."""
        return self.waitlisted().exclude(accept_by=None)

    def queueing(self) -> Self:
        """Return those who wait and have no offer, first come first."""
        return self.waitlisted().filter(accept_by=None)

    def able_to_stand_in(self) -> Self:
        """Return those who can take over a place: they wait, or waited until play began."""
        return self.filter(state__in=STANDING_IN).order_by("pk")

    def there_first(self) -> Self:
        """Return those who checked in before those who did not; each in order of entry."""
        missing = ExpressionWrapper(Q(checked_in_at=None), BooleanField())
        return self.order_by(missing, "pk")

    def holding(self) -> Self:
        """Return those that take a place; one that is offered is kept for whom it is offered."""
        return self.filter(_HOLDS)

    def undecided(self) -> Self:
        """Return those that take a place without being in yet: nothing is drawn meanwhile."""
        return self.filter(Q(state__in=UNDECIDED) | Q(accept_by__isnull=False))

    def standing(self) -> Self:
        """Return those that still count: the same person or name cannot register again."""
        return self.filter(state__in=BLOCKING)

    def counts(self) -> dict[str, int]:
        """Return how many there are in each state that any of them is in."""
        return {
            row["state"]: row["count"]
            for row in self.order_by().values("state").annotate(count=Count("pk"))
        }

    def numbers(self) -> dict[str, int]:
        """Return what a console shows of them, in one query: places, who waits, who is there."""
        return self.aggregate(
            taken=Count("pk", filter=_HOLDS),
            waiting=Count("pk", filter=Q(state=RegistrationState.WAITLISTED)),
            pending=Count("pk", filter=Q(state=RegistrationState.PENDING)),
            expected=Count("pk", filter=_IS_IN),
            there=Count("pk", filter=_IS_IN & Q(checked_in_at__isnull=False)),
        )

    def for_list(self) -> Self:
        """Return rows ready for a list: tournament, user and members come along."""
        joined = self.select_related("tournament", "user", "entrant")
        return joined.prefetch_related("members")


class EntrantQuerySet(QuerySet["Entrant"]):
    """Chainable reads of entrants."""

    def competing(self, tournament: "Tournament") -> Self:
        """Return those who are in, by seed; those without one follow in order of entry."""
        rows = self.filter(tournament=tournament, registration__state=RegistrationState.CONFIRMED)
        return rows.order_by(F("seed").asc(nulls_last=True), "pk")


class InvitationQuerySet(QuerySet["RosterInvitation"]):
    """Chainable reads of invitations to rosters."""

    def usable(self, now: datetime) -> Self:
        """Return those that let somebody join."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=now)
