"""What the tasks promise, without a worker."""

from collections.abc import Iterator

import pytest
from celery import Celery
from django.db import OperationalError, transaction
from pytest_django import Settings
from tests.factories import a_user
from tests.tasks.celery_app import make_app

from tests.conftest import Committed
from tournament_engine import events, jobs, outbox, tasks
from tournament_engine.outbox import OutboxMessage
from tournament_engine.schedule import beat_schedule

ENGINE = "tournament_engine"


@pytest.fixture
def app() -> Iterator[Celery]:
    made = make_app("memory://", "tests")
    made.conf.task_always_eager = True
    yield made
    made.close()


def run_by(settings: Settings, runner: str) -> None:
    settings.TOURNAMENT_ENGINE = {
        "TASK_RUNNER": runner,
        "HOOKS": {"notifications": ["tournament_engine.testing.FakeNotifications"]},
    }


def tell() -> None:
    with transaction.atomic():
        events.notify("match_ready", to=[a_user()], key="1", context={"url": "/x/"})


def test_the_schedule_names_a_task_for_every_job_and_no_other(app: Celery):
    app.finalize(auto=True)

    schedule = beat_schedule()

    assert [entry["task"] for entry in schedule.values()] == [
        tasks.task_name(job) for job in jobs.jobs().values()
    ]
    assert {entry["task"] for entry in schedule.values()} <= set(app.tasks)


def test_what_is_late_is_thrown_away_when_its_turn_comes_again():
    for code, job in jobs.jobs().items():
        entry = beat_schedule()[f"{ENGINE}.{code}"]

        assert (entry["schedule"], entry["options"]) == (
            job.every,
            {"expires": job.every.total_seconds()},
        )


def test_every_task_outlives_its_worker_and_ends_in_time(app: Celery):
    for task in (tasks.deliver, *tasks.JOB_TASKS.values()):
        assert (task.acks_late, task.reject_on_worker_lost, task.ignore_result) == (True,) * 3
        assert (task.soft_time_limit, task.time_limit) == (240, 300)
        options = vars(type(app.tasks[task.name]))
        assert (options["max_retries"], options["retry_backoff_max"]) == (3, 600)
        assert (options["retry_backoff"], options["retry_jitter"]) == (True, True)


@pytest.mark.parametrize(
    ("error", "calls"),
    [(OperationalError("gone"), 4), (ConnectionError("gone"), 4), (ValueError("wrong"), 1)],
    ids=["database", "connection", "mistake"],
)
def test_only_what_may_pass_is_tried_again(
    app: Celery, monkeypatch: pytest.MonkeyPatch, error: Exception, calls: int
):
    heard: list[str] = []

    def fail(key: str) -> bool:
        heard.append(key)
        raise error

    monkeypatch.setattr(outbox, "deliver_now", fail)

    answer = tasks.deliver.apply(("k",))

    assert (answer.state, heard) == ("FAILURE", ["k"] * calls)


@pytest.mark.django_db
def test_a_job_answers_with_what_it_did(app: Celery):
    assert tasks.JOB_TASKS["flush_outbox"].apply().get() == {"done": 0, "failed": 0}


@pytest.mark.django_db
def test_what_is_committed_goes_to_a_worker(app: Celery, settings: Settings, committed: Committed):
    run_by(settings, "tournament_engine.tasks.by_celery")

    with committed():
        tell()

    assert OutboxMessage.objects.filter(delivered_at=None).count() == 0


@pytest.mark.django_db
def test_without_a_broker_the_outbox_keeps_what_was_committed(
    settings: Settings, committed: Committed, caplog: pytest.LogCaptureFixture
):
    run_by(settings, "tournament_engine.tasks.by_celery")
    unreachable = make_app("amqp://127.0.0.1:1//", "tests")

    with committed():
        tell()
    unreachable.close()

    assert "No broker took notice:match_ready:1" in caplog.text
    assert outbox.flush() == 1
