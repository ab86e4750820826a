"""Places that became free: offered with time to accept, and passed on when it is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person
from tests.playing import first_stage

from tests.conftest import Committed
from tournament_engine import jobs
from tournament_engine.bracket import services as brackets
from tournament_engine.core import guards
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def full() -> tuple[Tournament, list[Registration]]:
    """Return a tournament of two places with an hour to accept one, and three more who wait."""
    cup = a_tournament(entrants=0, max_entrants=2, promotion_minutes=60)
    return cup, [a_registration(cup, a_user()) for _ in range(5)]


def someone(registration: Registration) -> Person:
    assert registration.user is not None
    return registration.user


def leave(row: Registration) -> Registration:
    return services.withdraw_registration(registration=row, by=someone(row))


def accept(row: Registration, by: Any = None) -> Registration:
    return services.accept_place(registration=row, by=by or someone(row))


def seen() -> list[str]:
    """Return the states in order; who has an offer is "offered"."""
    rows = Registration.objects.order_by("pk")
    return ["offered" if row.accept_by else row.state for row in rows]


def overdue(row: Registration) -> None:
    Registration.objects.filter(pk=row.pk).update(accept_by=timezone.now() - MINUTE)


def test_a_freed_place_is_kept_for_the_first_who_waits(full: tuple[Tournament, list[Registration]]):
    cup, [first, *_others] = full

    leave(first)
    late = a_registration(cup)

    assert seen() == ["withdrawn", "confirmed", "offered", "waitlisted", "waitlisted", "waitlisted"]
    assert late.state == "waitlisted"


def test_who_accepts_is_in_and_a_second_time_changes_nothing(
    full: tuple[Tournament, list[Registration]],
):
    _cup, [first, _second, third, *_others] = full
    leave(first)

    accept(third)
    accept(third)

    assert seen() == ["withdrawn", "confirmed", "confirmed", "waitlisted", "waitlisted"]
    assert third.entrant.name == third.name


def test_an_offer_that_nobody_accepts_goes_to_the_next(
    full: tuple[Tournament, list[Registration]],
    fake_notifications: FakeNotifications,
    committed: Committed,
):
    _cup, [first, _second, third, fourth, _fifth] = full
    leave(first)
    overdue(third)

    with committed():
        done = services.expire_offers(timezone.now())

    assert (done, services.expire_offers(timezone.now())) == (1, 0)
    assert seen() == ["withdrawn", "confirmed", "expired", "offered", "waitlisted"]
    told = [(sent.event, sent.recipients) for sent in fake_notifications.sent]
    assert sorted(told) == [
        ("registration_offer_over", (str(third.user_id),)),
        ("registration_offered", (str(fourth.user_id),)),
    ]


def test_nobody_accepts_too_late(full: tuple[Tournament, list[Registration]]):
    _cup, [first, _second, third, *_others] = full
    leave(first)
    overdue(third)

    with pytest.raises(Conflict) as refused:
        accept(third)

    assert refused.value.code == "offer_over"


def test_nobody_accepts_what_was_not_offered(full: tuple[Tournament, list[Registration]]):
    _cup, rows = full

    with pytest.raises(Conflict) as refused:
        accept(rows[4])

    assert refused.value.code == "no_offer"


def test_nobody_accepts_for_somebody_else(full: tuple[Tournament, list[Registration]]):
    _cup, [first, _second, third, *_others] = full
    leave(first)

    with pytest.raises(NotAllowed):
        accept(third, by=a_user())


def test_who_turns_an_offer_down_passes_it_on(full: tuple[Tournament, list[Registration]]):
    _cup, [first, _second, third, *_others] = full
    leave(first)

    leave(third)

    assert seen() == ["withdrawn", "confirmed", "withdrawn", "offered", "waitlisted"]


def test_an_offer_ends_when_play_begins_at_the_latest():
    starts = timezone.now() + 10 * MINUTE
    cup = a_tournament(entrants=0, max_entrants=2, promotion_minutes=60, starts_at=starts)
    first, _second, third = [a_registration(cup) for _ in range(3)]

    leave(first)

    third.refresh_from_db()
    assert third.accept_by == starts


def test_an_offer_holds_up_the_draw():
    cup = a_tournament(entrants=0, max_entrants=3, promotion_minutes=60)
    first, *_others = [a_registration(cup) for _ in range(4)]
    leave(first)
    tournaments.close_registration(tournament=cup, by=cup.organizer)

    with pytest.raises(Conflict, match="offered a place") as refused:
        brackets.generate_bracket(stage=first_stage(cup), by=None)

    assert refused.value.code == "undecided"


def test_who_accepts_may_still_need_approval(full: tuple[Tournament, list[Registration]]):
    cup, [first, _second, third, *_others] = full
    Tournament.objects.update(needs_approval=True)
    leave(first)

    assert accept(third).state == "pending"
    assert cup.pk == third.tournament_id


def test_a_place_on_offer_counts_as_taken(full: tuple[Tournament, list[Registration]]):
    cup, [first, *_others] = full
    leave(first)
    cup.max_entrants = 1

    with pytest.raises(Conflict) as refused:
        guards.check("configure", cup)

    assert (refused.value.code, refused.value.field) == ("places_taken", "max_entrants")


def test_the_job_is_one_of_the_engine():
    assert jobs.jobs()["cleanup_stale_registrations"].run is services.expire_offers
