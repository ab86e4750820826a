"""What many people do at once, on a database that runs them at once."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from tests.factories import a_tournament, a_user
from tests.people.models import Person
from tests.threads import at_once

from tournament_engine import locks
from tournament_engine.core.models import Tournament
from tournament_engine.errors import TournamentError
from tournament_engine.registration import services
from tournament_engine.registration.models import Entrant, Registration

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]

PEOPLE = 48
PLACES = 6


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a slow machine take its time: who waits too long has a test of their own."""
    monkeypatch.setattr(locks, "PATIENCE", "60s")


@pytest.fixture
def cup() -> Tournament:
    return a_tournament(entrants=0, max_entrants=PLACES)


@pytest.fixture
def crowd() -> list[Person]:
    return [a_user() for _ in range(PEOPLE)]


def asking(cup: Tournament, user: Person) -> Callable[[], str]:
    def ask() -> str:
        tournament = Tournament.objects.get(pk=cup.pk)
        try:
            return services.register(tournament=tournament, user=user, by=user).state
        except TournamentError as error:
            return error.code

    return ask


def leaving(registration: Registration) -> Callable[[], object]:
    assert registration.user is not None
    return partial(services.withdraw_registration, registration=registration, by=registration.user)


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guard out: read the row again and lock nothing."""

    def read_again(row: Any) -> Any:
        row.refresh_from_db()
        return row

    monkeypatch.setattr(services, "lock", read_again)


def test_places_are_never_oversold_and_the_waitlist_is_in_order(
    cup: Tournament, crowd: list[Person]
):
    answers = at_once([asking(cup, user) for user in crowd])

    assert Counter(answers) == {"confirmed": PLACES, "waitlisted": PEOPLE - PLACES}
    rows = list(Registration.objects.order_by("pk"))
    assert [row.state for row in rows] == ["confirmed"] * PLACES + ["waitlisted"] * (
        PEOPLE - PLACES
    )
    assert sorted(rows, key=lambda row: row.created_at) == rows
    assert Entrant.objects.count() == PLACES


def test_without_the_lock_places_are_oversold(cup: Tournament, crowd: list[Person], no_lock: None):
    at_once([asking(cup, user) for user in crowd])

    assert Registration.objects.confirmed().count() > PLACES


def test_one_person_who_asks_many_times_at_once_is_in_once(cup: Tournament):
    ann = a_user()

    answers = at_once([asking(cup, ann)] * 12)

    assert Counter(answers) == {"confirmed": 1, "already_registered": 11}


def test_without_the_lock_the_constraints_still_let_nobody_in_twice(cup: Tournament, no_lock: None):
    ann = a_user()

    answers = at_once([asking(cup, ann)] * 12)

    assert answers.count("confirmed") == 1
    assert set(answers) <= {"confirmed", "already_registered", "name_taken"}
    assert Registration.objects.count() == 1


def test_places_freed_at_once_go_to_as_many_who_wait(cup: Tournament, crowd: list[Person]):
    for user in crowd[: 2 * PLACES]:
        asking(cup, user)()
    inside = list(Registration.objects.confirmed())
    waiting = list(Registration.objects.waitlisted())

    at_once([leaving(row) for row in inside])

    assert list(Registration.objects.confirmed().order_by("pk")) == waiting
    assert Registration.objects.waitlisted().count() == 0
