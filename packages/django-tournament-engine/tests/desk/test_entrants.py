"""The organiser's list of entrants: names in, one out, a file looked over first."""

import pytest
from tests.desk.browsing import address, csv_file, log_in, post
from tests.factories import a_registration, a_tournament, a_user
from tests.playing import a_live_tournament

from tournament_engine.core.models import Tournament
from tournament_engine.registration.imports.rows import Problem
from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db


def standing(tournament: Tournament) -> list[str]:
    rows = Registration.objects.standing().filter(tournament=tournament)
    return [row.name for row in rows.order_by("pk")]


def test_pasted_names_are_added():
    tournament = a_tournament(entrants=["Ann"])

    answer = post(
        log_in(tournament.organizer),
        "manage_entrants",
        tournament.slug,
        action="add",
        names="Bob\r\n\r\nCyd\r\n",
    )

    assert answer.status_code == 302
    assert standing(tournament) == ["Ann", "Bob", "Cyd"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("", "Fill this in."),
        ("Bob\nAnn", "'Ann' is already registered; take the name out of the list."),
        ("Bob\nbob", "Line 2: 'bob' is there twice (line 1); take one of them out."),
    ],
)
def test_a_bad_list_says_what_to_do_and_adds_nobody(names: str, message: str):
    tournament = a_tournament(entrants=["Ann"])

    answer = post(
        log_in(tournament.organizer), "manage_entrants", tournament.slug, action="add", names=names
    )

    assert answer.status_code == 422
    assert dict(answer.context["names_form"].errors) == {"names": [message]}
    assert standing(tournament) == ["Ann"]


def test_nobody_is_added_once_play_has_begun():
    tournament = a_live_tournament(entrants=["Ann", "Bob"])

    answer = post(
        log_in(tournament.organizer), "manage_entrants", tournament.slug, action="add", names="Cyd"
    )

    assert (answer.status_code, standing(tournament)) == (409, ["Ann", "Bob"])


def test_a_file_is_shown_before_anybody_is_added():
    tournament = a_tournament(entrants=0)

    answer = post(
        log_in(tournament.organizer),
        "manage_entrants",
        tournament.slug,
        action="check",
        file=csv_file("name,seed\nBob,2\nAnn,1\n"),
    )

    sheet = answer.context["sheet"]
    assert (answer.status_code, [row.name for row in sheet.rows]) == (200, ["Ann", "Bob"])
    assert answer.context["problems"] == []
    assert standing(tournament) == []


def test_a_bad_file_names_the_line_and_what_to_do():
    tournament = a_tournament(entrants=0)

    answer = post(
        log_in(tournament.organizer),
        "manage_entrants",
        tournament.slug,
        action="check",
        file=csv_file("name,seed\nAnn,first\n"),
    )

    message = "seed: 'first' is no seed; use 1, 2, 3, … or leave it empty."
    assert answer.context["problems"] == [Problem(2, message)]


def test_one_is_taken_off_the_list_after_asking():
    tournament = a_tournament(entrants=["Ann", "Bob"])
    bob = Registration.objects.get(name="Bob")
    organiser = log_in(tournament.organizer)

    asked = organiser.get(address("cancel_entrant", tournament.slug, bob.pk))
    post(organiser, "cancel_entrant", tournament.slug, bob.pk, reason="Asked to.")

    bob.refresh_from_db()
    assert "Take Bob off the list?" in asked.content.decode()
    assert (bob.state, bob.reason, standing(tournament)) == ("cancelled", "Asked to.", ["Ann"])


def test_nobody_is_taken_off_without_a_reason():
    tournament = a_tournament(entrants=["Ann", "Bob"])
    bob = Registration.objects.get(name="Bob")

    answer = post(log_in(tournament.organizer), "cancel_entrant", tournament.slug, bob.pk)

    assert answer.status_code == 422
    assert standing(tournament) == ["Ann", "Bob"]


def test_a_registration_of_another_tournament_is_missing():
    mine, other = a_tournament(entrants=2), a_tournament(entrants=["Zoe"])
    zoe = Registration.objects.get(name="Zoe")

    answer = post(log_in(mine.organizer), "cancel_entrant", mine.slug, zoe.pk, reason="Spite")

    assert answer.status_code == 404
    assert standing(other) == ["Zoe"]


def test_free_places_are_filled_from_the_waitlist():
    tournament = a_tournament(entrants=2, max_entrants=2)
    waiting = a_registration(tournament)
    Tournament.objects.filter(pk=tournament.pk).update(max_entrants=3)
    organiser = log_in(tournament.organizer)

    offered = organiser.get(address("manage_entrants", tournament.slug)).context["can_promote"]
    post(organiser, "manage_entrants", tournament.slug, action="promote")

    waiting.refresh_from_db()
    assert (offered, waiting.state) == (True, "confirmed")


def test_the_list_is_paged_and_takes_the_same_queries_for_few_and_for_many(
    django_assert_max_num_queries,
):
    counted = []

    for size in (1, 300):
        tournament = a_tournament(entrants=size, max_entrants=300)
        organiser = log_in(tournament.organizer)
        with django_assert_max_num_queries(60) as queries:
            page = organiser.get(address("manage_entrants", tournament.slug))
        counted.append((len(queries), len(page.context["page"].object_list)))

    (few, one), (many, hundred) = counted
    assert (one, hundred) == (1, 100)
    assert few == many


def test_other_fields_and_other_people_change_nothing():
    tournament = a_tournament(entrants=["Ann"])
    organiser, stranger = log_in(tournament.organizer), log_in(a_user())

    unknown = post(organiser, "manage_entrants", tournament.slug, action="crown", names="Zoe")
    refused = post(stranger, "manage_entrants", tournament.slug, action="add", names="Zoe")

    assert (unknown.status_code, refused.status_code) == (422, 403)
    assert standing(tournament) == ["Ann"]
