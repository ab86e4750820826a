"""The check-in desk: people ticked off, also many at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.browsing import address, log_in, post
from tests.factories import a_registration, a_tournament, a_user

from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db


def checking_in(size: int = 2) -> tuple[Tournament, list[Registration]]:
    now = timezone.now()
    cup = a_tournament(
        entrants=0,
        check_in_opens_at=now - timedelta(hours=1),
        check_in_closes_at=now + timedelta(hours=1),
    )
    rows = [a_registration(cup, name=f"Ann {number}") for number in range(size)]
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    tournaments.open_check_in(tournament=cup, by=cup.organizer)
    return cup, rows


def send(cup: Tournament, **fields: object) -> Any:
    return post(log_in(cup.organizer), "check_in_desk", cup.slug, **fields)


def there() -> list[str]:
    rows = Registration.objects.exclude(checked_in_at=None).order_by("pk")
    return [row.name for row in rows]


def test_many_are_checked_in_at_once_and_one_is_taken_back():
    cup, rows = checking_in()

    answer = send(cup, action="check_in", row=[row.pk for row in rows])
    both = there()
    send(cup, action="undo", row=[rows[0].pk])

    assert (answer.status_code, both, there()) == (302, ["Ann 0", "Ann 1"], ["Ann 1"])


def test_the_desk_shows_who_is_there_and_who_is_not():
    cup, rows = checking_in()
    send(cup, action="check_in", row=[rows[1].pk])

    context = log_in(cup.organizer).get(address("check_in_desk", cup.slug)).context

    assert (context["missing"], context["there"]) == ([rows[0]], [rows[1]])


def test_who_came_late_is_let_in_again():
    cup, rows = checking_in()
    send(cup, action="check_in", row=[rows[1].pk])
    tournaments.close_check_in(tournament=cup, by=cup.organizer)

    closed = send(cup, action="check_in", row=[rows[0].pk])
    send(cup, action="restore", row=[rows[0].pk])

    [outcome] = closed.context["outcomes"]
    assert (closed.status_code, outcome.error.code) == (200, "check_in_closed")
    assert there() == ["Ann 0", "Ann 1"]


def test_one_who_came_late_is_let_in_again_on_their_own_page():
    cup, rows = checking_in()
    send(cup, action="check_in", row=[rows[1].pk])
    tournaments.close_check_in(tournament=cup, by=cup.organizer)

    post(log_in(cup.organizer), "registration", cup.slug, rows[0].pk, action="restore")

    assert there() == ["Ann 0", "Ann 1"]


def test_nobody_ticked_is_a_mistake_and_a_stranger_stays_out():
    cup, _rows = checking_in()

    answer = send(cup, action="check_in")
    stranger = post(log_in(a_user()), "check_in_desk", cup.slug, action="check_in")

    assert (answer.status_code, stranger.status_code, there()) == (422, 403, [])


def test_the_desk_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries: Any):
    few, _rows = checking_in(size=1)
    more, _rows = checking_in(size=3)
    first, second = log_in(few.organizer), log_in(more.organizer)
    with django_assert_num_queries(8, exact=False) as once:
        first.get(address("check_in_desk", few.slug))

    with django_assert_num_queries(len(once)):
        second.get(address("check_in_desk", more.slug))
