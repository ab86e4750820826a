"""How people come in and leave again, and what the tournament's page asks of them."""

from typing import Any

import pytest
from django.test import Client
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person
from tests.playing import a_duel, a_live_tournament

from tournament_engine.core.lifecycle import TournamentState as S
from tournament_engine.core.models import Tournament
from tournament_engine.hooks.teams import TeamMember
from tournament_engine.registration.models import Registration
from tournament_engine.testing import FakeTeam, FakeTeams

pytestmark = pytest.mark.django_db


def call(tournament: Tournament, client: Client) -> tuple[str, str]:
    """Return what the tournament's page asks of somebody, and the words of the button."""
    page = client.get(address("tournament", tournament.slug))
    (asked,) = (row["data"]["call"] for row in page.context["aside"] if "call" in row["data"])
    return (asked.words, asked.label) if asked else ("", "")


def of(person: Person) -> Registration:
    return Registration.objects.get(user=person)


def test_a_player_registers_under_the_name_that_the_site_knows():
    tournament, ann = a_tournament(entrants=0), a_user("ann")
    form = log_in(ann).get(address("register", tournament.slug)).context["form"]

    answer: Any = log_in(ann).post(address("register", tournament.slug), filled(form))

    assert answer.url == address("entrants", tournament.slug)
    assert (of(ann).name, of(ann).state) == ("ann", "confirmed")


def test_who_comes_when_all_places_are_taken_waits():
    tournament, ann = a_tournament(entrants=2, max_entrants=2), a_user("ann")

    answer = log_in(ann).post(address("register", tournament.slug), {"name": "Ann"}, follow=True)

    assert of(ann).state == "waitlisted"
    assert "All places are taken: Ann is on the waitlist." in answer.content.decode()


def test_a_taken_name_is_refused_at_its_field():
    tournament, ann = a_tournament(entrants=["Ann"]), a_user("ann")

    answer = post(log_in(ann), "register", tournament.slug, name="ANN")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["name"]
    assert Registration.objects.count() == 1


def test_every_reason_against_a_place_is_shown_in_place_of_the_form():
    tournament, ann = a_tournament(state=S.REGISTRATION_CLOSED), a_user("ann")

    page = log_in(ann).get(address("register", tournament.slug))

    assert [reason.code for reason in page.context["reasons"]] == ["closed"]
    assert "<form" not in page.content.decode().split("<main")[1]


def test_nobody_registers_once_it_is_closed():
    tournament, ann = a_tournament(state=S.REGISTRATION_CLOSED, entrants=0), a_user("ann")

    answer = post(log_in(ann), "register", tournament.slug, name="Ann")

    assert (answer.status_code, Registration.objects.count()) == (409, 0)


def test_a_team_is_named_with_its_members():
    tournament, ann = a_tournament(entrants=0, entrant_kind="team"), a_user("ann")

    post(log_in(ann), "register", tournament.slug, name="Rooks", members="Bob\nCyd")

    assert of(ann).name == "Rooks"
    members = [(member.name, member.role) for member in of(ann).members.all()]
    assert members == [("ann", "captain"), ("Bob", "player"), ("Cyd", "player")]


def test_a_team_without_a_name_is_refused():
    tournament, ann = a_tournament(entrants=0, entrant_kind="team"), a_user("ann")

    answer = post(log_in(ann), "register", tournament.slug, members="Bob")

    assert dict(answer.context["form"].errors) == {"name": ["Enter the name of the team."]}


def test_a_team_of_the_site_is_chosen_from_the_list(fake_teams: FakeTeams):
    tournament, ann = a_tournament(entrants=0, entrant_kind="team"), a_user("ann")
    captain = TeamMember(user_id=str(ann.pk), name="Ann", role="captain")
    fake_teams.teams["7"] = FakeTeam("Rooks", frozenset({str(ann.pk)}), (captain,))
    form = log_in(ann).get(address("register", tournament.slug)).context["form"]

    log_in(ann).post(address("register", tournament.slug), filled(form))

    assert (of(ann).name, of(ann).team_ref) == ("Rooks", "7")


