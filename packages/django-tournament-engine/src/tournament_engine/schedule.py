"""When Celery's beat runs the jobs: `app.conf.beat_schedule = beat_schedule()`."""

from typing import Any

from tournament_engine import jobs

__all__ = ["beat_schedule"]


def beat_schedule() -> dict[str, dict[str, Any]]:
    """Return an entry for each job that a domain has registered.

    What waits longer than its turn comes again is thrown away: the next run finds the same
    rows. Call it once Django is set up, in `on_after_finalize` or later.
    """
    return {
        f"tournament_engine.{job.code}": {
            "task": f"tournament_engine.{job.code}",
            "schedule": job.every,
            "options": {"expires": job.every.total_seconds()},
        }
        for job in jobs.jobs().values()
    }
