"""The log in the console: who reads it, what is found, and the file."""

import csv
from io import StringIO
from typing import Any

import pytest
from tests.desk.browsing import address, log_in
from tests.factories import a_site_admin, a_staff_member, a_tournament, a_user

from tournament_engine.audit import services as audit
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup() -> Tournament:
    return a_tournament(entrants=2)


def actions(cup: Tournament, **query: str) -> list[str]:
    page = log_in(cup.organizer).get(address("audit", cup.slug), query)
    assert page.status_code == 200
    return [entry.action for entry in page.context["page"]]


def test_the_log_of_a_tournament_shows_its_own_entries_the_newest_first(cup: Tournament):
    a_tournament(entrants=0)

    shown = actions(cup)

    own = AuditEntry.objects.filter(scope=str(cup.pk)).order_by("-pk")
    assert shown == [entry.action for entry in own]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"action": "created"}, 1),
        ({"category": "setting"}, 1),
        ({"subject": "tournament", "action": "names"}, 0),
        ({"first": "2000-01-01", "last": "2000-01-02"}, 0),
        ({"first": "2000-01-01", "action": "created"}, 1),
        ({"first": "no day", "action": "created"}, 1),
        ({"actor": "nobody"}, 0),
    ],
    ids=str,
)
def test_the_log_is_narrowed(cup: Tournament, query: dict[str, str], found: int):
    assert len(actions(cup, **query)) == found


def test_the_log_is_narrowed_to_one_person_and_one_row(cup: Tournament):
    referee = a_staff_member(cup, Role.REFEREE, a_user("ref"))
    row = cup.staff.get(user=referee)

    assert actions(cup, actor="ref@example.org") == ["staff.active"]
    assert actions(cup, subject=str(row.pk), action="staff") == ["staff.active", "staff.invited"]


@pytest.mark.parametrize("role", [Role.HEAD_REFEREE, Role.CO_ORGANIZER])
def test_those_read_it_whose_role_says_so(cup: Tournament, role: Role):
    page = log_in(a_staff_member(cup, role)).get(address("audit", cup.slug))

    assert page.status_code == 200


def test_a_referee_does_not_read_it(cup: Tournament):
    browser = log_in(a_staff_member(cup, Role.REFEREE))

    assert browser.get(address("audit", cup.slug)).status_code == 403
    assert browser.post(address("audit_export", cup.slug)).status_code == 403


def test_the_site_s_staff_alone_sees_where_an_act_came_from(cup: Tournament):
    browser = log_in(cup.organizer)
    browser.post(address("transition", cup.slug), {"action": "close"})
    entry = AuditEntry.objects.get(action="tournament.registration_closed")
    assert len(entry.address) == 16
    assert "127.0.0.1" not in entry.address

    pages = [
        log_in(person).get(address("audit", cup.slug)).content.decode()
        for person in (cup.organizer, a_site_admin())
    ]

    assert [entry.address in page for page in pages] == [False, True]


def exported(cup: Tournament, **query: object) -> list[dict[str, str]]:
    answer: Any = log_in(cup.organizer).post(address("audit_export", cup.slug), query)
    assert answer.streaming
    assert answer["Content-Disposition"] == f'attachment; filename="{cup.slug}-audit.csv"'
    return list(csv.DictReader(StringIO(b"".join(answer).decode())))


def test_the_file_holds_what_was_found_and_that_it_was_taken(cup: Tournament):
    rows = exported(cup, action="created")
    all_rows = exported(cup)

    assert [row["action"] for row in rows] == ["tournament.created"]
    assert all_rows[-1]["action"] == "audit.exported"
    entries = AuditEntry.objects.filter(action="audit.exported", actor=cup.organizer)
    assert [entry.after["entries"] for entry in entries.order_by("pk")] == [1, len(all_rows) - 1]


def test_no_cell_of_the_file_is_run_as_a_formula(cup: Tournament):
    audit.log(by=None, action="waved", subject=cup, reason="=HYPERLINK(1)")

    [row] = exported(cup, action="waved")

    assert row["reason"] == "'=HYPERLINK(1)"
    assert row["position"].isdigit()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_takes_as_many_queries_for_three_entries_as_for_one(
    cup: Tournament, rows: int, django_assert_num_queries
):
    for _number in range(rows):
        audit.log(by=a_user(), action="waved", subject=cup)
    browser = log_in(cup.organizer)

    with django_assert_num_queries(7):
        browser.get(address("audit", cup.slug), {"action": "waved"})
