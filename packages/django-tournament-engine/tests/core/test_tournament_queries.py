from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from pytest_django import DjangoAssertNumQueries
from tests.factories import (
    a_game,
    a_registration,
    a_site_admin,
    a_staff_member,
    a_tournament,
    a_user,
)
from tests.people.models import Person

from tournament_engine import permissions
from tournament_engine.core.lifecycle import PUBLIC, TournamentState
from tournament_engine.core.models import Tournament, Visibility
from tournament_engine.core.permissions import MANAGE, VIEW
from tournament_engine.core.queries import Status
from tournament_engine.core.roles import Role
from tournament_engine.core.services import assign_staff
from tournament_engine.users import AnyUser

pytestmark = pytest.mark.django_db

_S = TournamentState


@pytest.fixture
def entered() -> tuple[Tournament, Person]:
    """Return a tournament and one who registered for it."""
    tournament = a_tournament(entrants=0)
    player = a_user()
    a_registration(tournament, player)
    return tournament, player


def of_the_staff() -> Person:
    """Return one whom the site lets change every tournament, without being a superuser."""
    person = a_user()
    person.user_permissions.add(Permission.objects.get(codename="change_tournament"))
    return Person.objects.get(pk=person.pk)


def everybody(tournament: Tournament, player: Person) -> dict[str, AnyUser]:
    return {
        "visitor": AnonymousUser(),
        "stranger": a_user(),
        "player": player,
        "organiser": tournament.organizer,
        "referee": a_staff_member(tournament, Role.REFEREE),
        "co-organiser": a_staff_member(tournament, Role.CO_ORGANIZER),
        "invited": someone_invited(tournament),
        "staff": of_the_staff(),
        "admin": a_site_admin(),
    }


def someone_invited(tournament: Tournament) -> Person:
    person, by = a_user(), tournament.organizer
    assign_staff(tournament=tournament, user=person, role=Role.CO_ORGANIZER, by=by)
    return person


def test_who_sees_what_is_the_same_for_one_and_for_a_list(entered: tuple[Tournament, Person]):
    tournament, _player = entered
    people = everybody(*entered)
    differ = []

    for state, visibility in product(TournamentState, Visibility):
        Tournament.objects.update(state=state, visibility=visibility)
        tournament.refresh_from_db()
        for name, user in people.items():
            alone = permissions.can(user, VIEW, tournament)
            listed = permissions.filter(user, VIEW, Tournament.objects.all()).exists()
            expected = (
                name in {"organiser", "referee", "co-organiser", "staff", "admin"}
                or (state in PUBLIC and visibility != Visibility.PRIVATE)
                or (state in PUBLIC and name == "player")
            )
            if not alone == listed == expected:
                differ.append((state, visibility, name, alone, listed))

    assert differ == []


def test_who_runs_a_tournament_is_the_same_for_one_and_for_a_list(
    entered: tuple[Tournament, Person],
):
    tournament, _player = entered
    answers = {
        name: (
            permissions.can(user, MANAGE, tournament),
            Tournament.objects.manageable_by(user).exists(),
        )
        for name, user in everybody(*entered).items()
    }

    running = {name for name, answer in answers.items() if answer == (True, True)}
    assert running == {"organiser", "co-organiser", "staff", "admin"}
    assert {answer for name, answer in answers.items() if name not in running} == {(False, False)}


def test_a_private_tournament_is_seen_by_its_players_once_each(
    entered: tuple[Tournament, Person],
):
    tournament, player = entered
    a_tournament(entrants=0, visibility="private")
    Tournament.objects.filter(pk=tournament.pk).update(visibility="private")

    assert list(Tournament.objects.visible_to(player)) == [tournament]


def test_the_list_shows_public_tournaments_alone():
    shown = a_tournament(entrants=0)
    a_tournament(entrants=0, visibility="unlisted")
    a_tournament(entrants=0, visibility="private")
    a_tournament(entrants=0, state=_S.DRAFT)

    assert list(Tournament.objects.listed()) == [shown]


@pytest.mark.parametrize(
    ("status", "states"),
    [
        ("upcoming", {"published", "registration_closed", "check_in"}),
        ("open", {"registration_open"}),
        ("live", {"live"}),
        ("finished", {"completed", "concluded", "cancelled", "archived"}),
    ],
)
def test_each_tab_shows_its_states(status: Status, states: set[str]):
    for state in TournamentState:
        tournament = a_tournament(entrants=0, state=_S.DRAFT)
        Tournament.objects.filter(pk=tournament.pk).update(state=state)

    assert {row.state for row in Tournament.objects.by_status(status)} == states


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {"Spring Open", "Summer Cup"}),
        ("summer", {"Summer Cup"}),
        ("CUP summer", {"Summer Cup"}),
        ("chess", {"Spring Open"}),
        ("open chess", {"Spring Open"}),
        ("cup chess", set()),
        ("100%", set()),
    ],
)
def test_search_looks_for_every_word_in_name_and_game(text: str, found: set[str]):
    a_tournament(entrants=0, name="Spring Open", game=a_game("Chess"))
    a_tournament(entrants=0, name="Summer Cup", game=a_game("Football"))

    assert {row.name for row in Tournament.objects.search(text)} == found


def test_a_row_of_the_list_counts_those_who_are_in():
    a_tournament(entrants=0, name="Empty")
    full = a_tournament(entrants=2, max_entrants=2, name="Full")
    a_registration(full)

    counts = {row.name: row.entrant_count for row in Tournament.objects.for_list()}

    assert counts == {"Empty": 0, "Full": 2}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_tournaments_is_one_query(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for _ in range(rows):
        a_tournament(entrants=2)

    with django_assert_num_queries(1):
        shown = [
            (row.game.name, row.organizer.email, row.entrant_count)
            for row in Tournament.objects.for_list().visible_to(AnonymousUser())
        ]

    assert len(shown) == rows
