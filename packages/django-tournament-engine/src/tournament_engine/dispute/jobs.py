"""What becomes due by time alone: a case that nobody decided goes to the head referee."""

from datetime import datetime, timedelta

from tournament_engine import jobs
from tournament_engine.dispute import services
from tournament_engine.dispute.models import Dispute
from tournament_engine.jobs import Job

__all__ = ["JOB", "escalate_stale_disputes"]


def escalate_stale_disputes(now: datetime) -> int:
    """Escalate each case that is older than its tournament allows; once, for then it is."""
    return jobs.each(
        Dispute.objects.overdue(now).select_related("tournament"),
        lambda dispute: services.escalate_dispute(dispute=dispute, by=None),
        of=("tournament",),
    )


JOB = Job("escalate_stale_disputes", timedelta(hours=1), escalate_stale_disputes)
