"""Messages of gateways: signed, of now, judged once, and never the older over the newer."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.paying import FEE, a_cashier, a_paying_cup, a_payment, leave, refunds, standing

from tournament_engine import urls
from tournament_engine.audit.models import AuditEntry
from tournament_engine.errors import Conflict
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.registration import services
from tournament_engine.registration.lifecycle import GatewayState
from tournament_engine.registration.payments.gateways import Gateway, GatewayEvent
from tournament_engine.registration.payments.models import Payment, PaymentEvent

pytestmark = pytest.mark.django_db

NEW, OLD = "a new secret", "the old one"


class Cards(Gateway):
    """A gateway as a site writes it."""

    label = "Cards"

    def secrets(self) -> Sequence[str]:
        return [NEW, OLD]

    def account(self) -> str:
        return "acct_club"

    def read(self, message: Mapping[str, Any]) -> GatewayEvent | None:
        if message["type"] != "charge":
            return None
        return GatewayEvent(
            id=message["id"],
            payment=message["payment"],
            state=GatewayState(message["state"]),
            occurred_at=datetime.fromtimestamp(message["at"], UTC),
            reference=message["charge"],
            amount=message["amount"],
            currency=message["currency"],
            account=message["account"],
        )


@pytest.fixture(autouse=True)
def gateway(settings: Any) -> Cards:
    settings.TOURNAMENT_ENGINE = {"PAYMENT_METHODS": {"cards": f"{__name__}.Cards"}}
    return Cards()


@pytest.fixture
def payment() -> Payment:
    return a_payment(a_paying_cup(payment_methods=["cards"]))


def message(payment: Payment, /, **facts: Any) -> dict[str, Any]:
    return {
        "id": "evt_1",
        "type": "charge",
        "payment": str(payment.pk),
        "state": "paid",
        "at": 1_900_000_000,
        "charge": "ch_1",
        "amount": FEE,
        "currency": "EUR",
        "account": "acct_club",
    } | facts


def send(
    body: Any,
    *,
    secret: str = NEW,
    at: datetime | None = None,
    header: str | None = None,
    method: str = "cards",
) -> tuple[int, str]:
    """Send a message as a gateway does; return the status and what the answer says."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signed = Cards().sign(raw, at or timezone.now(), secret) if header is None else header
    answer = Client(enforce_csrf_checks=True).post(
        reverse("tournament_engine:payment_webhook", args=(method,)),
        raw,
        content_type="application/json",
        headers={"X-Signature": signed},
    )
    words = answer.json()
    return answer.status_code, words.get("outcome") or words["code"]


def outcomes(*messages: dict[str, Any]) -> list[str]:
    return [send(one)[1] for one in messages]


@pytest.mark.parametrize("secret", [NEW, OLD])
def test_a_signed_message_lets_the_entrant_in(payment: Payment, secret: str):
    assert send(message(payment), secret=secret) == (200, "booked")

    assert standing(payment) == ("confirmed", "verified")
    step = payment.transitions.get(target="verified")
    assert (step.actor, step.note) == (None, "cards")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"secret": "a guess"}, "signature"),
        ({"secret": ""}, "signature"),
        ({"header": ""}, "signature"),
        ({"header": "t=,v1="}, "signature"),
        ({"header": "t=1,t=2,v1=00"}, "signature"),
        ({"header": "t=²,v1=ü"}, "signature"),
        ({"header": f"t={'9' * 400},v1=00"}, "signature"),
        ({"at": timedelta(minutes=-6)}, "out_of_window"),
        ({"at": timedelta(minutes=6)}, "out_of_window"),
        ({"method": "wallet"}, "no_gateway"),
        ({"method": "cheque"}, "no_gateway"),
    ],
)
def test_a_message_that_is_not_signed_now_changes_nothing(
    payment: Payment, facts: dict[str, Any], code: str
):
    if "at" in facts:
        facts = {"at": timezone.now() + facts["at"]}

    assert send(message(payment), **facts) == (403, code)

    assert standing(payment) == ("payment_pending", "pending")
    assert not PaymentEvent.objects.exists()


def test_a_signature_is_of_its_body_and_its_time_alone(payment: Payment, gateway: Cards):
    now = timezone.now()
    other = gateway.sign(json.dumps(message(payment, amount=1)).encode(), now, NEW)
    moment, _comma, signature = gateway.sign(
        json.dumps(message(payment)).encode(), now - timedelta(seconds=1), NEW
    ).partition(",")
    shifted = f"t={int(now.timestamp())},{signature}"

    assert send(message(payment), header=other) == (403, "signature")
    assert send(message(payment), header=shifted) == (403, "signature")
    assert send(message(payment), header=f"{moment},v1=00,{signature}") == (200, "booked")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"text"', b"\xff", b'{"type": "charge"}', b"[" * 5000],
)
def test_a_signed_message_that_cannot_be_read_is_refused(body: bytes):
    assert send(body) == (422, "unreadable")


