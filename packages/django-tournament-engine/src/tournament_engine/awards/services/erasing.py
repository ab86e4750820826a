"""What becomes of the papers of somebody who is forgotten."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from tournament_engine.awards.lifecycle import CertificateState
from tournament_engine.privacy.people import Person

__all__ = ["take_back_certificates"]


def take_back_certificates(_person: Person, rows: QuerySet[Any]) -> None:
    """Take certificates back: whoever has the code learns that one was, and not whose."""
    rows.filter(state=CertificateState.PENDING).delete()
    rows.filter(state=CertificateState.ISSUED).update(
        state=CertificateState.REVOKED, revoked_at=timezone.now()
    )
