"""The Celery application of the tests' site, as a site writes its own: workers load it."""

import os

from celery import Celery

__all__ = ["app", "make_app"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.tasks.worker_settings")


def make_app(broker_url: str, queue: str) -> Celery:
    """Return an application that is current from now on."""
    made = Celery("tests")
    made.conf.update(
        broker_url=broker_url,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": int(os.environ.get("TOURNAMENT_TEST_VISIBILITY", "3600")),
            # What a worker took is noted beside its own queue: tests that run at once share none.
            "unacked_key": f"{queue}.unacked",
            "unacked_index_key": f"{queue}.unacked_index",
            "unacked_mutex_key": f"{queue}.unacked_mutex",
            "socket_connect_timeout": 1,
        },
        task_default_queue=queue,
        worker_hijack_root_logger=False,
    )
    made.autodiscover_tasks()
    return made


app = make_app(
    os.environ.get("TOURNAMENT_TEST_BROKER_URL", "memory://"),
    os.environ.get("TOURNAMENT_TEST_QUEUE", "tests"),
)
