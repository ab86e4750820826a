"""One visitor who clicks many times at once counts once; without the constraint, more often."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import connection
from tests.factories import a_tournament
from tests.sponsoring import a_sponsorship
from tests.threads import at_once

from tournament_engine.sponsor import services
from tournament_engine.sponsor.models import SponsorClick, SponsorDay, Sponsorship

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]

CLICKS = 20
NOON = datetime(2026, 5, 1, 12, 10, tzinfo=UTC)


@pytest.fixture
def no_constraint() -> Iterator[None]:
    """Take the guard out: any number of clicks an hour."""
    [once] = SponsorClick._meta.constraints
    with connection.schema_editor() as editor:
        editor.remove_constraint(SponsorClick, once)
    yield
    SponsorClick.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(SponsorClick, once)


def click(row: Sponsorship) -> bool:
    try:
        return services.record_click(sponsorship=row, visitor="a", now=NOON)
    except SponsorClick.MultipleObjectsReturned:
        # Only without the constraint: an earlier click is there more than once.
        return False


def clicks_at_once() -> tuple[int, int]:
    """Return how many clicks of one visitor are kept, and how many were counted."""
    row = a_sponsorship(a_tournament(entrants=0))
    at_once([partial(click, row)] * CLICKS)
    return SponsorClick.objects.count(), SponsorDay.objects.get().clicks


def test_twenty_clicks_at_once_of_one_visitor_count_once():
    assert clicks_at_once() == (1, 1)


@pytest.mark.usefixtures("no_constraint")
def test_without_the_constraint_they_count_more_often():
    kept, counted = clicks_at_once()

    assert (kept > 1, counted) == (True, kept)
