"""Reads of registrations and entrants."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

if TYPE_CHECKING:
    from tournament_engine.registration.models import Entrant, Registration  # noqa: F401

__all__ = ["EntrantQuerySet", "RegistrationQuerySet"]


class RegistrationQuerySet(QuerySet["Registration"]):
    """Chainable reads of registrations."""


class EntrantQuerySet(QuerySet["Entrant"]):
    """Chainable reads of entrants."""
