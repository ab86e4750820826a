"""The treasurer's accounts: they agree with the payments and the lines of money."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.db.models import Sum
from django.utils import timezone
from tests.desk.browsing import address, log_in
from tests.factories import a_user
from tests.paying import FEE, a_cashier, a_paying_cup, a_payment, leave, prove, verified

from tournament_engine.awards.accounts import accounts_of
from tournament_engine.core.models import Tournament
from tournament_engine.economy.models import Payout, PayoutKind, PayoutMethod
from tournament_engine.economy.services import cancel_payout, pay_in_cash, plan_payout
from tournament_engine.registration import services
from tournament_engine.registration.payments.models import Payment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def a_prize(cup: Tournament, slot: str, amount: int, currency: str = "EUR") -> Payout:
    return plan_payout(
        tournament_id=cup.pk,
        kind=PayoutKind.PRIZE,
        slot=slot,
        recipient=a_user(),
        recipient_name="Ann",
        amount=amount,
        currency=currency,
        method=PayoutMethod.CASH,
        by=None,
    )


@pytest.fixture
def cup() -> Tournament:
    """Return a tournament with money of every kind: four fees, two of them going back."""
    cup = a_paying_cup(max_entrants=8)
    cashier = a_cashier(cup)
    rows = [verified(a_payment(cup), cashier) for _ in range(4)]
    prove(a_payment(cup))
    for row, amount in ((rows[0], 400), (rows[1], 300)):
        services.refund_payment(payment=row, reason="Sorry", by=cashier, amount=amount)
    pay_in_cash(payout=Payout.objects.get(amount=400), reference="till", by=cashier)
    # Prizes are paid once all is over; here only the sums count.
    paid = Payout.objects.filter(pk=a_prize(cup, "1:1", 1000).pk)
    paid.update(state="paid", paid_at=timezone.now())
    cancel_payout(payout=a_prize(cup, "2:1", 70), reason="Mistake", by=cashier)
    a_prize(cup, "3:1", 500)
    a_prize(cup, "1:2", 9, "CREDITS")
    return cup


def told(cup: Tournament) -> dict[str, dict[str, int]]:
    return {account.currency: account.sums for account in accounts_of(cup)}


def test_every_sum_is_told_for_each_currency(cup: Tournament):
    sums = told(cup)

    assert {name: sum_ for name, sum_ in sums["EUR"].items() if not name.startswith("rewards")} == {
        "fees_taken": 4 * FEE,
        "refunds_paid": 400,
        "refunds_open": 300,
        "prizes_planned": 1570,
        "prizes_paid": 1000,
        "prizes_open": 500,
        "prizes_cancelled": 70,
        "in_hand": 4 * FEE - 1400,
        "remains": 4 * FEE - 2200,
    }
    assert (sums["CREDITS"]["prizes_open"], sums["CREDITS"]["remains"]) == (9, -9)


def test_the_accounts_agree_with_payments_and_payouts(cup: Tournament):
    leave(Payment.objects.filter(state="verified").latest("pk"))
    sums = told(cup)["EUR"]

    came = Payment.objects.filter(tournament=cup, state__in=("verified", "refunded"))
    lines = Payout.objects.filter(tournament=cup, currency="EUR").exclude(state="cancelled")
    fees = came.aggregate(sum=Sum("paid_amount"))["sum"]
    out = lines.aggregate(sum=Sum("amount"))["sum"]

    assert sums["fees_taken"] == fees
    assert sums["remains"] == fees - out


def test_the_page_and_the_table_tell_the_same(cup: Tournament):
    client = log_in(a_cashier(cup))

    shown = client.get(address("accounts", cup.slug)).content.decode()
    table: Any = client.get(address("accounts_csv", cup.slug))

    sheet = b"".join(table.streaming_content).decode("utf-8-sig")
    [points, euros] = csv.DictReader(StringIO(sheet))
    assert (euros["currency"], euros["fees_taken"], euros["remains"]) == ("EUR", "50.00", "28.00")
    assert (points["currency"], points["remains"]) == ("CREDITS", "-9")
    assert "Remains once all is paid" in shown
    assert "28.00" in shown


def test_without_money_the_page_says_so_and_the_console_leads_there():
    cup = a_paying_cup()
    client = log_in(a_cashier(cup))

    shown = client.get(address("accounts", cup.slug)).content.decode()
    console = client.get(address("console", cup.slug)).content.decode()

    assert "No money has moved yet" in shown
    assert address("accounts", cup.slug) in console


def test_others_do_not_see_the_accounts(cup: Tournament):
    client = log_in(a_user())

    answers = [client.get(address(name, cup.slug)) for name in ("accounts", "accounts_csv")]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_what_came_twice_is_taken_and_goes_back(settings: Any):
    cards = "tests.registration.test_gateways.Cards"
    settings.TOURNAMENT_ENGINE = {"PAYMENT_METHODS": {"cards": cards}}
    cup = a_paying_cup(payment_methods=["cards"])
    payment = a_payment(cup)
    services.confirm_payment(payment=payment, method="cards", reference="ch_1", amount=FEE)
    plan_payout(
        tournament_id=cup.pk,
        kind=PayoutKind.REFUND,
        slot=f"surplus:{payment.pk}:ch_2",
        recipient=None,
        recipient_name="Ann",
        amount=FEE,
        currency="EUR",
        by=None,
    )

    sums = told(cup)["EUR"]

    assert (sums["fees_taken"], sums["refunds_open"], sums["remains"]) == (2 * FEE, FEE, FEE)
