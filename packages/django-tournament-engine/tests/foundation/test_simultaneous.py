"""What several workers do at once, on a database that runs them at once."""

from collections import Counter
from itertools import product
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from tests.factories import a_tournament
from tests.threads import at_once

from tournament_engine import locks, outbox
from tournament_engine.core.models import Tournament
from tournament_engine.core.services import update_tournament
from tournament_engine.errors import Conflict, StaleVersion
from tournament_engine.locks import lock
from tournament_engine.outbox import OutboxMessage

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]


def answer_of_who_waits(cup: Tournament, before: str) -> str:
    """Return what becomes of a lock that somebody else holds, after a statement of setting up."""
    is_held, is_over = Event(), Event()

    def hold() -> str:
        with transaction.atomic():
            lock(Tournament.objects.get(pk=cup.pk))
            is_held.set()
            is_over.wait(timeout=10)
        return "held"

    def wait() -> str:
        is_held.wait(timeout=10)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(before)
                lock(Tournament.objects.get(pk=cup.pk))
        except Conflict as error:
            return error.code
        except OperationalError:
            return "another error"
        finally:
            is_over.set()
        return "locked"

    return at_once([hold, wait])[1]


def test_who_waits_too_long_for_a_lock_is_told_to_try_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(locks, "PATIENCE", "50ms")

    assert answer_of_who_waits(a_tournament(entrants=0), "SELECT 1") == "busy"


def test_another_trouble_of_the_database_is_not_called_a_wait():
    give_up = "SET LOCAL statement_timeout = '50ms'"

    assert answer_of_who_waits(a_tournament(entrants=0), give_up) == "another error"


def test_a_message_is_delivered_once_by_many_workers():
    got: list[str] = []

    def take(*, key: str, **_: Any) -> None:
        got.append(key)

    with transaction.atomic():
        for number in range(20):
            outbox.enqueue(topic="parcel", key=f"k{number}", payload={})
    OutboxMessage.objects.update(attempts=0, available_at="2000-01-01T00:00Z")
    outbox.handler("parcel", take)

    delivered = at_once([outbox.flush] * 6)

    assert sum(delivered) == 20
    assert Counter(got) == {f"k{number}": 1 for number in range(20)}


def order_of_two_flushers(streams: int = 4, length: int = 10) -> dict[str, list[int]]:
    """Return in which order two workers delivered the rows of some streams.

    Whoever has the very first row takes so long that the other one is through meanwhile.
    """
    got: dict[str, list[int]] = {str(stream): [] for stream in range(streams)}
    other_is_through = Event()

    def take(*, key: str, payload: Any, **_: Any) -> None:
        if key == "k0.0":
            other_is_through.wait(timeout=10)
        got[payload["stream"]].append(payload["number"])

    def work() -> None:
        outbox.flush()
        other_is_through.set()

    outbox.handler("parcel", take)
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            topic="parcel",
            key=f"k{stream}.{number}",
            payload={"stream": str(stream), "number": number},
            stream=f"parcel:{stream}",
            available_at=timezone.now(),
        )
        for number, stream in product(range(length), range(streams))
    )
    at_once([work] * 2)
    return got


def test_two_workers_keep_the_order_of_every_tournament():
    assert order_of_two_flushers() == {str(stream): list(range(10)) for stream in range(4)}


def test_without_a_look_at_who_is_before_two_workers_lose_the_order(
    monkeypatch: pytest.MonkeyPatch,
):
    # The canary: each worker takes whatever row it finds.
    monkeypatch.setattr(outbox, "_nothing_before", lambda _now: Q())

    assert order_of_two_flushers(streams=1)["0"] != list(range(10))


def test_of_two_editors_at_once_one_is_told():
    cup = a_tournament(entrants=0)

    def edit(name: str) -> str:
        mine = Tournament.objects.get(pk=cup.pk)
        try:
            update_tournament(tournament=mine, by=cup.organizer, version=cup.version, name=name)
        except StaleVersion as error:
            return error.code
        return name

    answers = at_once([lambda: edit("One"), lambda: edit("Two")])

    assert sorted(answers)[1] == "stale_version"
    assert Tournament.objects.get().name in answers
