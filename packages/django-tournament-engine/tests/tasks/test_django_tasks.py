"""The outbox on Django's own tasks: Django 6 and later, and a clear word before."""

from typing import Any

import django
import pytest
from django.db import transaction
from django.utils.module_loading import import_string
from pytest_django import Settings
from tests.factories import a_user

from tests.conftest import Committed
from tournament_engine import events, outbox
from tournament_engine.audit.middleware import Origin, current_origin
from tournament_engine.checks import check_settings
from tournament_engine.outbox import OutboxMessage

RUNNER = "tournament_engine.django_tasks.by_django"
IMMEDIATE = "django.tasks.backends.immediate.ImmediateBackend"
DUMMY = "django.tasks.backends.dummy.DummyBackend"

pytestmark = pytest.mark.django_db
has_tasks = pytest.mark.skipif(django.VERSION < (6,), reason="Django has no tasks before 6.0")


@pytest.fixture(autouse=True)
def runner(settings: Settings) -> None:
    settings.TOURNAMENT_ENGINE = {
        "TASK_RUNNER": RUNNER,
        "HOOKS": {"notifications": ["tournament_engine.testing.FakeNotifications"]},
    }


def tell(key: str = "1") -> None:
    with transaction.atomic():
        events.notify("match_ready", to=[a_user()], key=key, context={"url": "/x/"})


def undelivered() -> int:
    return OutboxMessage.objects.filter(delivered_at=None).count()


@pytest.mark.skipif(django.VERSION >= (6,), reason="Django has tasks from 6.0 on")
def test_before_django_6_a_check_says_what_to_do():
    [problem] = check_settings()

    assert problem.id == "tournament_engine.E007"
    assert f"needs Django 6.0 or later; this is {django.get_version()}." in problem.msg
    assert "by_celery" in str(problem.hint)


@has_tasks
def test_the_runner_is_a_setting_like_any_other():
    assert check_settings() == []


@has_tasks
def test_what_is_committed_is_delivered_by_a_task(settings: Settings, committed: Committed):
    settings.TASKS = {"default": {"BACKEND": IMMEDIATE}}

    with committed():
        tell()
        before = undelivered()

    assert (before, undelivered()) == (1, 0)


@has_tasks
def test_a_task_carries_the_key_alone_and_answers_in_json(settings: Settings, committed: Committed):
    settings.TASKS = {"default": {"BACKEND": DUMMY}}
    backend: Any = import_string("django.tasks.default_task_backend")

    with committed():
        tell()

    [result] = backend.results
    assert (result.args, result.kwargs) == (["notice:match_ready:1"], {})
    assert result.task.func("notice:match_ready:1") == {"delivered": True}


@has_tasks
def test_what_no_task_delivered_is_delivered_by_the_outbox(
    settings: Settings, committed: Committed
):
    settings.TASKS = {"default": {"BACKEND": DUMMY}}

    with committed():
        tell()

    assert undelivered() == 1
    assert outbox.flush() == 1


@has_tasks
def test_a_backend_that_is_away_fails_no_request(
    settings: Settings, committed: Committed, monkeypatch: pytest.MonkeyPatch
):
    settings.TASKS = {"default": {"BACKEND": DUMMY}}

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise ConnectionError("The queue is away.")

    monkeypatch.setattr(import_string(DUMMY), "enqueue", refuse)

    with committed():
        tell()

    assert undelivered() == 1
    assert outbox.flush() == 1


@has_tasks
def test_what_a_task_does_is_known_to_come_from_it(
    settings: Settings, committed: Committed, monkeypatch: pytest.MonkeyPatch
):
    settings.TASKS = {"default": {"BACKEND": IMMEDIATE}}
    seen: list[Origin] = []
    monkeypatch.setattr(outbox, "deliver_now", lambda _key: seen.append(current_origin()))

    with committed():
        tell()

    assert (seen[0].channel, seen[0].id.partition(":")[0]) == ("task", "deliver")
