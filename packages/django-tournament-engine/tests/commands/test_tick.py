"""`manage.py tournament_tick`: what is due is done, and what waits in the outbox is delivered."""

import json
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from tournament_engine import jobs
from tournament_engine.jobs import Job
from tournament_engine.outbox import MAX_ATTEMPTS, OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_jobs", {})


def fail(_now: datetime) -> int:
    raise ConnectionError("The line is dead.")


def tick(**options: object) -> str:
    out = StringIO()
    call_command("tournament_tick", stdout=out, **options)
    return out.getvalue()


def a_message(key: str, *, topic: str = "event:tournament_started", attempts: int = 0) -> None:
    """Write what a crash left: a row that was due a minute ago."""
    OutboxMessage.objects.create(
        topic=topic,
        key=key,
        payload={"tournament": 1},
        attempts=attempts,
        available_at=timezone.now() - timedelta(minutes=1),
    )


def test_an_empty_outbox_is_told():
    assert tick() == "0 delivered, 0 to be tried again, 0 given up.\n"


def test_what_is_due_is_delivered_and_the_rest_is_counted():
    a_message("one")
    a_message("two")
    a_message("nobody's", topic="nobody")
    a_message("dead", attempts=MAX_ATTEMPTS)

    assert tick() == "2 delivered, 1 to be tried again, 1 given up.\n"
    assert tick() == "0 delivered, 1 to be tried again, 1 given up.\n"


def test_a_program_reads_json():
    a_message("one")

    counts = {"delivered": 1, "waiting": 0, "given_up": 0}
    assert json.loads(tick(json=True)) == {**counts, "jobs": {}}


def test_each_job_that_is_due_says_what_it_did_before_the_outbox():
    jobs.register(Job("paint", timedelta(minutes=1), lambda _now: 3))
    jobs.register(Job("idle", timedelta(minutes=1), lambda _now: 0))

    assert tick() == "paint: 3 done\n0 delivered, 0 to be tried again, 0 given up.\n"
    assert tick() == "0 delivered, 0 to be tried again, 0 given up.\n"


def test_a_job_that_is_named_runs_alone_due_or_not():
    jobs.register(Job("paint", timedelta(days=1), lambda _now: 3))
    jobs.register(Job("sweep", timedelta(days=1), lambda _now: 4))
    tick()

    assert json.loads(tick(json=True, job=["sweep"]))["jobs"] == {"sweep": {"done": 4, "failed": 0}}


def test_a_job_that_fails_stops_nothing_and_is_the_exit_status():
    jobs.register(Job("broken", timedelta(minutes=1), fail))
    jobs.register(Job("paint", timedelta(minutes=1), lambda _now: 3))
    a_message("one")
    out = StringIO()

    with pytest.raises(CommandError, match="broken") as failed:
        call_command("tournament_tick", stdout=out)

    assert failed.value.returncode == 1
    assert out.getvalue() == (
        "broken: 0 done, 1 failed\npaint: 3 done\n1 delivered, 0 to be tried again, 0 given up.\n"
    )


def test_an_unknown_job_names_those_there_are():
    jobs.register(Job("paint", timedelta(minutes=1), lambda _now: 3))

    with pytest.raises(CommandError, match="There is no job 'pain'; choose one of: paint"):
        tick(job=["pain"])
