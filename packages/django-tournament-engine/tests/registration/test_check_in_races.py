"""People who check in while the check-in closes, on a database that runs them at once.

Each race has a twin with the guard taken out, which shows that the guard is what holds.
"""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from threading import Event
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_registration, a_tournament
from tests.registration.racing import fresh, lost, someone, told
from tests.threads import at_once

from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql", "patient"),
]

PLACES = 16


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
