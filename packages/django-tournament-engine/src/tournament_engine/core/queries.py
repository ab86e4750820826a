"""Reads of tournaments: what a list shows and who may see what."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from tournament_engine.core.models import Tournament  # noqa: F401

__all__ = ["TournamentQuerySet"]


class TournamentQuerySet(QuerySet["Tournament"]):
    """Chainable reads of tournaments."""
