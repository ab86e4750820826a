"""Work that becomes due by time alone: what each domain does every so often.

A domain registers its jobs in `wiring`; `manage.py tournament_tick` and the scheduled tasks
run them. A job is safe to run at any time, late, and twice at once: it finds what is due in
the tables and looks again under the lock.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias, TypeVar

from django.db import models, transaction
from django.db.models import Model, Q, QuerySet
from django.dispatch import Signal
from django.utils.translation import gettext_lazy as _

__all__ = [
    "RETRY",
    "Job",
    "JobRun",
    "Outcome",
    "PartlyDone",
    "Run",
    "due",
    "each",
    "execute",
    "jobs",
    "register",
    "run_due",
]

M = TypeVar("M", bound=Model)

#: Does what is due at a moment; returns how many rows it did.
Run: TypeAlias = Callable[[datetime], int]

#: A job that failed is run again after this, or sooner if it is due sooner.
RETRY = timedelta(minutes=5)

#: A clock that ticks every minute does not tick to the second.
_SLACK = timedelta(seconds=10)

_jobs: dict[str, "Job"] = {}


@dataclass(frozen=True)
class Job:
    """What is run every so often under a name that never changes."""

    code: str
    every: timedelta
    run: Run


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one run of a job did, and how many rows it could not do."""

    code: str
    done: int
    failed: int = 0


class JobRun(models.Model):
    """When a job is to be run next, and what its last run did."""

    code = models.CharField(_("job"), max_length=60, primary_key=True)
    next_at = models.DateTimeField(_("next run"))
    ran_at = models.DateTimeField(_("last run"), null=True)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    failed = models.PositiveIntegerField(_("rows failed"), default=0)

    class Meta:
        ordering = ("code",)
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return self.code


class PartlyDone(Exception):
    """Some rows of a job failed; each was logged, and the others are done."""

    def __init__(self, *, done: int, failed: int) -> None:
        super().__init__(f"{failed} rows failed, {done} are done.")
        self.done, self.failed = done, failed


def register(job: Job) -> None:
    """Add a job; one with the same code is replaced."""
    _jobs[job.code] = job


def jobs() -> Mapping[str, Job]:
    """Return every job by its code, in the order in which they were registered."""
    return dict(_jobs)


def due(now: datetime) -> list[Job]:
    """Return the jobs whose time has come; one that never ran is due."""
    later = JobRun.objects.filter(next_at__gt=now + _SLACK).values_list("code", flat=True)
    waiting = set(later)
    return [job for job in _jobs.values() if job.code not in waiting]


def run_due(now: datetime) -> dict[str, int]:
    """Run every job that is due; return how many rows each did."""
    outcomes = [execute(job, now) for job in due(now)]
    return {outcome.code: outcome.done for outcome in outcomes}


def execute(job: Job, now: datetime) -> Outcome:
    """Run one job, due or not, and note when it is due again. What it raises is logged."""
    outcome = _run(job, now)
    wait = min(job.every, RETRY) if outcome.failed else job.every
    JobRun.objects.update_or_create(
        code=job.code,
        defaults={
            "next_at": now + wait,
            "ran_at": now,
            "done": outcome.done,
            "failed": outcome.failed,
        },
    )
    return outcome


def _run(job: Job, now: datetime) -> Outcome:
    answer = _attempt(lambda: job.run(now))
    match answer:
        case PartlyDone(done=done, failed=failed):
            return Outcome(code=job.code, done=done, failed=failed)
        case Exception():
            return Outcome(code=job.code, done=0, failed=1)
        case _:
            return Outcome(code=job.code, done=answer)


def each(
    rows: QuerySet[M], act: Callable[[M], object], *, of: Iterable[str] | None = ("self",)
) -> int:
    """Do `act` to each row that is still one of `rows` under its lock; return how many.

    A row is a transaction of its own. One that somebody else has locked is left to them, and
    one that fails is logged and stops no other: PartlyDone is raised once all had their turn.
    `of` are the rows to lock, as `select_for_update` names them: ("tournament",) where the
    act locks the tournament first, as the order of locks asks; None where the act makes its
    own transactions. An act that returns False did nothing.
    """
    done = failed = 0
    for key in list(rows.values_list("pk", flat=True)):
        match _attempt(lambda key=key: _act_on(rows, key, act, of)):  # type: ignore[misc]
            case Exception():
                failed += 1
            case did:
                done += did
    if failed:
        raise PartlyDone(done=done, failed=failed)
    return done


def _act_on(
    rows: QuerySet[M], key: Any, act: Callable[[M], object], of: Iterable[str] | None
) -> int:
    row = rows.order_by("pk").filter(Q(pk=key))
    if of is None:
        return _done(row.first(), act)
    with transaction.atomic():
        locked = row.select_for_update(of=tuple(of), skip_locked=True).first()
        if locked is not None and "self" not in of:
            # What was locked is another row: this one may have changed until it was.
            locked = row.first()
        return _done(locked, act)


def _done(row: M | None, act: Callable[[M], object]) -> int:
    return int(row is not None and act(row) is not False)


def _attempt(act: Callable[[], int]) -> int | Exception:
    """Call `act`; Django's signals log what it raises and hand it back."""
    trying = Signal()
    trying.connect(lambda **_: act(), weak=False)
    [(_receiver, outcome)] = trying.send_robust(sender=Job)
    return outcome
