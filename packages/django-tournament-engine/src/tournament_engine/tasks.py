"""Celery tasks over the outbox and the jobs: thin, and harmless when they are lost or repeated.

Celery finds them by `autodiscover_tasks()`. Choose it for what follows a commit with

    TOURNAMENT_ENGINE = {"TASK_RUNNER": "tournament_engine.tasks.by_celery"}

and for what is due by time with `schedule.beat_schedule()`. The tables are the truth: a task
that never came is made up for by `flush_outbox` or `manage.py tournament_tick`.
"""

import logging
from typing import Any

from celery import Task, shared_task
from django.db import OperationalError
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError

from tournament_engine import jobs, outbox
from tournament_engine.audit.middleware import Channel, origin
from tournament_engine.jobs import Job

__all__ = ["JOB_TASKS", "by_celery", "deliver", "task_name"]

logger = logging.getLogger(__name__)

#: Seconds that a task may take: then it is told to stop, and then it is stopped.
SOFT_LIMIT, HARD_LIMIT = 240, 300

_OPTIONS: dict[str, Any] = {
    # A database that is away may be back. What a hook cannot do is tried again by the outbox.
    "autoretry_for": (OperationalError, ConnectionError),
    "max_retries": 3,
    "retry_backoff": True,
    "retry_backoff_max": 600,
    "retry_jitter": True,
    # A task is done when it is done, not when it is taken: a killed worker loses none.
    "acks_late": True,
    "reject_on_worker_lost": True,
    "soft_time_limit": SOFT_LIMIT,
    "time_limit": HARD_LIMIT,
    "ignore_result": True,
}


def _deliver(key: str) -> dict[str, bool]:
    with origin("deliver", Channel.TASK):
        return {"delivered": outbox.deliver_now(key)}


#: Delivers one row of the outbox, by its key, unless somebody has it or did it.
deliver: "Task[Any, Any]" = shared_task(name="tournament_engine.deliver", **_OPTIONS)(_deliver)  # type: ignore[no-untyped-call]  # Celery types its decorator for other uses


def by_celery(key: str) -> None:
    """Let a worker deliver a row. Without a broker it stays in the outbox until it is flushed."""
    try:
        deliver.apply_async((key,), retry=False)
    except BrokerError as error:
        logger.warning("No broker took %s, the outbox keeps it: %s", key, error)


def task_name(job: Job) -> str:
    """Return the name of the task that runs a job."""
    return f"tournament_engine.{job.code}"


def _task_of(job: Job) -> "Task[Any, Any]":
    def run() -> dict[str, int]:
        with origin(job.code, Channel.TASK):
            outcome = jobs.execute(job, timezone.now())
        return {"done": outcome.done, "failed": outcome.failed}

    task: Task[Any, Any] = shared_task(name=task_name(job), **_OPTIONS)(run)  # type: ignore[no-untyped-call]  # the same
    return task


#: The task of each job, by the job's code.
JOB_TASKS = {job.code: _task_of(job) for job in jobs.jobs().values()}