@pytest.mark.parametrize(
    "facts",
    [
        {"id": ""},
        {"id": "x" * 121},
        {"id": 7},
        {"charge": "a\x00b"},
        {"amount": "1250"},
        {"amount": 12.5},
        {"amount": -1},
        {"amount": 2**62},
        {"amount": True},
        {"state": "gone"},
        {"at": 10**20},
        {"payment": 7},
    ],
)
def test_facts_that_nobody_can_book_are_refused(payment: Payment, facts: dict[str, Any]):
    assert send(message(payment, **facts)) == (422, "unreadable")
    assert standing(payment) == ("payment_pending", "pending")


def test_what_is_about_something_else_is_ignored(payment: Payment):
    assert send({"type": "payout"}) == (200, "ignored")
    assert not PaymentEvent.objects.exists()


def test_the_same_message_again_has_the_same_answer_and_no_second_effect(payment: Payment):
    answers = [send(message(payment)) for _ in range(3)]
    again = send(message(payment, tries=2))

    assert {*answers, again} == {(200, "booked")}
    assert PaymentEvent.objects.count() == 1
    assert payment.transitions.filter(target="verified").count() == 1
    assert AuditEntry.objects.filter(action="payment.event").count() == 1


def test_another_message_under_a_known_id_is_refused(payment: Payment):
    send(message(payment, state="pending"))

    assert send(message(payment)) == (409, "event_reused")
    assert standing(payment) == ("payment_pending", "pending")


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"amount": FEE - 1}, "wrong_amount"),
        ({"currency": "USD"}, "wrong_currency"),
        ({"account": "acct_other"}, "wrong_account"),
        ({"payment": "999999"}, "unknown_payment"),
        ({"payment": "ann"}, "unknown_payment"),
    ],
)
def test_money_that_does_not_settle_the_fee_is_kept_and_told(
    payment: Payment, facts: dict[str, Any], outcome: str
):
    assert send(message(payment, **facts)) == (200, outcome)

    assert standing(payment) == ("payment_pending", "pending")
    assert PaymentEvent.objects.get().outcome == outcome
    assert AuditEntry.objects.get(action="payment.event").after["outcome"] == outcome


def test_an_older_state_never_wins_over_a_newer_one(payment: Payment):
    told = outcomes(
        message(payment, id="e3", state="failed", at=300),
        message(payment, id="e1", state="pending", at=100),
        message(payment, id="e2", state="paid", at=200),
    )

    assert told == ["noted", "stale", "stale"]
    assert standing(payment) == ("payment_pending", "pending")


def test_at_one_moment_the_later_state_wins(payment: Payment):
    told = outcomes(
        message(payment, id="e1", state="paid", at=100),
        message(payment, id="e2", state="pending", at=100),
        message(payment, id="e3", state="returned", at=100),
    )

    assert told == ["booked", "stale", "returned"]
    assert standing(payment) == ("confirmed", "verified")


def test_another_charge_may_succeed_after_one_that_failed(payment: Payment):
    told = outcomes(
        message(payment, id="e1", charge="ch_1", state="failed", at=300),
        message(payment, id="e2", charge="ch_2", at=200),
    )

    assert told == ["noted", "booked"]


def test_money_that_comes_too_late_is_booked_and_goes_back(payment: Payment):
    leave(payment)

    assert send(message(payment)) == (200, "booked")

    assert standing(payment) == ("withdrawn", "verified")
    assert refunds(payment.tournament) == [(FEE, "cash")]


def test_a_fee_that_is_paid_twice_goes_back_once(payment: Payment, committed: Any):
    cashier = a_cashier(payment.tournament)
    send(message(payment))
    with committed():
        told = [send(message(payment, id=f"e{n}", charge="ch_2", at=n)) for n in (1, 2)]

    assert told == [(200, "surplus")] * 2
    assert refunds(payment.tournament) == [(FEE, "cash")]
    assert InboxMessage.objects.filter(user=cashier, event="payment_event").count() == 2


def test_the_message_is_kept_without_secrets(payment: Payment):
    send(message(payment, card={"number": "4242"}, nested={"api_key": "sk_1"}))

    body = PaymentEvent.objects.get().body
    assert body is not None
    assert (body["card"], body["nested"]["api_key"]) == ("[redacted]", "[redacted]")
    assert body["charge"] == "ch_1"


def test_no_other_route_goes_without_the_token():
    exempt = [
        str(route.name) for route in urls.urlpatterns if getattr(route.callback, "csrf_exempt", 0)
    ]

    assert exempt == ["payment_webhook"]


def test_a_charge_that_paid_another_fee_is_kept_and_told(payment: Payment, committed: Any):
    other, cashier = a_payment(payment.tournament), a_cashier(payment.tournament)

    with committed():
        said = outcomes(message(payment, id="e1"), message(other, id="e2"))

    assert said == ["booked", "known_reference"]
    assert standing(other) == ("payment_pending", "pending")
    assert InboxMessage.objects.filter(user=cashier, event="payment_event").count() == 1


def test_a_site_that_books_a_charge_for_another_fee_is_told_so(payment: Payment):
    other, facts = a_payment(payment.tournament), {"method": "cards", "reference": "ch_1"}
    services.confirm_payment(payment=payment, amount=FEE, **facts)

    with pytest.raises(Conflict) as refused:
        services.confirm_payment(payment=other, amount=FEE, **facts)

    assert (refused.value.code, standing(other)[1]) == ("reference_taken", "pending")
