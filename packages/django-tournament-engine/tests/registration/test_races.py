"""What many people do at once, on a database that runs them at once.

Each race has a twin with the guard taken out, which shows that the guard is what holds.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import pairwise
from threading import Event

import pytest
from django.utils import timezone
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person
from tests.registration.racing import asking, fresh, leaving, someone, told
from tests.threads import at_once
from tests.unguarded import without_unique_keys

from tournament_engine.core.models import Tournament
from tournament_engine.registration import services
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.registration.services import places, waitlist

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql", "patient"),
]

PEOPLE = 200
PLACES = 16


@pytest.fixture
def cup() -> Tournament:
    return a_tournament(entrants=0, max_entrants=PLACES)


@pytest.fixture
def crowd() -> list[Person]:
    return [a_user() for _ in range(PEOPLE)]


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


def test_without_the_guards_promotions_at_once_give_a_place_more_than_once(
    cup: Tournament, crowd: list[Person], no_lock: None, monkeypatch: pytest.MonkeyPatch
):
    fill_and_wait(cup, crowd)
    everybody_counts_first(monkeypatch, 2)

    with without_unique_keys(Entrant):
        answers = at_once([promoting(cup)] * 2)
        made = Entrant.objects.count()

    assert (answers, made) == (["done"] * 2, 2 * PLACES)


def test_a_free_place_goes_to_who_waits_or_to_who_asks_and_not_to_both():
    cup, new = a_place_free_and_somebody_waiting()

    answers = at_once([promoting(cup), asking(cup, new)])

    assert answers[0] == "done"
    assert Registration.objects.confirmed().count() == 2
    assert Entrant.objects.count() == 2


def test_without_the_lock_a_free_place_goes_to_both(no_lock: None, monkeypatch: pytest.MonkeyPatch):
    cup, new = a_place_free_and_somebody_waiting()
    everybody_counts_first(monkeypatch, 2)

    at_once([promoting(cup), asking(cup, new)])

    assert Registration.objects.confirmed().count() == 3


def a_place_free_and_somebody_waiting() -> tuple[Tournament, Person]:
    """Return two places of which one is taken, with one who waits and was not promoted yet."""
    cup = a_tournament(entrants=0, max_entrants=2)
    _first, second, _third = [a_registration(cup) for _ in range(3)]
    Entrant.objects.filter(registration=second).delete()
    second.delete()
    return cup, a_user()


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

    for module in (waitlist, places):
        monkeypatch.setattr(module, "free_places", wait_for_all)


def test_who_leaves_and_registers_at_once_stands_once(cup: Tournament):
    ann = a_user()
    row = a_registration(cup, ann)

    answers = at_once([leaving(row), *[asking(cup, ann)] * 9])

    standing = Registration.objects.standing().filter(user=ann)
    assert answers[0] == "done"
    assert standing.count() == answers[1:].count("confirmed") <= 1
    assert Entrant.objects.competing(cup).count() == standing.count()


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
