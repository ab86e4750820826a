"""Reads of brackets."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from tournament_engine.bracket.models import Bracket  # noqa: F401

__all__ = ["BracketQuerySet"]


class BracketQuerySet(QuerySet["Bracket"]):
    """Chainable reads of brackets."""
