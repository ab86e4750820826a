"""The desk of registrations: requests decided one by one and many at once, and the table."""

import csv
from io import StringIO
from typing import Any

import pytest
from tests.desk.browsing import address, log_in, post
from tests.factories import a_registration, a_tournament, a_user

from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db


def choosy(**facts: Any) -> Tournament:
    return a_tournament(entrants=0, needs_approval=True, **facts)


def states() -> list[str]:
    return list(Registration.objects.order_by("pk").values_list("state", flat=True))


def send(cup: Tournament, *args: int, **fields: object) -> Any:
    route = "registration" if args else "registrations"
    return post(log_in(cup.organizer), route, cup.slug, *args, **fields)


def outcomes(answer: Any) -> list[tuple[str, str]]:
    return [
        (row.registration.name, "" if row.error is None else row.error.code)
        for row in answer.context["outcomes"]
    ]


def test_many_are_approved_at_once_with_a_result_for_each():
    cup = choosy()
    ann, bob = a_registration(cup, name="Ann"), a_registration(cup, name="Bob")
    own = a_registration(cup, cup.organizer, name="Org")

    answer = send(cup, action="approve", row=[ann.pk, own.pk, bob.pk])

    assert outcomes(answer) == [("Ann", ""), ("Bob", ""), ("Org", "own_case")]
    assert states() == ["confirmed", "confirmed", "pending"]


def test_many_are_turned_down_with_a_reason():
    cup = choosy()
    rows = [a_registration(cup).pk for _ in range(2)]

    silent = send(cup, action="reject", row=rows)
    answer = send(cup, action="reject", row=rows, reason="Full of others")

    assert list(silent.context["form"].errors) == ["reason"]
    assert (silent.status_code, answer.status_code, states()) == (422, 200, ["rejected"] * 2)


def test_rows_of_another_tournament_are_none_of_this_ones():
    cup, foreign = choosy(), a_registration(choosy())

    answer = send(cup, action="approve", row=[foreign.pk])
    single = send(cup, foreign.pk, action="approve")

    assert (answer.status_code, single.status_code, states()) == (422, 404, ["pending"])


def test_nothing_ticked_and_no_such_act_are_refused():
    cup = choosy()
    row = a_registration(cup)

    answers = [
        send(cup, action="approve").status_code,
        send(cup, action="eat", row=[row.pk]).status_code,
        send(cup, row.pk, action="eat").status_code,
    ]

    assert (answers, states()) == ([422, 422, 422], ["pending"])


def test_one_is_approved_on_its_own_page():
    cup = choosy()
    row = a_registration(cup)

    send(cup, row.pk, action="approve")

    assert states() == ["confirmed"]


def test_one_is_turned_down_with_a_reason():
    cup = choosy()
    row = a_registration(cup)

    silent = send(cup, row.pk, action="reject")
    send(cup, row.pk, action="reject", reason="Too young")

    row.refresh_from_db()
    assert (silent.status_code, row.state, row.reason) == (422, "rejected", "Too young")


def test_what_is_wrong_is_asked_for_and_shown_with_the_answer():
    cup, ann = choosy(), a_user("ann")
    row = a_registration(cup, ann, name="xXx")

    empty = send(cup, row.pk, action="ask")
    send(cup, row.pk, action="ask", name="Your real name")
    asked = log_in(ann).get(address("my_registration", cup.slug)).content.decode()
    post(log_in(ann), "my_registration", cup.slug, action="correct", name="Ann")
    seen = log_in(cup.organizer).get(address("registration", cup.slug, row.pk)).content.decode()

    assert empty.status_code == 422
    assert "Your real name" in asked
    assert "<s><bdi>xXx</bdi></s> → <bdi>Ann</bdi>" in seen


def test_the_list_is_narrowed_to_a_state_that_there_is():
    cup = choosy(max_entrants=2)
    for name in ("Ann", "Bob", "Cyd"):
        a_registration(cup, name=name)
    client, url = log_in(cup.organizer), address("registrations", cup.slug)

    shown = {
        state: [row.name for row in client.get(url, {"state": state}).context["page"]]
        for state in ("pending", "waitlisted", "nowhere")
    }

    assert shown == {
        "pending": ["Ann", "Bob"],
        "waitlisted": ["Cyd"],
        "nowhere": ["Ann", "Bob", "Cyd"],
    }


def test_the_list_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries: Any):
    cup = choosy(entrant_kind="team")
    client, url = log_in(cup.organizer), address("registrations", cup.slug)
    a_registration(cup)
    client.get(url)
    with django_assert_num_queries(10, exact=False) as once:
        client.get(url)
    for _ in range(2):
        a_registration(cup)

    with django_assert_num_queries(len(once)):
        client.get(url)


def test_the_table_leaves_as_a_file_for_the_staff_alone():
    cup = a_tournament(entrants=["=1+1", "Bob"])

    answer: Any = log_in(cup.organizer).get(address("registrations_csv", cup.slug))
    refused = log_in(a_user()).get(address("registrations_csv", cup.slug))

    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert [(row["name"], row["state"]) for row in rows] == [
        ("'=1+1", "confirmed"),
        ("Bob", "confirmed"),
    ]
    assert (answer["Cache-Control"], refused.status_code) == ("private, no-store", 403)
