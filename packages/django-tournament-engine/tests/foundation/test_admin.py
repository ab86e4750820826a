from collections.abc import Callable

import pytest
from django.contrib import admin
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


def test_every_table_has_its_page():
    models: list[type[Model]] = [*SHOWN, Game]

    assert [model for model in models if not admin.site.is_registered(model)] == []
