"""One message of a gateway, many times at once, on a database that runs them at once."""

from typing import Any

import pytest
from tests.paying import FEE, a_paying_cup, a_payment, standing
from tests.registration.test_gateways import Cards, gateway, message, send
from tests.threads import at_once

from tournament_engine import locks
from tournament_engine.registration.payments.models import Payment, PaymentEvent

__all__ = ["Cards", "gateway"]

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]

TIMES = 20


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a slow machine take its time: who waits too long has a test of their own."""
    monkeypatch.setattr(locks, "PATIENCE", "60s")


@pytest.fixture
def payment() -> Payment:
    return a_payment(a_paying_cup(payment_methods=["cards"]))


def test_one_message_many_times_at_once_counts_once(payment: Payment):
    told = at_once([lambda: send(message(payment))] * TIMES)

    assert told == [(200, "booked")] * TIMES
    assert standing(payment) == ("confirmed", "verified")
    assert PaymentEvent.objects.count() == 1
    assert payment.transitions.filter(target="verified").count() == 1


def test_a_message_about_no_payment_of_ours_is_kept_once_without_a_lock():
    told: list[Any] = at_once([lambda: send(message(Payment(pk=7)))] * TIMES)

    assert told == [(200, "unknown_payment")] * TIMES
    assert [event.amount for event in PaymentEvent.objects.all()] == [FEE]
