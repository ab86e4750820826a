from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import a_registration, a_site_admin, a_tournament, a_user

from tournament_engine import hooks
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.models import Game, StageConfig, Tournament
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.outbox import OutboxMessage
from tournament_engine.readonly import ReadOnlyAdmin
from tournament_engine.registration.models import Entrant, Registration, RosterMember

pytestmark = pytest.mark.django_db

SHOWN: list[type[Model]] = [
    AuditEntry,
    Entrant,
    InboxMessage,
    OutboxMessage,
    Registration,
    RosterMember,
    StageConfig,
    Tournament,
]


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(a_site_admin())
    return client


def one_more() -> None:
    """Make a row of everything."""
    with transaction.atomic():
        cup = a_tournament(entrants=0, entrant_kind="team")
        registration = a_registration(cup, a_user())
    payload = {"recipients": [str(registration.user_id)], "context": {"tournament": cup.name}}
    hooks.deliver(name="registration_confirmed", key=str(cup.pk), payload=payload)


def address(model: type[Model], page: str = "") -> str:
    return f"/admin/tournament_engine/{model._meta.model_name}/{page}"


def queries(call: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


@pytest.mark.parametrize("model", [*SHOWN, Game])
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(staff: Client, model: type[Model]):
    one_more()
    staff.get(address(model))
    for_one = queries(lambda: staff.get(address(model)))
    one_more()
    one_more()

    for_three = queries(lambda: staff.get(address(model)))

    assert for_three == for_one


@pytest.mark.parametrize("model", SHOWN)
def test_rows_are_found_and_read(staff: Client, model: type[Model]):
    one_more()
    row = model._default_manager.first()
    assert row is not None

    pages = [staff.get(address(model, page)) for page in ("?q=e", f"{row.pk}/change/")]

    assert [page.status_code for page in pages] == [200, 200]
    assert 'name="_save"' not in pages[1].text


@pytest.mark.parametrize("model", SHOWN)
def test_nothing_is_written_past_the_services(staff: Client, model: type[Model]):
    one_more()
    row = model._default_manager.first()
    assert row is not None
    before = list(model._default_manager.values())

    answers = [
        staff.post(address(model, page), {"state": "live", "name": "Mine", "post": "yes"})
        for page in ("add/", f"{row.pk}/change/", f"{row.pk}/delete/")
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert list(model._default_manager.values()) == before


#: Tables that nobody looks up there, each with the reason.
ABSENT = {
    "AuditChain": "the end of a chain, which `verify_audit` reads",
    "FinalPlace": "kept for the rules of achievements; the standings show it to people",
    "SponsorClick": "what single visitors did is nobody's business; the sums are on the desk",
}


#: Tables that the site's staff writes there, each through a service.
WRITTEN = {"Achievement", "Game"}


def every_model() -> list[type[Model]]:
    return list(apps.get_app_config("tournament_engine").get_models())


def test_every_table_has_its_page_or_a_reason_to_have_none():
    absent = {model.__name__ for model in every_model() if not admin.site.is_registered(model)}

    assert absent == ABSENT.keys()


def test_money_and_the_log_are_read_there_and_never_written():
    writable = {
        model.__name__
        for model in every_model()
        if admin.site.is_registered(model)
        and not isinstance(admin.site.get_model_admin(model), ReadOnlyAdmin)
    }

    assert writable == WRITTEN


def test_a_column_that_names_another_row_brings_it_along():
    lazy = [
        (model.__name__, column)
        for model in every_model()
        if admin.site.is_registered(model)
        for column in admin.site.get_model_admin(model).list_display
        if is_relation(model, str(column)) and column not in joined(model)
    ]

    assert lazy == []


def is_relation(model: type[Model], column: str) -> bool:
    names = {field.name for field in model._meta.concrete_fields if field.is_relation}
    return column in names


def joined(model: type[Model]) -> set[str]:
    """Return the relations that a list fetches with its rows."""
    chosen = admin.site.get_model_admin(model).list_select_related
    assert not isinstance(chosen, bool) or chosen is False
    return {path.partition("__")[0] for path in chosen or ()}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A site with rows in nearly every table, for every test of this module's walk."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed_tournaments", force=True, stdout=StringIO())
        yield
        transaction.set_rollback(True)


def rows_of(model: type[Model]) -> list[Model]:
    return list(model._default_manager.order_by("pk")[:30])


@pytest.mark.usefixtures("demo")
def test_no_list_and_no_row_asks_more_often_because_there_is_more(staff: Client):
    costs = {}
    for model in every_model():
        rows = rows_of(model) if admin.site.is_registered(model) else []
        if not rows:
            continue
        first = {f"{model._meta.pk.attname}__exact": str(rows[0].pk)}
        one = queries(partial(ok, staff, address(model), first))
        many = queries(partial(ok, staff, address(model)))
        detail = queries(partial(ok, staff, address(model, f"{rows[0].pk}/change/")))
        relations = sum(field.is_relation for field in model._meta.concrete_fields)
        if many > one or detail > 8 + relations:
            costs[model.__name__] = (one, many, detail)

    assert costs == {}


def ok(staff: Client, page: str, asked: dict[str, str] | None = None) -> None:
    assert staff.get(page, asked).status_code == 200
