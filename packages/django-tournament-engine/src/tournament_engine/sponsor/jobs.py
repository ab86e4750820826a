"""What becomes due by time alone: who clicked is forgotten, that somebody did is not."""

from datetime import timedelta

from tournament_engine.jobs import Job
from tournament_engine.sponsor.services import forget_visitors

__all__ = ["FORGET"]

FORGET = Job("forget_sponsor_visitors", timedelta(hours=6), forget_visitors)
