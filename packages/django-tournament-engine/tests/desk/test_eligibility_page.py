"""The page on which an organiser says who may register, and what those read who do."""

from typing import Any

import pytest
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import a_tournament, a_user

from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db


def send(cup: Tournament, **fields: object) -> Any:
    client = log_in(cup.organizer)
    form = client.get(address("eligibility", cup.slug)).context["form"]
    return client.post(address("eligibility", cup.slug), filled(form, **fields))


def test_rules_are_ticked_with_their_values_and_taken_back():
    cup = a_tournament(entrants=0)

    send(
        cup,
        **{
            "min_age": "on",
            "min_age-age": "16",
            "allow_list": "on",
            "allow_list-people": "ann\r\nbob@example.org\r\n",
        },
    )
    cup.refresh_from_db()
    made = cup.eligibility
    shown = log_in(cup.organizer).get(address("eligibility", cup.slug)).content.decode()
    form = log_in(cup.organizer).get(address("eligibility", cup.slug)).context["form"]
    left = {name: value for name, value in filled(form).items() if name != "min_age"}
    log_in(cup.organizer).post(address("eligibility", cup.slug), left)
    cup.refresh_from_db()

    assert made == [
        {"rule": "allow_list", "people": ["ann", "bob@example.org"]},
        {"rule": "min_age", "age": 16},
    ]
    assert ">\nann\nbob@example.org</textarea>" in shown
    assert cup.eligibility == made[:1]


def test_a_rule_that_is_ticked_needs_its_values():
    cup = a_tournament(entrants=0)

    answer = send(cup, **{"min_age": "on", "country": "on", "country-countries": "Germany"})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"min_age-age", "country-countries"}
    cup.refresh_from_db()
    assert cup.eligibility == []


def test_values_of_a_rule_that_contradict_each_other_are_refused():
    answer = send(a_tournament(entrants=0), **{"rank": "on", "rank-least": "9", "rank-most": "1"})

    assert answer.status_code == 422


def test_the_page_is_the_organisers():
    cup = a_tournament(entrants=0)

    assert log_in(a_user()).get(address("eligibility", cup.slug)).status_code == 403


def test_who_registers_types_the_code_and_reads_the_rules():
    cup = a_tournament(entrants=0, eligibility=[{"rule": "invite_code", "code": "sesame"}])
    ann = a_user("ann")

    page = log_in(ann).get(address("register", cup.slug)).content.decode()
    wrong = post(log_in(ann), "register", cup.slug, name="Ann", code="xyz")
    post(log_in(ann), "register", cup.slug, name="Ann", code="Sesame")

    assert "You need an invitation code." in page
    assert 'name="code"' in page
    assert "sesame" not in page
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["code"])
    assert Registration.objects.get().name == "Ann"


def test_what_the_rules_saw_is_read_by_the_staff():
    cup = a_tournament(entrants=0, eligibility=[{"rule": "invite_code", "code": "sesame"}])
    post(log_in(a_user()), "register", cup.slug, name="Ann", code="sesame")
    row = Registration.objects.get()

    page = log_in(cup.organizer).get(address("registration", cup.slug, row.pk)).content.decode()

    assert "matches: True" in page


def test_who_asks_for_a_place_that_needs_approval_is_led_to_their_registration():
    cup, ann = a_tournament(entrants=0, needs_approval=True), a_user("ann")

    page = log_in(ann).get(address("register", cup.slug)).content.decode()
    answer = post(log_in(ann), "register", cup.slug, name="Ann")

    assert "The organiser approves each registration" in page
    assert answer.url == address("my_registration", cup.slug)
