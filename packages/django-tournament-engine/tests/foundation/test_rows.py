"""Rows that are there, written again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import a_tournament

from tournament_engine.registration.models import Registration
from tournament_engine.rows import update_rows

pytestmark = pytest.mark.django_db


def test_the_columns_that_are_named_are_written_and_no_other():
    a_tournament(entrants=3)
    rows = list(Registration.objects.order_by("pk"))
    made = [row.created_at for row in rows]
    for number, row in enumerate(rows):
        row.reason, row.name = f"Reason {number}", "Not to be written"

    with CaptureQueriesContext(connection) as queries:
        update_rows(rows, ("reason",))

    assert len(queries) == 1
    read = Registration.objects.order_by("pk")
    assert [row.reason for row in read] == ["Reason 0", "Reason 1", "Reason 2"]
    assert "Not to be written" not in [row.name for row in read]
    assert [row.created_at for row in read] == made == [row.created_at for row in rows]


def test_nothing_to_write_asks_nothing():
    with CaptureQueriesContext(connection) as queries:
        update_rows([], ("reason",))

    assert len(queries) == 0
