"""What many people do at once, on a database that runs them at once.

Each race has a twin with the guard taken out, which shows that the guard is what holds.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from importlib import import_module
from itertools import pairwise
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person
from tests.threads import at_once

from tournament_engine import locks
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.errors import TournamentError
from tournament_engine.registration import services
from tournament_engine.registration.models import Entrant, Registration, RosterMember
from tournament_engine.registration.services import invitations, places, steps, waitlist

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]

PEOPLE = 200
PLACES = 16


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


def told(act: Callable[[], Any]) -> Callable[[], str]:
    """Return a call that answers "done" or the code of the refusal."""

    def call() -> str:
        try:
            act()
        except TournamentError as error:
            return error.code
        return "done"

    return call


def asking(cup: Tournament, user: Person, **facts: Any) -> Callable[[], str]:
    def ask() -> str:
        tournament = Tournament.objects.get(pk=cup.pk)
        try:
            return services.register(tournament=tournament, user=user, by=user, **facts).state
        except TournamentError as error:
            return error.code

    return ask


def fresh(registration: Registration) -> Registration:
    """Return the row as another request reads it."""
    return Registration.objects.select_related("tournament").get(pk=registration.pk)


def someone(registration: Registration) -> Person:
    assert registration.user is not None
    return registration.user


def leaving(registration: Registration) -> Callable[[], str]:
    user = someone(registration)
    return told(lambda: services.withdraw_registration(registration=fresh(registration), by=user))


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guard out: read the row again and lock nothing."""

    def read_again(row: Any) -> Any:
        row.refresh_from_db()
        return row

    for module in (places, steps, waitlist, invitations):
        monkeypatch.setattr(module, "lock", read_again)


@pytest.fixture
def no_constraint() -> Iterator[None]:
    """Take the database's own guard out: one person in one roster of a tournament."""
    [once] = [
        constraint
        for constraint in RosterMember._meta.constraints
        if constraint.name == "te_member_once"
    ]
    with connection.schema_editor() as editor:
        editor.remove_constraint(RosterMember, once)
    yield
    RosterMember.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(RosterMember, once)


def test_places_are_never_oversold_and_the_waitlist_is_in_order(
    cup: Tournament, crowd: list[Person]
):
    answers = at_once([asking(cup, user) for user in crowd])

    assert Counter(answers) == {"confirmed": PLACES, "waitlisted": PEOPLE - PLACES}
    rows = list(Registration.objects.order_by("pk"))
    expected = ["confirmed"] * PLACES + ["waitlisted"] * (PEOPLE - PLACES)
    assert [row.state for row in rows] == expected
    assert all(one.created_at <= other.created_at for one, other in pairwise(rows))
    assert Entrant.objects.count() == PLACES


def test_without_the_lock_places_are_oversold(cup: Tournament, crowd: list[Person], no_lock: None):
    at_once([asking(cup, user) for user in crowd])

    assert Registration.objects.confirmed().count() > PLACES


def test_one_person_who_asks_many_times_at_once_is_in_once(cup: Tournament):
    ann = a_user()

    answers = at_once([asking(cup, ann)] * PEOPLE)

    assert Counter(answers) == {"confirmed": 1, "already_registered": PEOPLE - 1}
    assert Registration.objects.count() == 1


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


def test_promotions_at_once_give_each_place_once(cup: Tournament, crowd: list[Person]):
    fill_and_wait(cup, crowd)

    at_once([promoting(cup)] * 8)

    held = list(Registration.objects.confirmed().order_by("pk").values_list("pk", flat=True))
    first = Registration.objects.order_by("pk").values_list("pk", flat=True)[:PLACES]
    assert held == list(first)
    assert Entrant.objects.count() == PLACES


def test_without_the_lock_promotions_at_once_give_places_that_are_none(
    cup: Tournament, crowd: list[Person], no_lock: None, monkeypatch: pytest.MonkeyPatch
):
    fill_and_wait(cup, crowd)
    everybody_counts_first(monkeypatch, 8)

    answers = at_once([promoting(cup)] * 8)

    assert len(set(answers)) > 1 or Entrant.objects.count() != PLACES


