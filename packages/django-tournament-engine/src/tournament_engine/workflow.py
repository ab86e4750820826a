"""Work in steps that a crash may interrupt: each step is done once, whatever happens.

A step and the mark that it is done are one transaction: a worker killed at any moment leaves
it either done or to be done. A step that fails is logged and stops no other.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import models, transaction
from django.db.models import F, Q
from django.dispatch import Signal
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tournament_engine.transitions import state_constraint

__all__ = [
    "Act",
    "Step",
    "StepState",
    "WorkflowRun",
    "WorkflowStep",
    "finish",
    "interrupted",
    "proceed",
    "register",
    "restart",
    "steps",
    "waive",
]

#: Does a step's work on the subject of its run, inside a transaction.
Act: TypeAlias = Callable[[Any], object]


class StepState(models.TextChoices):
    """Where a step stands."""

    PENDING = "pending", _("to be done")
    FAILED = "failed", _("failed, tried again")
    DONE = "done", _("done")
    WAIVED = "waived", _("waived")


_OPEN = frozenset({StepState.PENDING, StepState.FAILED})


@dataclass(frozen=True, kw_only=True)
class Step:
    """One part of a kind of work. Small orders come first."""

    code: str
    label: str | Promise
    order: int
    run: Act


class WorkflowRun(models.Model):
    """One piece of work, named by its kind and by the key of its subject."""

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("subject"), max_length=64)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("workflow")
        verbose_name_plural = _("workflows")
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="te_workflow_once"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class WorkflowStep(models.Model):
    """One step of a run: done, to be done, or waived with a reason."""

    run = models.ForeignKey(WorkflowRun, on_delete=models.CASCADE, related_name="steps")
    code = models.CharField(_("step"), max_length=40)
    state = models.CharField(
        _("state"), max_length=12, choices=StepState, default=StepState.PENDING
    )
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        ordering = ("run", "pk")
        verbose_name = _("step of a workflow")
        verbose_name_plural = _("steps of workflows")
        constraints = (
            state_constraint(StepState, "te_workflow_step_state"),
            models.UniqueConstraint(fields=("run", "code"), name="te_workflow_step_once"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        """Whether this step keeps its run from being finished."""
        return self.state in _OPEN


_steps: defaultdict[str, dict[str, Step]] = defaultdict(dict)


def register(kind: str, step: Step) -> None:
    """Add a step to a kind of work; one with the same code is replaced."""
    _steps[kind][step.code] = step


def steps(kind: str) -> list[Step]:
    """Return the steps of a kind of work in their order."""
    return sorted(_steps[kind].values(), key=lambda step: (step.order, step.code))


def proceed(kind: str, key: str, subject: object) -> list[WorkflowStep]:
    """Do every step that is left; return all of them as they stand then."""
    run, _made = WorkflowRun.objects.get_or_create(kind=kind, key=key)
    known = steps(kind)
    rows = [WorkflowStep(run=run, code=step.code) for step in known]
    WorkflowStep.objects.bulk_create(rows, ignore_conflicts=True)
    for step in known:
        _attempt(run, step, subject)
    stand = {row.code: row for row in run.steps.all()}
    return [stand[step.code] for step in known]


def waive(run: WorkflowRun, code: str, reason: str) -> bool:
    """Let a run go on without a step that is not done; return whether there was one."""
    left = run.steps.filter(code=code, state__in=_OPEN)
    return bool(left.update(state=StepState.WAIVED, reason=reason))


def interrupted(kind: str) -> models.QuerySet[WorkflowRun]:
    """Return the runs that are neither finished nor held up by a step that failed."""
    open_runs = WorkflowRun.objects.filter(kind=kind, finished_at=None)
    return open_runs.exclude(steps__state=StepState.FAILED)


def finish(kind: str, key: str) -> None:
    """Mark a run as finished."""
    WorkflowRun.objects.filter(kind=kind, key=key).update(finished_at=timezone.now())


def restart(kind: str, key: str) -> None:
    """Let every step be done again: what they were done for is not so any more."""
    WorkflowStep.objects.filter(run__kind=kind, run__key=key).update(
        state=StepState.PENDING, attempts=0, last_error="", reason="", done_at=None
    )


def _attempt(run: WorkflowRun, step: Step, subject: object) -> None:
    """Do one step unless it is done or somebody else is at it."""
    trying = Signal()
    trying.connect(lambda **_: _do(run, step, subject), weak=False)
    # Django's signals log what a receiver raises and hand it back.
    [(_receiver, outcome)] = trying.send_robust(sender=Step)
    if isinstance(outcome, Exception):
        error = f"{type(outcome).__name__}: {outcome}"[:500]
        run.steps.filter(code=step.code, state__in=_OPEN).update(
            state=StepState.FAILED, attempts=F("attempts") + 1, last_error=error
        )


def _do(run: WorkflowRun, step: Step, subject: object) -> None:
    with transaction.atomic():
        left = run.steps.filter(Q(code=step.code, state__in=_OPEN))
        if left.select_for_update(skip_locked=True).first() is None:
            return
        # Marked first: without row locks (SQLite) this line alone decides between two workers.
        if left.update(state=StepState.DONE, done_at=timezone.now(), attempts=F("attempts") + 1):
            step.run(subject)