def test_somebody_elses_team_cannot_be_chosen(fake_teams: FakeTeams):
    tournament, ann, bob = a_tournament(entrants=0, entrant_kind="team"), a_user(), a_user()
    fake_teams.teams["7"] = FakeTeam("Rooks", frozenset({str(bob.pk)}))
    fake_teams.teams["8"] = FakeTeam("Knights", frozenset({str(ann.pk)}))

    answer = post(log_in(ann), "register", tournament.slug, team_ref="7")

    assert (answer.status_code, Registration.objects.count()) == (422, 0)


def test_other_fields_that_are_sent_change_nothing():
    tournament, ann = a_tournament(entrants=2, max_entrants=2), a_user("ann")

    post(
        log_in(ann),
        "register",
        tournament.slug,
        name="Ann",
        state="confirmed",
        user=tournament.organizer.pk,
        seed="1",
        team_ref="7",
    )

    assert (of(ann).state, of(ann).team_ref) == ("waitlisted", "")


def test_a_place_is_given_back_after_asking():
    tournament, ann = a_tournament(entrants=0), a_user("ann")
    a_registration(tournament, ann)

    asked = log_in(ann).get(address("withdraw", tournament.slug))
    answer = post(log_in(ann), "withdraw", tournament.slug)

    assert "Withdraw ann?" in asked.content.decode()
    assert (answer.url, of(ann).state) == (address("tournament", tournament.slug), "withdrawn")


def test_who_has_no_place_gives_none_back():
    tournament = a_tournament(entrants=0)
    other = a_registration(tournament)

    answer = post(log_in(a_user()), "withdraw", tournament.slug)

    other.refresh_from_db()
    assert (answer.status_code, other.state) == (409, "confirmed")


def test_a_visitor_is_led_to_the_login_and_back(client):
    tournament = a_tournament()

    answer = client.get(address("register", tournament.slug))

    assert answer.url == f"/login/?next={address('register', tournament.slug)}"


def test_who_waits_is_told_so_and_may_give_up_waiting():
    full, ann = a_tournament(entrants=2, max_entrants=2), a_user("ann")
    a_registration(full, ann)

    assert call(full, log_in(ann)) == ("ann is number 1 on the waitlist.", "Your registration")
    page = log_in(ann).get(address("my_registration", full.slug))
    assert address("withdraw", full.slug) in page.content.decode()


def test_who_plays_is_told_so_and_cannot_leave_any_more():
    match, ann, _bob = a_duel()

    words, label = call(match.tournament, log_in(ann))
    page = log_in(ann).get(address("my_registration", match.tournament.slug))

    assert (words.startswith("Your match is on: against "), label) == (True, "Report the score")
    assert address("withdraw", match.tournament.slug) not in page.content.decode()


def test_the_call_follows_the_state_and_the_person(client):
    announced, ann = a_tournament(state=S.PUBLISHED), a_user("ann")
    open_one = a_tournament(entrants=1, max_entrants=2)
    full = a_tournament(entrants=2, max_entrants=2)
    entered = a_tournament(entrants=0)
    a_registration(entered, ann)
    closed = a_tournament(state=S.REGISTRATION_CLOSED)
    live = a_live_tournament()

    calls = [
        call(announced, client),
        call(open_one, client),
        call(full, client),
        call(entered, log_in(ann)),
        call(closed, client),
        call(live, client),
    ]

    assert calls == [
        ("Registration is not open yet.", "Notify me"),
        ("1 of 2 places are free.", "Register"),
        (
            "All places are taken. Whoever waits moves up when one is given back.",
            "Join the waitlist",
        ),
        ("ann is in.", "Your registration"),
        ("Registration is closed.", ""),
        ("It is being played.", "See the bracket"),
    ]
