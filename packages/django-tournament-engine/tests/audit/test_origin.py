"""Where an act comes from: a page, the admin, a command or a task."""

from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules
from types import SimpleNamespace

import pytest
from celery import Celery
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from tests.desk.browsing import log_in, new_tournament
from tests.factories import a_game, a_user
from tests.tasks.celery_app import make_app

from tournament_engine import jobs, outbox, runners, tasks
from tournament_engine.audit import chain
from tournament_engine.audit import services as audit
from tournament_engine.audit.middleware import Channel, Origin, current_origin, origin, request_id
from tournament_engine.audit.models import AuditEntry
from tournament_engine.audit.services import verify_chain
from tournament_engine.jobs import Job
from tournament_engine.management import commands
from tournament_engine.management.commanding import EngineCommand

pytestmark = pytest.mark.django_db


def last_entry() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def test_an_act_on_a_page_comes_from_a_page():
    a_game()
    new_tournament(log_in(a_user()))

    entry = AuditEntry.objects.filter(action="tournament.created").get()
    assert (entry.channel, len(entry.request_id)) == ("web", 32)


def test_an_act_in_the_admin_comes_from_the_admin():
    seen: list[Origin] = []

    def view(_: HttpRequest) -> HttpResponse:
        request.resolver_match = SimpleNamespace(app_names=["admin"])  # type: ignore[assignment]
        middleware.process_view(request, view, (), {})  # type: ignore[attr-defined]
        seen.append(current_origin())
        return HttpResponse()

    request, middleware = HttpRequest(), request_id(view)
    middleware(request)

    assert seen[0].channel == Channel.ADMIN


def test_what_a_command_does_has_its_name():
    call_command("tournament_games", verbosity=0)

    entry = last_entry()
    assert entry.channel == "command"
    assert entry.request_id.startswith("tournament_games:")


def test_what_a_job_of_the_tick_does_has_the_name_of_the_job(monkeypatch: pytest.MonkeyPatch):
    def note(_now: object) -> int:
        audit.log(by=None, action="x", subject=a_game())
        return 1

    monkeypatch.setattr(jobs, "_jobs", {"note": Job("note", timedelta(days=1), note)})

    call_command("tournament_tick", verbosity=0)

    entry = last_entry()
    assert (entry.channel, entry.request_id.partition(":")[0]) == ("task", "note")


def test_what_a_task_of_celery_does_comes_from_a_task(monkeypatch: pytest.MonkeyPatch):
    seen: list[Origin] = []
    monkeypatch.setattr(outbox, "deliver_now", lambda _key: seen.append(current_origin()))
    app: Celery = make_app("memory://", "tests")

    tasks.deliver.apply(("k",))
    app.close()

    assert (seen[0].channel, seen[0].id.partition(":")[0]) == ("task", "deliver")


def test_a_thread_has_an_origin_of_its_own(monkeypatch: pytest.MonkeyPatch):
    seen: list[Origin] = []
    monkeypatch.setattr(outbox, "deliver_now", lambda _key: seen.append(current_origin()))

    with origin("import"):
        runners.in_thread("k")
        runners.wait()

    assert (seen[0].channel, seen[0].id.partition(":")[0]) == ("task", "deliver")


def test_outside_of_everything_nothing_is_known():
    with origin("import"):
        pass

    audit.log(by=None, action="x", subject=a_game())

    assert (last_entry().channel, last_entry().request_id) == ("", "")


def test_the_chain_covers_by_which_way_an_act_came():
    with origin("import"):
        entry = audit.log(by=None, action="x", subject=a_game())
    assert list(verify_chain()) == []

    entry.channel = "web"

    assert chain.digest(entry) != entry.digest


@pytest.mark.parametrize("name", [module.name for module in iter_modules(commands.__path__)])
def test_every_command_is_one_whose_acts_are_known_to_be_its_own(name: str):
    module = import_module(f"tournament_engine.management.commands.{name}")

    assert issubclass(module.Command, EngineCommand)
