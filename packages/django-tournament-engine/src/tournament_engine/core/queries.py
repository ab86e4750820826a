"""Reads of tournaments: what a list shows and who may see what."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.aggregates import Count
from django.db.models.functions import Coalesce

from tournament_engine import permissions
from tournament_engine.core import audience, roles
from tournament_engine.core.lifecycle import (
    GROUPS,
    PUBLIC,
    STANDING,
    StaffState,
    TournamentState,
)
from tournament_engine.users import AnyUser

if TYPE_CHECKING:
    from tournament_engine.core.models import StaffAssignment, Tournament  # noqa: F401

__all__ = ["StaffQuerySet", "Status", "TournamentQuerySet"]

Status: TypeAlias = Literal["upcoming", "open", "live", "finished"]


class TournamentQuerySet(QuerySet["Tournament"]):
    """Chainable reads of tournaments."""

    def visible_to(self, user: AnyUser) -> Self:
        """Return what this person may see: public things, their own, and those they are in."""
        is_public = Q(state__in=PUBLIC, visibility__in=("public", "unlisted"))
        if not user.is_authenticated:
            return self.filter(is_public)
        if permissions.is_site_staff(user):
            return self.all()
        takes_part = Q(state__in=PUBLIC) & audience.within(user)
        return self.filter(is_public | self._run_by(user) | takes_part)

    def manageable_by(self, user: AnyUser) -> Self:
        """Return the tournaments that this person runs: organiser, co-organiser, site staff."""
        return self.held_by(user, roles.MANAGE)

    def staffed_by(self, user: AnyUser) -> Self:
        """Return the tournaments in whose running this person has any part."""
        return self._where_run(user, None)

    def held_by(self, user: AnyUser, capability: str) -> Self:
        """Return the tournaments in which this person may do something; `holds` says the same."""
        return self._where_run(user, capability)

    def with_part_of(self, user: AnyUser) -> Self:
        """Say of each row, as `has_part`, whether this person has a role in it."""
        if not user.is_authenticated:
            return self.annotate(has_part=Value(value=False))
        return self.annotate(has_part=self._assigned(user, None))

    def _where_run(self, user: AnyUser, capability: str | None) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if permissions.is_site_staff(user):
            return self.all()
        return self.filter(self._run_by(user, capability))

    def _run_by(self, user: AnyUser, capability: str | None = None) -> Q:
        """Return the condition for the organiser and the staff, without asking for the site's."""
        return Q(organizer=user) | Q(self._assigned(user, capability))

    def _assigned(self, user: AnyUser, capability: str | None) -> Exists:
        assignments: Any = self.model._meta.get_field("staff").related_model
        own = assignments.objects.active().filter(
            tournament=OuterRef("pk"), user=user, role__in=roles.roles_with(capability)
        )
        return Exists(own)

    def published(self) -> Self:
        """Return all that everybody may see, whatever became of it: listed or by its link."""
        return self.filter(state__in=PUBLIC, visibility__in=("public", "unlisted"))

    def listed(self) -> Self:
        """Return what the public list shows and searches; what is put away is not."""
        return self.filter(state__in=PUBLIC - {TournamentState.ARCHIVED}, visibility="public")

    def live(self) -> Self:
        """Return those that are being played."""
        return self.filter(state=TournamentState.LIVE)

    def due(self, now: datetime) -> Self:
        """Return those whose next step the clock takes, and its time has come."""
        state = TournamentState
        awaits = Q(check_in_opens_at__isnull=False, check_in_closed_at=None)
        is_ready = ~awaits & Q(state__in=(state.REGISTRATION_CLOSED, state.CHECK_IN))
        return self.filter(
            Q(state=state.PUBLISHED, opens_at__lte=now)
            | Q(state=state.REGISTRATION_OPEN, closes_at__lte=now)
            | awaits & Q(state=state.REGISTRATION_CLOSED, check_in_opens_at__lte=now)
            | awaits & Q(state=state.CHECK_IN, check_in_closes_at__lte=now)
            | is_ready & Q(starts_at__lte=now)
        )

    def over_since(self, moment: datetime) -> Self:
        """Return those that were concluded or called off by then."""
        return self.filter(
            Q(state=TournamentState.CONCLUDED, concluded_at__lte=moment)
            | Q(state=TournamentState.CANCELLED, cancelled_at__lte=moment)
        )

    def settled_since(self, moment: datetime) -> Self:
        """Return those that were over by then, put away or not."""
        return self.filter(Q(concluded_at__lte=moment) | Q(cancelled_at__lte=moment))

    def for_detail(self) -> Self:
        """Return rows ready for a page of their own: game, organiser and pictures come along."""
        return self.select_related("game", "organizer", "banner", "logo")

    def by_status(self, status: Status) -> Self:
        """Return the tournaments of one tab of the list."""
        return self.filter(state__in=GROUPS[status])

    def search(self, text: str) -> Self:
        """Return those whose name or game holds each word of `text`."""
        found = self
        for word in text.split():
            found = found.filter(Q(name__icontains=word) | Q(game__name__icontains=word))
        return found

    def for_list(self) -> Self:
        """Return rows ready for a list: game, organiser and `entrant_count` come along."""
        registrations = self.model._meta.get_field("registrations").related_model
        # Named by its value: core lies below registration and cannot import its states.
        confirmed = registrations._default_manager.filter(
            tournament=OuterRef("pk"), state="confirmed"
        )
        counted = confirmed.order_by().values("tournament").annotate(count=Count("pk"))
        return self.select_related("game", "organizer", "logo").annotate(
            entrant_count=Coalesce(
                Subquery(counted.values("count"), output_field=IntegerField()), 0
            )
        )


class StaffQuerySet(QuerySet["StaffAssignment"]):
    """Chainable reads of who works for a tournament."""

    def active(self) -> Self:
        """Return those whose role is in force."""
        return self.filter(state=StaffState.ACTIVE)

    def standing(self) -> Self:
        """Return those who are invited or at work."""
        return self.filter(state__in=STANDING)
