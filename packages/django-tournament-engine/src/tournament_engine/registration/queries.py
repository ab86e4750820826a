"""Reads of registrations and entrants."""

from typing import TYPE_CHECKING, Self

from django.db.models import F, QuerySet

from tournament_engine.registration.lifecycle import BLOCKING, HOLDING, RegistrationState

if TYPE_CHECKING:
    from tournament_engine.core.models import Tournament
    from tournament_engine.registration.models import Entrant, Registration  # noqa: F401

__all__ = ["EntrantQuerySet", "RegistrationQuerySet"]


class RegistrationQuerySet(QuerySet["Registration"]):
    """Chainable reads of registrations."""

    def confirmed(self) -> Self:
        """Return those who are in."""
        return self.filter(state=RegistrationState.CONFIRMED)

    def waitlisted(self) -> Self:
        """Return those who wait, first come first: keys are given under the tournament's lock."""
        return self.filter(state=RegistrationState.WAITLISTED).order_by("pk")

    def holding(self) -> Self:
        """Return those that take a place."""
        return self.filter(state__in=HOLDING)

    def standing(self) -> Self:
        """Return those that still count: the same person or name cannot register again."""
        return self.filter(state__in=BLOCKING)

    def for_list(self) -> Self:
        """Return rows ready for a list: tournament, user and members come along."""
        return self.select_related("tournament", "user").prefetch_related("members")


class EntrantQuerySet(QuerySet["Entrant"]):
    """Chainable reads of entrants."""

    def competing(self, tournament: "Tournament") -> Self:
        """Return those who are in, by seed; those without one follow in order of entry."""
        rows = self.filter(tournament=tournament, registration__state=RegistrationState.CONFIRMED)
        return rows.order_by(F("seed").asc(nulls_last=True), "pk")
