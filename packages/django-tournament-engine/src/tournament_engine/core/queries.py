"""Reads of tournaments: what a list shows and who may see what."""

from typing import TYPE_CHECKING, Literal, Self, TypeAlias

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.aggregates import Count
from django.db.models.functions import Coalesce

from tournament_engine import permissions
from tournament_engine.core import audience
from tournament_engine.core.lifecycle import GROUPS, PUBLIC
from tournament_engine.users import AnyUser

if TYPE_CHECKING:
    from tournament_engine.core.models import Tournament  # noqa: F401

__all__ = ["Status", "TournamentQuerySet"]

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
        return self.filter(is_public | Q(organizer=user) | takes_part)

    def manageable_by(self, user: AnyUser) -> Self:
        """Return the tournaments that this person runs."""
        if not user.is_authenticated:
            return self.none()
        if permissions.is_site_staff(user):
            return self.all()
        return self.filter(organizer=user)

    def listed(self) -> Self:
        """Return what the public list shows."""
        return self.filter(state__in=PUBLIC, visibility="public")

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
        return self.select_related("game", "organizer").annotate(
            entrant_count=Coalesce(
                Subquery(counted.values("count"), output_field=IntegerField()), 0
            )
        )
