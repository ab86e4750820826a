"""What becomes due by time: when a job runs, and what a failure leaves of it."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from tests.factories import a_game, a_tournament

from tournament_engine import jobs
from tournament_engine.core.models import Game, Tournament
from tournament_engine.jobs import Job, JobRun, Outcome, PartlyDone

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def no_other_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_jobs", {})


def a_job(code: str = "count", *, every: timedelta = MINUTE, does: int = 1) -> Job:
    job = Job(code, every, lambda _now: does)
    jobs.register(job)
    return job


def fail(_now: datetime) -> int:
    raise ConnectionError("The line is dead.")


def refuse(name: str, game: Game) -> None:
    if game.name == name:
        raise ValueError(f"{name} is out of order.")
    Game.objects.filter(pk=game.pk).update(name=game.name.upper())


def test_a_job_that_never_ran_is_due():
    a_job(does=3)

    assert jobs.run_due(NOON) == {"count": 3}


def test_a_job_is_due_again_when_its_time_has_passed():
    a_job(every=timedelta(hours=1))
    jobs.run_due(NOON)

    ran = [jobs.run_due(NOON + minutes * MINUTE) for minutes in (1, 59, 60)]

    assert ran == [{}, {}, {"count": 1}]


def test_a_clock_that_ticks_a_little_early_skips_no_minute():
    a_job(every=MINUTE)
    jobs.run_due(NOON)

    assert jobs.run_due(NOON + timedelta(seconds=58)) == {"count": 1}


def test_a_job_that_fails_is_logged_and_stops_no_other(caplog: pytest.LogCaptureFixture):
    jobs.register(Job("broken", timedelta(days=1), fail))
    a_job()

    assert jobs.run_due(NOON) == {"broken": 0, "count": 1}
    assert "The line is dead." in caplog.text


def test_a_job_that_failed_is_tried_again_before_its_day_is_over():
    jobs.register(Job("broken", timedelta(days=1), fail))
    jobs.run_due(NOON)

    assert JobRun.objects.get().next_at == NOON + jobs.RETRY
    assert [job.code for job in jobs.due(NOON + jobs.RETRY)] == ["broken"]


def test_what_the_last_run_did_can_be_read():
    jobs.execute(a_job(does=7), NOON)

    row = JobRun.objects.get(pk="count")
    assert (row.ran_at, row.done, row.failed, str(row)) == (NOON, 7, 0, "count")


def test_a_job_of_the_same_code_takes_the_place_of_the_first():
    a_job(does=1)
    a_job(does=2)

    assert jobs.run_due(NOON) == {"count": 2}


def test_a_row_that_fails_is_rolled_back_and_stops_no_other(caplog: pytest.LogCaptureFixture):
    for name in ("Chess", "Go", "Shogi"):
        a_game(name)

    with pytest.raises(PartlyDone) as told:
        jobs.each(Game.objects.order_by("name"), partial(refuse, "Go"))

    assert (told.value.done, told.value.failed) == (2, 1)
    assert set(Game.objects.values_list("name", flat=True)) == {"CHESS", "Go", "SHOGI"}
    assert "Go is out of order." in caplog.text


def test_a_job_tells_of_the_rows_that_failed():
    a_game("Go")
    job = Job("rename", MINUTE, lambda _now: jobs.each(Game.objects.all(), partial(refuse, "Go")))

    assert jobs.execute(job, NOON) == Outcome(code="rename", done=0, failed=1)


def test_a_row_that_was_done_meanwhile_is_left():
    for name in ("Chess", "Go"):
        a_game(name)
    waiting = Game.objects.exclude(slug="done").order_by("name")
    done: list[str] = []

    def finish(game: Game) -> None:
        done.append(game.name)
        Game.objects.filter(slug="go").update(slug="done")

    assert jobs.each(waiting, finish) == 1
    assert done == ["Chess"]


def test_a_row_that_changed_until_another_was_locked_for_it_is_left():
    tournament = a_tournament(entrants=0, name="Cup")
    waiting = Tournament.objects.filter(name="Cup").select_related("game")
    done: list[str] = []
    selects: list[str] = []

    def rename_meanwhile(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if sql.startswith("SELECT"):
            selects.append(sql)
            if len(selects) == 2:  # the keys were the first, the locked row is this
                Tournament.objects.filter(pk=tournament.pk).update(name="Bowl")
        return answer

    with connection.execute_wrapper(rename_meanwhile):
        number = jobs.each(waiting, lambda row: done.append(row.name), of=("game",))

    assert (number, done) == (0, [])
