"""What becomes due by time alone: who clicked is forgotten, that somebody did is not."""

from datetime import datetime, timedelta

from tournament_engine.jobs import Job
from tournament_engine.sponsor.models import SponsorClick

__all__ = ["FORGET", "forget_visitors"]

#: Every visitor is another one by then.
_DAY = timedelta(days=1)


def forget_visitors(now: datetime) -> int:
    """Forget who clicked more than a day ago; the counts of the day stay."""
    forgotten, _by_model = SponsorClick.objects.filter(hour__lt=now - _DAY).delete()
    return forgotten


FORGET = Job("forget_sponsor_visitors", timedelta(hours=6), forget_visitors)
