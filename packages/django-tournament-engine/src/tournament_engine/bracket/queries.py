"""Reads of brackets."""

from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from tournament_engine.bracket.lifecycle import PLAYABLE
from tournament_engine.core.models import Tournament

if TYPE_CHECKING:
    from tournament_engine.bracket.models import Bracket  # noqa: F401

__all__ = ["BracketQuerySet"]


class BracketQuerySet(QuerySet["Bracket"]):
    """Chainable reads of brackets."""

    def with_stage(self) -> Self:
        """Join the configuration of the stage and its tournament."""
        return self.select_related("stage", "tournament")

    def public(self) -> Self:
        """Keep the brackets that visitors may see."""
        return self.filter(state__in=PLAYABLE)

    def for_page(self, tournament: Tournament) -> Self:
        """Return what a page of the tournament draws: its public brackets, in playing order."""
        return self.filter(tournament=tournament).public().with_stage().order_by("stage__position")

    def for_list(self) -> Self:
        """Leave the snapshot and the seeding in the database: a list shows neither."""
        return self.with_stage().defer("snapshot", "seeding")
