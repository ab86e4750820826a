"""What is asked every few seconds is found by an index, whatever else the table holds."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone

from tournament_engine.core.lifecycle import StaffState
from tournament_engine.core.models import StaffAssignment, Tournament
from tournament_engine.dispute.lifecycle import DisputeState
from tournament_engine.dispute.models import Dispute
from tournament_engine.hooks.models import InboxMessage, Rating
from tournament_engine.match.lifecycle import ClaimState, RequestState
from tournament_engine.match.models import RescheduleRequest, ScoreClaim
from tournament_engine.outbox import MAX_ATTEMPTS, OutboxMessage
from tournament_engine.registration.lifecycle import DUE as DUE_STATES
from tournament_engine.registration.models import Registration
from tournament_engine.registration.payments.models import Payment

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


def test_the_public_list_is_found_by_the_index_of_states():
    [index] = [one for one in Tournament._meta.indexes if one.fields[0] == "state"]

    assert index.name in plan(Tournament.objects.listed().order_by("-created_at"))


def test_the_registrations_of_a_tournament_are_found_by_their_index():
    waiting = Registration.objects.queueing().filter(tournament=1)

    assert "Seq Scan" not in plan(waiting)


#: What a job asks every minute, and the index that answers it.
DUE: dict[str, Callable[[datetime], QuerySet[Any]]] = {
    "te_offers_due": lambda now: Registration.objects.filter(accept_by__lte=now).order_by(
        "accept_by"
    ),
    "te_staff_due": lambda now: StaffAssignment.objects.filter(
        state=StaffState.INVITED, expires_at__lte=now
    ).order_by("expires_at"),
    "te_claim_due": lambda now: ScoreClaim.objects.filter(
        state=ClaimState.PENDING, auto_confirm_at__lte=now
    ).order_by("auto_confirm_at"),
    "te_request_due": lambda now: RescheduleRequest.objects.filter(
        state=RequestState.PENDING, expires_at__lte=now
    ).order_by("expires_at"),
    "te_dispute_due": lambda now: Dispute.objects.filter(
        state__in=(DisputeState.OPEN, DisputeState.UNDER_REVIEW), due_at__lte=now
    ).order_by("due_at"),
    "te_payments_due": lambda now: Payment.objects.filter(
        state__in=sorted(DUE_STATES), pay_by_at__lte=now
    ).order_by("pay_by_at"),
}


@pytest.mark.parametrize("index", DUE)
def test_what_is_due_is_found_by_its_index(index: str):
    assert index in plan(DUE[index](timezone.now()))
