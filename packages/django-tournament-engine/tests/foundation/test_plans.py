"""What is asked every few seconds is found by an index, whatever else the table holds."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from tournament_engine.core.models import Tournament
from tournament_engine.hooks.models import InboxMessage, Rating
from tournament_engine.outbox import MAX_ATTEMPTS, OutboxMessage

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db,
    pytest.mark.usefixtures("on_postgresql"),
]


def plan(rows: QuerySet[Any]) -> str:
    """Return how PostgreSQL would read a table too large to be read as a whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


def test_what_the_outbox_must_deliver_is_found_by_its_index():
    due = OutboxMessage.objects.filter(
        delivered_at=None, available_at__lte=timezone.now(), attempts__lt=MAX_ATTEMPTS
    )

    assert "te_outbox_due" in plan(due.order_by("available_at"))


def test_the_mails_that_wait_for_the_end_of_quiet_hours_are_found_by_their_index():
    due = InboxMessage.objects.filter(
        mailed_at=None, mail_at__lte=timezone.now(), mail_at__gt=F("created_at")
    )

    assert "te_inbox_to_mail" in plan(due.order_by("mail_at"))


def test_the_ratings_of_a_seeding_are_found_by_their_index():
    rated = Rating.objects.filter(scope="1", entrant__in=["user:1", "user:2"])

    assert "te_rating_once" in plan(rated.order_by())


def test_the_tournaments_of_a_state_are_found_by_an_index_of_states():
    [index] = [one for one in Tournament._meta.indexes if one.fields[0] == "state"]

    assert index.name in plan(Tournament.objects.live().order_by())
