"""`manage.py tournament_tick`: what waits in the outbox is delivered."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from tournament_engine.outbox import MAX_ATTEMPTS, OutboxMessage

pytestmark = pytest.mark.django_db


def tick(**options: bool) -> str:
    out = StringIO()
    call_command("tournament_tick", stdout=out, **options)
    return out.getvalue()


def a_message(key: str, *, topic: str = "event:tournament_started", attempts: int = 0) -> None:
    """Write what a crash left: a row that was due a minute ago."""
    OutboxMessage.objects.create(
        topic=topic,
        key=key,
        payload={"tournament": 1},
        attempts=attempts,
        available_at=timezone.now() - timedelta(minutes=1),
    )


def test_an_empty_outbox_is_told():
    assert tick() == "0 delivered, 0 to be tried again, 0 given up.\n"


def test_what_is_due_is_delivered_and_the_rest_is_counted():
    a_message("one")
    a_message("two")
    a_message("nobody's", topic="nobody")
    a_message("dead", attempts=MAX_ATTEMPTS)

    assert tick() == "2 delivered, 1 to be tried again, 1 given up.\n"
    assert tick() == "0 delivered, 1 to be tried again, 1 given up.\n"


def test_a_program_reads_json():
    a_message("one")

    assert json.loads(tick(json=True)) == {"delivered": 1, "waiting": 0, "given_up": 0}
