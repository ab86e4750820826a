"""What becomes due of entry fees by time alone."""

from datetime import datetime, timedelta

from tournament_engine import jobs
from tournament_engine.core.models import Tournament
from tournament_engine.jobs import Job
from tournament_engine.registration import services
from tournament_engine.registration.lifecycle import PaymentState
from tournament_engine.registration.payments.models import PaymentTransition
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.policies import keeps_until
from tournament_engine.uploads.services import remove_file

__all__ = ["declare", "remove_settled_proofs"]

_MINUTE = timedelta(minutes=1)


def declare() -> None:
    """Register the jobs. Harmless when it is done again."""
    jobs.register(Job("expire_unpaid", _MINUTE, services.expire_unpaid))
    jobs.register(Job("remind_unpaid", 10 * _MINUTE, services.remind_unpaid))
    jobs.register(Job("reconcile_charges", 5 * _MINUTE, services.reconcile_charges))
    jobs.register(Job("settle_refunds", 5 * _MINUTE, services.settle_refunds))
    jobs.register(Job("remove_settled_proofs", timedelta(days=1), remove_settled_proofs))


def remove_settled_proofs(now: datetime) -> int:
    """Remove the proofs of decided payments whose tournament ended long ago; the rest stays."""
    settled = Tournament.objects.settled_since(keeps_until(now))
    steps = PaymentTransition.objects.filter(payment__tournament__in=settled)
    proofs = steps.exclude(payment__state=PaymentState.SUBMITTED).values("proof")
    rows = StoredFile.objects.filter(pk__in=proofs)
    return jobs.each(rows, lambda stored: remove_file(stored=stored))
