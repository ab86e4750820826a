"""What becomes due by time alone: undecided cases go to the head referee, old evidence goes."""

from datetime import datetime, timedelta

from tournament_engine import jobs
from tournament_engine.core.models import Tournament
from tournament_engine.dispute import services
from tournament_engine.dispute.lifecycle import UNRESOLVED
from tournament_engine.dispute.models import Dispute, EvidenceFile
from tournament_engine.jobs import Job
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.policies import keeps_until
from tournament_engine.uploads.services import remove_file

__all__ = ["JOB", "REMOVE_EVIDENCE", "escalate_stale_disputes", "remove_settled_evidence"]


def escalate_stale_disputes(now: datetime) -> int:
    """Escalate each case that is older than its tournament allows; once, for then it is."""
    return jobs.each(
        Dispute.objects.overdue(now).select_related("tournament"),
        lambda dispute: services.escalate_dispute(dispute=dispute, by=None),
        of=("tournament",),
    )


def remove_settled_evidence(now: datetime) -> int:
    """Remove the files of decided cases whose tournament ended long ago; the words stay."""
    settled = Tournament.objects.settled_since(keeps_until(now))
    kept = EvidenceFile.objects.filter(evidence__dispute__tournament__in=settled)
    files = kept.exclude(evidence__dispute__state__in=UNRESOLVED).values("stored")
    rows = StoredFile.objects.filter(pk__in=files)
    return jobs.each(rows, lambda stored: remove_file(stored=stored))


JOB = Job("escalate_stale_disputes", timedelta(hours=1), escalate_stale_disputes)
REMOVE_EVIDENCE = Job("remove_settled_evidence", timedelta(days=1), remove_settled_evidence)
