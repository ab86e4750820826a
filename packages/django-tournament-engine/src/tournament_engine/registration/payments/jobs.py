"""What becomes due of entry fees by time alone."""

from datetime import timedelta

from tournament_engine import jobs
from tournament_engine.jobs import Job
from tournament_engine.registration import services

__all__ = ["declare"]

_MINUTE = timedelta(minutes=1)


def declare() -> None:
    """Register the jobs. Harmless when it is done again."""
    jobs.register(Job("expire_unpaid", _MINUTE, services.expire_unpaid))
    jobs.register(Job("remind_unpaid", 10 * _MINUTE, services.remind_unpaid))
    jobs.register(Job("reconcile_charges", 5 * _MINUTE, services.reconcile_charges))
    jobs.register(Job("settle_refunds", 5 * _MINUTE, services.settle_refunds))
