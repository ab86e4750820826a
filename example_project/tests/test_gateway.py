"""The example gateway, as it speaks to the site."""

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from gateway import ExamplePay
from tournament_engine.core.models import Tournament
from tournament_engine.core.services import create_tournament, open_registration, publish_tournament
from tournament_engine.core.stages import StageSpec
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.services import register
from tournament_engine.users import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def offered(settings: Settings) -> None:
    settings.GATEWAY_SECRET = "new,old"
    settings.TOURNAMENT_ENGINE = {
        **settings.TOURNAMENT_ENGINE,
        "PAYMENT_METHODS": {"examplepay": "gateway.ExamplePay"},
    }


def person(name: str) -> User:
    return get_user_model().objects.get_by_natural_key(name)


@pytest.fixture
def payment() -> Payment:
    host = Tournament.objects.order_by("pk")[0].organizer
    cup = create_tournament(
        name="A cup with a fee",
        game="Chess",
        stages=[StageSpec(code="knockout", name="Knockout", format="single_elimination")],
        fee_amount=1250,
        fee_currency="EUR",
        payment_methods=["examplepay"],
        by=host,
    )
    publish_tournament(tournament=cup, by=host)
    open_registration(tournament=cup, by=host)
    register(tournament=cup, user=person("ann"), by=person("ann"))
    return Payment.objects.get(tournament=cup)


def send(payment: Payment, **facts: Any) -> tuple[int, dict[str, str]]:
    message = {
        "kind": "charge",
        "id": "m-1",
        "order": str(payment.pk),
        "status": "paid",
        "time": 1_900_000_000,
        "charge": "c-1",
        "amount": payment.amount,
        "currency": "EUR",
        "merchant": "example-club",
    } | facts
    body = json.dumps(message).encode()
    answer = Client(enforce_csrf_checks=True).post(
        reverse("tournament_engine:payment_webhook", args=("examplepay",)),
        body,
        content_type="application/json",
        headers={"X-Signature": ExamplePay().sign(body, timezone.now(), "old")},
    )
    return answer.status_code, answer.json()


def test_the_payer_is_led_to_the_gateway(payment: Payment):
    assert f"order={payment.pk}&amount=1250&currency=EUR" in ExamplePay().url(payment)


def test_a_message_lets_the_payer_in_and_a_second_one_changes_nothing(payment: Payment):
    answers = [send(payment) for _ in range(2)]

    assert answers == [(200, {"outcome": "booked"})] * 2
    payment.refresh_from_db()
    assert (payment.state, payment.registration.state) == ("verified", "confirmed")


def test_what_the_gateway_says_of_other_things_is_passed_over(payment: Payment):
    assert send(payment, kind="payout") == (200, {"outcome": "ignored"})
