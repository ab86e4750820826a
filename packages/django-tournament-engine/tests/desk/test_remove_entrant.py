"""The organiser takes an entrant out of the matches of a tournament that is live."""

from typing import Any

import pytest
from tests.desk.browsing import address, log_in, post
from tests.factories import a_tournament, a_user
from tests.playing import a_live_tournament, a_live_tournament_of_people

from tournament_engine.core.models import Tournament
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup() -> Tournament:
    return a_live_tournament(entrants=["Ann", "Bob", "Cyd", "Dee"])


def bob_of(tournament: Tournament) -> Registration:
    return Registration.objects.get(tournament=tournament, name="Bob")


def remove(tournament: Tournament, registration: Registration, **fields: object) -> Any:
    organiser = log_in(tournament.organizer)
    return post(organiser, "remove_entrant", tournament.slug, registration.pk, **fields)


def test_the_list_of_entrants_leads_to_the_page(cup: Tournament):
    listed = log_in(cup.organizer).get(address("manage_entrants", cup.slug)).content.decode()

    asked = log_in(cup.organizer).get(address("remove_entrant", cup.slug, bob_of(cup).pk))

    assert address("remove_entrant", cup.slug, bob_of(cup).pk) in listed
    assert "Take Bob out of the matches?" in asked.content.decode()


def test_the_page_of_cancelling_leads_there_once_it_is_played(cup: Tournament):
    answer = log_in(cup.organizer).get(address("cancel_entrant", cup.slug, bob_of(cup).pk))

    assert answer["Location"] == address("remove_entrant", cup.slug, bob_of(cup).pk)


@pytest.mark.parametrize(
    ("way", "state"), [("withdraw", "withdrawn"), ("disqualify", "disqualified")]
)
def test_an_entrant_is_taken_out(cup: Tournament, way: str, state: str):
    answer = remove(cup, bob_of(cup), way=way, reason="Left the hall")

    match = Match.objects.get(sides__entrant__name="Bob", round=1)
    assert answer.url == address("manage_entrants", cup.slug)
    assert (bob_of(cup).state, bob_of(cup).reason) == (state, "Left the hall")
    assert (match.state, match.result_kind) == ("completed", "walkover")


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"way": "withdraw"}, {"reason": ["Fill this in."]}),
        ({"reason": "Rude"}, {"way": ["Fill this in."]}),
    ],
)
def test_nobody_is_taken_out_without_a_way_and_a_reason(
    cup: Tournament, fields: dict[str, str], errors: dict[str, list[str]]
):
    answer = remove(cup, bob_of(cup), **fields)

    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, errors)
    assert bob_of(cup).state == "confirmed"


def test_before_play_the_page_says_that_it_is_too_early():
    cup = a_tournament(entrants=["Ann", "Bob"])

    answer = remove(cup, bob_of(cup), way="withdraw", reason="Ill")

    assert answer.status_code == 409
    assert "unless the tournament is live" in answer.content.decode()


def test_who_left_is_not_taken_out_again(cup: Tournament):
    remove(cup, bob_of(cup), way="disqualify", reason="Rude")

    answer = remove(cup, bob_of(cup), way="disqualify", reason="Rude")
    listed = log_in(cup.organizer).get(address("manage_entrants", cup.slug)).content.decode()

    assert answer.status_code == 404
    assert address("remove_entrant", cup.slug, bob_of(cup).pk) not in listed


def test_strangers_and_players_take_nobody_out():
    cup = a_live_tournament_of_people(2)
    first = Registration.objects.filter(tournament=cup)[0]
    assert first.user is not None

    answers = [
        post(log_in(person), "remove_entrant", cup.slug, first.pk, way="withdraw", reason="Spite")
        for person in (a_user(), first.user)
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert not Registration.objects.filter(state="withdrawn").exists()


def test_who_is_disqualified_reads_it_beside_the_tournament():
    cup = a_live_tournament_of_people(3)
    first = Registration.objects.filter(tournament=cup)[0]
    assert first.user is not None
    remove(cup, first, way="disqualify", reason="Rude")

    page = log_in(first.user).get(cup.get_absolute_url()).content.decode()

    assert f"{first.name} is disqualified." in page
