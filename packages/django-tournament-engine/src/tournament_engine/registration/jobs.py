"""What becomes due of registrations: offers of a place that nobody accepted in time."""

from datetime import timedelta

from tournament_engine.jobs import Job
from tournament_engine.registration import services

__all__ = ["CLEANUP"]

#: A free place waits for nobody: the next is asked within minutes.
CLEANUP = Job("cleanup_stale_registrations", timedelta(minutes=1), services.expire_offers)
