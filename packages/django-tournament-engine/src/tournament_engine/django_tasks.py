"""The outbox on `django.tasks`, Django 6 and later: the site's TASKS say who does the work.

TOURNAMENT_ENGINE = {"TASK_RUNNER": "tournament_engine.django_tasks.by_django"}
"""

from django.tasks import task

from tournament_engine import outbox
from tournament_engine.audit.middleware import Channel, origin

__all__ = ["by_django", "deliver"]


@task
def deliver(key: str) -> dict[str, bool]:
    """Deliver one row of the outbox, unless somebody has it or did it."""
    with origin("deliver", Channel.TASK):
        return {"delivered": outbox.deliver_now(key)}


def by_django(key: str) -> None:
    """Let the site's task backend deliver a row."""
    deliver.enqueue(key)
