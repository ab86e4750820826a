"""Reads of matches."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from tournament_engine.match.models import Match  # noqa: F401

__all__ = ["MatchQuerySet"]


class MatchQuerySet(QuerySet["Match"]):
    """Chainable reads of matches."""
