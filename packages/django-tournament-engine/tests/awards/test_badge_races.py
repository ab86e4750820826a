"""One badge, given many times at once, on a database that runs them at once."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db import connection
from tests.awards.prizes import played
from tests.factories import a_tournament, a_user
from tests.people.models import Person
from tests.playing import started
from tests.threads import at_once

from tournament_engine import locks
from tournament_engine.awards import services
from tournament_engine.awards.models import Achievement, Badge
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration.services import register

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]

TIMES = 20


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a slow machine take its time."""
    monkeypatch.setattr(locks, "PATIENCE", "60s")


@pytest.fixture
def unguarded() -> Iterator[None]:
    """Take the guard out: the database lets anybody have a badge twice."""
    name = "te_badge_of_person"
    [guard] = [one for one in Badge._meta.constraints if one.name == name]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Badge, guard)
    yield
    Badge.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Badge, guard)


@pytest.fixture
def title() -> Achievement:
    return services.define_achievement(
        code="title", name="Title", rule="place", params={"place": 1, "times": 1}, by=None
    )


def giving(title: Achievement) -> list[Callable[[], Badge]]:
    give = partial(services.award_achievement, achievement=title, holder=a_user())
    return [give] * TIMES


def test_a_badge_that_is_given_twenty_times_at_once_is_one_and_told_once(title: Achievement):
    given = at_once(giving(title))

    assert {badge.pk for badge in given} == {Badge.objects.get().pk}
    assert OutboxMessage.objects.filter(topic="event:achievements_awarded").count() == 1


def test_without_the_constraint_there_would_be_more(title: Achievement, unguarded: None):
    at_once([partial(_ignoring, call) for call in giving(title)])

    assert Badge.objects.count() > 1


def _ignoring(call: Callable[[], Badge]) -> None:
    try:
        call()
    except Badge.MultipleObjectsReturned:
        # Whoever came after sees them all, and undoes its own.
        return


def test_two_tournaments_that_end_at_once_give_one_title(title: Achievement):
    ann = a_user()
    cups = [_won_by(ann) for _twice in range(2)]

    at_once([partial(services.award_achievements, tournament=cup) for cup in cups] * 5)

    assert Badge.objects.get().user == ann
    assert OutboxMessage.objects.filter(topic="event:achievements_awarded").count() == 1


def _won_by(winner: Person) -> Tournament:
    cup = a_tournament(entrants=0)
    for person in (winner, a_user()):
        register(tournament=cup, user=person, by=person)
    tournaments.close_registration(tournament=cup, by=cup.organizer)
    return played(started(cup))