def fill_and_wait(cup: Tournament, crowd: list[Person]) -> None:
    """Let four wait where all places are free: nobody was promoted yet."""
    Tournament.objects.filter(pk=cup.pk).update(max_entrants=PLACES)
    for user in crowd[: PLACES + 4]:
        asking(cup, user)()
    Registration.objects.update(state="waitlisted")
    Entrant.objects.all().delete()


def promoting(cup: Tournament) -> Callable[[], str]:
    def promote() -> str:
        tournament = Tournament.objects.get(pk=cup.pk)
        try:
            services.promote_from_waitlist(tournament=tournament)
        except Exception as error:  # noqa: BLE001 - what the database says without the guard
            return type(error).__name__
        return "done"

    return promote


def everybody_counts_first(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """Hold each count of free places until all have counted, as bad luck would have it."""
    counted, all_counted = [], Event()
    count = waitlist.free_places

    def wait_for_all(tournament: Tournament) -> int:
        free = count(tournament)
        counted.append(free)
        if len(counted) >= people:
            all_counted.set()
        all_counted.wait(2)
        return free

    monkeypatch.setattr(waitlist, "free_places", wait_for_all)


def two_teams() -> tuple[Tournament, list[Registration]]:
    cup = a_tournament(entrants=0, entrant_kind="team")
    return cup, [a_registration(cup) for _ in range(2)]


def joining(team: Registration, user: Person) -> Callable[[], str]:
    invitation = services.invite_member(registration=team, by=someone(team))
    token = services.token_of(invitation)
    return told(lambda: services.accept_invitation(token=token, by=user))


def test_a_person_who_joins_two_teams_at_once_is_in_one():
    _cup, teams = two_teams()
    bob = a_user()
    calls = [joining(team, bob) for team in teams for _ in range(5)]

    answers = at_once(calls)

    assert answers.count("done") == 1
    assert set(answers) == {"done", "member_registered"}
    assert RosterMember.objects.filter(user=bob, is_active=True).count() == 1


def test_without_the_lock_the_database_alone_keeps_a_person_in_one_team(no_lock: None):
    _cup, teams = two_teams()
    bob = a_user()

    answers = at_once([joining(team, bob) for team in teams for _ in range(5)])

    assert answers.count("done") == 1
    assert RosterMember.objects.filter(user=bob, is_active=True).count() == 1


def test_without_either_guard_a_person_is_in_two_teams(
    no_lock: None, no_constraint: None, monkeypatch: pytest.MonkeyPatch
):
    _cup, teams = two_teams()
    bob = a_user()
    calls = [joining(team, bob) for team in teams]
    everybody_looks_first(monkeypatch, len(calls))

    at_once(calls)

    assert RosterMember.objects.filter(user=bob, is_active=True).count() == 2


def everybody_looks_first(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """Hold each one who was found free until all were."""
    looked, all_looked = [], Event()
    look = invitations._require_free  # noqa: SLF001 - the place where bad luck strikes

    def wait_for_all(*args: Any) -> None:
        look(*args)
        looked.append(1)
        if len(looked) >= people:
            all_looked.set()
        all_looked.wait(2)

    monkeypatch.setattr(invitations, "_require_free", wait_for_all)


def test_one_link_lets_one_person_in():
    _cup, [team, _other] = two_teams()
    token = services.token_of(services.invite_member(registration=team, by=someone(team)))
    people = [a_user() for _ in range(10)]

    answers = at_once(
        [told(partial(services.accept_invitation, token=token, by=user)) for user in people]
    )

    assert Counter(answers) == {"done": 1, "invitation_void": 9}


def test_without_the_lock_one_link_lets_many_in(no_lock: None, monkeypatch: pytest.MonkeyPatch):
    _cup, [team, _other] = two_teams()
    token = services.token_of(services.invite_member(registration=team, by=someone(team)))
    people = [a_user() for _ in range(4)]
    everybody_looks_first(monkeypatch, len(people))

    answers = at_once(
        [told(partial(services.accept_invitation, token=token, by=user)) for user in people]
    )

    assert answers.count("done") > 1


def test_leaving_and_joining_at_once_leave_nobody_in_two_places(cup: Tournament):
    team_cup, [team, other] = two_teams()
    bob = a_user()
    member = services.accept_invitation(
        token=services.token_of(services.invite_member(registration=team, by=someone(team))),
        by=bob,
    )
    leave = told(
        lambda: services.leave_roster(
            member=RosterMember.objects.select_related("registration__tournament").get(
                pk=member.pk
            ),
            by=bob,
        )
    )

    answers = at_once([leave, joining(other, bob), leave, joining(other, bob)])

    assert answers.count("done") in {1, 2}
    active = RosterMember.objects.filter(tournament=team_cup, user=bob, is_active=True)
    assert active.count() == answers[1::2].count("done")


def test_who_leaves_and_registers_at_once_stands_once(cup: Tournament):
    ann = a_user()
    row = a_registration(cup, ann)

    answers = at_once([leaving(row), *[asking(cup, ann)] * 9])

    standing = Registration.objects.standing().filter(user=ann)
    assert answers[0] == "done"
    assert standing.count() == answers[1:].count("confirmed") <= 1
    assert Entrant.objects.competing(cup).count() == standing.count()


def checking_in() -> tuple[Tournament, list[Registration]]:
    now = timezone.now()
    cup = a_tournament(
        entrants=0,
        max_entrants=PLACES,
        check_in_opens_at=now - timedelta(hours=1),
        check_in_closes_at=now + timedelta(hours=1),
    )
    rows = [a_registration(cup) for _ in range(PLACES)]
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    tournaments.open_check_in(tournament=cup, by=cup.organizer)
    return cup, rows


def coming(registration: Registration) -> Callable[[], str]:
    user = someone(registration)
    return told(lambda: services.check_in(registration=fresh(registration), by=user))


def closing(cup: Tournament) -> Callable[[], str]:
    def close() -> str:
        tournament = Tournament.objects.get(pk=cup.pk)
        return told(lambda: tournaments.close_check_in(tournament=tournament, by=None))()

    return close


def test_at_the_close_everybody_is_either_there_or_missing():
    cup, rows = checking_in()
    half = len(rows) // 2

    answers = at_once(
        [*map(coming, rows[:half]), closing(cup), *map(coming, rows[half:]), closing(cup)]
    )

    came = [answers[index] == "done" for index in (*range(half), *range(half + 1, len(rows) + 1))]
    for row, is_there in zip(rows, came, strict=True):
        row.refresh_from_db()
        expected = ("confirmed", True) if is_there else ("no_show", False)
        assert (row.state, row.checked_in_at is not None) == expected
    assert sorted([answers[half], answers[-1]]) == ["check_in_over", "done"]


def test_without_the_lock_somebody_is_told_that_they_are_in_and_is_not(
    no_lock: None, monkeypatch: pytest.MonkeyPatch
):
    cup, rows = checking_in()
    looked, closed = Event(), Event()
    # The package has a service of this name.
    module = import_module("tournament_engine.registration.services.check_in")
    note = module._note  # noqa: SLF001 - the place where bad luck strikes

    def note_late(*args: Any) -> None:
        looked.set()
        closed.wait(5)
        note(*args)

    monkeypatch.setattr(module, "_note", note_late)

    def close_between() -> str:
        looked.wait(5)
        answer = closing(cup)()
        closed.set()
        return answer

    answers = at_once([lost(coming(rows[0])), close_between])

    rows[0].refresh_from_db()
    assert answers[1] == "done"
    assert (rows[0].state, answers[0]) != ("confirmed", "done")


def lost(call: Callable[[], str]) -> Callable[[], str]:
    """Return a call that answers what the database says without the guard."""

    def attempt() -> str:
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - whatever it is
            return type(error).__name__

    return attempt


def test_accepting_at_the_last_moment_and_the_end_of_the_offer_give_the_place_once():
    cup = a_tournament(entrants=0, max_entrants=2, promotion_minutes=60)
    first, _second, third, fourth = [a_registration(cup) for _ in range(4)]
    leaving(first)()
    user = someone(third)
    accept = told(lambda: services.accept_place(registration=fresh(third), by=user))
    later = timezone.now() + timedelta(hours=2)
    calls: list[Callable[[], object]] = [
        accept,
        partial(services.expire_offers, later),
        accept,
    ]

    answers = at_once(calls)

    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.state, fourth.accept_by is not None) in {("confirmed", False), ("expired", True)}
    assert (third.state == "confirmed") == (answers[1] == 0)
    assert Registration.objects.holding().count() == 2
