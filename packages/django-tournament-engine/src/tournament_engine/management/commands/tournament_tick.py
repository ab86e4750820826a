"""`manage.py tournament_tick`: do what is due, then deliver what waits. Run it every minute."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from tournament_engine import jobs, outbox
from tournament_engine.audit.middleware import Channel, origin
from tournament_engine.jobs import Job, Outcome
from tournament_engine.management.commanding import EngineCommand
from tournament_engine.outbox import MAX_ATTEMPTS, OutboxMessage

__all__ = ["Command"]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What the outbox delivered, and what is left: to be tried again later, or given up."""

    delivered: int
    waiting: int
    given_up: int


class Command(EngineCommand):
    """Runs the jobs that are due and the outbox; safe to run at any time, and twice at once."""

    help = "Do what is due by time and deliver what waits. Exit status 1 when a job failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--job",
            action="append",
            default=[],
            metavar="CODE",
            help="run this job whether it is due or not, and no other; may be given again",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        self.is_quiet = options["json"]
        outcomes = [self.run(job) for job in chosen(options["job"])]
        delivery = self.deliver()
        if self.is_quiet:
            self.stdout.write(json.dumps(summary(outcomes, delivery)))
        failed = [outcome.code for outcome in outcomes if outcome.failed]
        if failed:
            raise CommandError(f"Not everything could be done: {', '.join(failed)}. See the log.")

    def run(self, job: Job) -> Outcome:
        """Run one job and say at once what it did: the next may take long."""
        with origin(job.code, Channel.TASK):
            outcome = jobs.execute(job, timezone.now())
        if outcome.done or outcome.failed:
            failures = f", {outcome.failed} failed" if outcome.failed else ""
            self.tell(f"{job.code}: {outcome.done} done{failures}")
        return outcome

    def deliver(self) -> Delivery:
        """Deliver until nothing more is due, and say what is left."""
        delivered = 0
        while batch := outbox.flush():
            delivered += batch
        left = OutboxMessage.objects.filter(delivered_at=None)
        delivery = Delivery(
            delivered=delivered,
            waiting=left.filter(attempts__lt=MAX_ATTEMPTS).count(),
            given_up=left.filter(attempts__gte=MAX_ATTEMPTS).count(),
        )
        self.tell(
            f"{delivered} delivered, {delivery.waiting} to be tried again, "
            f"{delivery.given_up} given up."
        )
        return delivery

    def tell(self, line: str) -> None:
        """Print a line unless one JSON object is wanted."""
        if not self.is_quiet:
            self.stdout.write(line)
            self.stdout.flush()


def chosen(codes: Sequence[str]) -> list[Job]:
    """Return the jobs that were named, or all that are due."""
    known = jobs.jobs()
    for code in codes:
        if code not in known:
            names = ", ".join(sorted(known))
            raise CommandError(f"There is no job {code!r}; choose one of: {names}.")
    # The outbox is emptied after all of them, whatever was due.
    due = [job for job in jobs.due(timezone.now()) if job.code != outbox.JOB.code]
    return [known[code] for code in codes] if codes else due


def summary(outcomes: Sequence[Outcome], delivery: Delivery) -> dict[str, Any]:
    """Return what a program reads: the outbox's counts, and each job by its code."""
    ran = {row.code: {"done": row.done, "failed": row.failed} for row in outcomes}
    return {
        "delivered": delivery.delivered,
        "waiting": delivery.waiting,
        "given_up": delivery.given_up,
        "jobs": ran,
    }
