"""The work on tournaments that becomes due by time alone."""

from datetime import timedelta

from tournament_engine import jobs
from tournament_engine.core.services import clock, staff
from tournament_engine.jobs import Job

__all__ = ["declare"]

_MINUTE = timedelta(minutes=1)


def declare() -> None:
    """Register the jobs. Harmless when it is done again."""
    jobs.register(Job("advance_due_tournaments", _MINUTE, clock.advance_due_tournaments))
    jobs.register(Job("conclude_tournaments", 10 * _MINUTE, clock.conclude_due_tournaments))
    jobs.register(Job("resume_conclusions", _MINUTE / 2, clock.resume_conclusions))
    jobs.register(Job("archive_tournaments", timedelta(days=1), clock.archive_due_tournaments))
    jobs.register(Job("expire_invitations", timedelta(hours=1), staff.expire_invitations))
