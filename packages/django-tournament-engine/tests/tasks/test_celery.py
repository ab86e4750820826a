"""The outbox and the jobs on real workers: killed, repeated, and without a broker."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from subprocess import Popen
from uuid import uuid4

import pytest
import redis
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings
from tests.desk.browsing import address, log_in, post
from tests.factories import a_tournament, a_user
from tests.tasks.celery_app import make_app
from tests.tasks.processes import a_broker, a_worker, end, free_port, kill, until

from tournament_engine import events
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration.models import Registration
from tournament_engine.tasks import JOB_TASKS

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]

BY_CELERY = "tournament_engine.tasks.by_celery"
LOSING = "tests.tasks.files.lose"
BROKER = os.environ.get("TOURNAMENT_TEST_BROKER_URL", "redis://127.0.0.1:6379/13")


@dataclass
class Site:
    """The site of a test: this process serves it, and workers may be started for it."""

    folder: Path
    settings: Settings
    broker: str
    queue: str

    def run_by(self, runner: str) -> None:
        notifications = ["tests.tasks.files.Files"]
        self.settings.TOURNAMENT_ENGINE = {
            "TASK_RUNNER": runner,
            "HOOKS": {"notifications": notifications},
        }

    def use_broker(self, url: str) -> None:
        self.broker = url
        make_app(url, self.queue)

    def worker(self, **environment: str) -> AbstractContextManager["Popen[bytes]"]:
        return a_worker(
            {
                "TOURNAMENT_TEST_BROKER_URL": self.broker,
                "TOURNAMENT_TEST_QUEUE": self.queue,
                "TOURNAMENT_TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
                **environment,
            }
        )

    def tell(self, key: str) -> None:
        """Tell somebody of something, as a service does."""
        with transaction.atomic():
            events.notify("match_ready", to=[a_user()], key=key, context={"url": "/x/"})

    def begun(self, key: str) -> bool:
        return (self.folder / f"notice_match_ready_{key}.begun").exists()

    def sent(self, key: str) -> int:
        """Return how often somebody was told."""
        path = self.folder / f"notice_match_ready_{key}.sent"
        return len(path.read_text().splitlines()) if path.exists() else 0

    @property
    def hold(self) -> Path:
        """While this file exists every worker waits in the middle of sending."""
        return self.folder / "hold"


@pytest.fixture
def site(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("TOURNAMENT_TEST_FOLDER", str(tmp_path))
    site = Site(tmp_path, settings, BROKER, f"tournament-engine-{uuid4()}")
    site.use_broker(BROKER)
    site.run_by(BY_CELERY)
    yield site
    make_app("memory://", "tests")
    clear(BROKER, site.queue)


def clear(broker: str, queue: str) -> None:
    """Take away what a test left in the broker, and nothing of anybody else."""
    client = redis.Redis.from_url(broker)
    client.delete(queue, f"_kombu.binding.{queue}", f"_kombu.binding_permanent.{queue}")
    client.delete(*(f"{queue}.unacked{rest}" for rest in ("", "_index", "_mutex")))


def waiting() -> int:
    return OutboxMessage.objects.filter(delivered_at=None).count()


def let_leases_end() -> None:
    OutboxMessage.objects.filter(delivered_at=None).update(available_at="2000-01-01T00:00Z")


def test_a_worker_delivers_what_was_committed(site: Site):
    with site.worker():
        site.tell("1")

        until(lambda: waiting() == 0, "the worker delivers")

    assert site.sent("1") == 1


def test_a_worker_runs_a_job_by_its_task(site: Site):
    site.run_by(LOSING)
    site.tell("1")

    with site.worker():
        JOB_TASKS["flush_outbox"].apply_async()

        until(lambda: waiting() == 0, "the worker flushes the outbox")

    assert site.sent("1") == 1


def test_what_a_worker_was_killed_in_is_finished_once_by_the_tick(site: Site):
    site.hold.touch()
    with site.worker() as worker:
        site.tell("1")
        until(lambda: site.begun("1"), "the worker begins to send")
        kill(worker)
    site.hold.unlink()
    let_leases_end()

    call_command("tournament_tick")

    assert (site.sent("1"), waiting()) == (1, 0)


def test_a_job_that_a_worker_was_killed_in_is_finished_and_nothing_is_done_twice(site: Site):
    site.run_by(LOSING)
    keys = ["1", "2", "3"]
    for key in keys:
        site.tell(key)
    site.hold.touch()
    with site.worker() as worker:
        JOB_TASKS["flush_outbox"].apply_async()
        until(lambda: site.begun("1"), "the worker begins with the first")
        kill(worker)
    site.hold.unlink()
    let_leases_end()

    # The broker gives the killed worker's task to this one, and the tick comes as well. A worker
    # looks for such tasks when it starts, and then not for minutes: it must find this one at once.
    with site.worker(TOURNAMENT_TEST_VISIBILITY="0"):
        call_command("tournament_tick")
        until(lambda: waiting() == 0, "everything is delivered")
        until(partial(is_settled, site), "the broker has nothing left")

    assert [site.sent(key) for key in keys] == [1, 1, 1]


def is_settled(site: Site) -> bool:
    """Whether the queue is empty and no task of it waits for its worker."""
    client = redis.Redis.from_url(site.broker)
    return client.hlen(f"{site.queue}.unacked") == client.llen(site.queue) == 0


def test_without_a_broker_the_site_answers_and_the_outbox_empties_when_it_is_back(
    site: Site, client: Client, tmp_path: Path
):
    port = free_port()
    site.use_broker(f"redis://127.0.0.1:{port}/0")
    tournament, ann = a_tournament(), a_user()
    with a_broker(tmp_path, port) as broker:
        site.tell("1")
        end(broker)

    answer = post(log_in(ann), "register", tournament.slug, name="Ann")
    page = client.get(address("entrants", tournament.slug))

    assert (answer.status_code, page.status_code) == (302, 200)
    assert Registration.objects.filter(user=ann).exists()
    assert waiting() > 1
    with a_broker(tmp_path, port), site.worker():
        JOB_TASKS["flush_outbox"].apply_async()
        until(lambda: waiting() == 0, "the outbox empties")
    assert site.sent("1") == 1


def test_a_thread_delivers_while_nobody_waits(site: Site):
    site.run_by("tournament_engine.runners.in_thread")

    site.tell("1")

    until(lambda: waiting() == 0, "the thread delivers")
    assert site.sent("1") == 1
