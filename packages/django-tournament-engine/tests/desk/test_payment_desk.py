"""The desk of entry fees: queue, decision, report."""

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.desk.browsing import address, log_in, post
from tests.factories import a_user
from tests.paying import (
    FEE,
    a_cashier,
    a_paying_cup,
    a_payment,
    payer,
    prove,
    refunds,
    verified,
)

from tournament_engine.registration.payments.models import Payment
from tournament_engine.templatetags.tournament_engine import display_name
from tournament_engine.testing import FakeProfiles

pytestmark = pytest.mark.django_db

CORPUS = Path(__file__).parent.parent / "uploads" / "corpus"


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TOURNAMENT_ENGINE = {"UPLOADS": {"DAILY_QUOTA": 2**40}}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def decide(payment: Payment, by: Any, **fields: object) -> Any:
    slug = payment.tournament.slug
    return post(log_in(by), "payment", slug, payment.pk, **fields)


def test_a_proof_is_verified_with_the_picture_beside_the_buttons():
    payment = prove(a_payment(a_paying_cup()))
    cashier = a_cashier(payment.tournament)
    picture = address("file", payment.proof_id)

    shown = text_of(log_in(cashier).get(address("payment", payment.tournament.slug, payment.pk)))
    answer = decide(payment, cashier, action="verify", version=payment.version)

    assert f'src="{picture}"' in shown
    assert answer.status_code == 302
    payment.registration.refresh_from_db()
    assert payment.registration.state == "confirmed"


def test_the_picture_is_for_the_payer_and_the_staff_alone():
    payment = prove(a_payment(a_paying_cup()))
    people = [payer(payment), a_cashier(payment.tournament), a_user()]

    answers = [log_in(who).get(address("file", payment.proof_id)) for who in people]

    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert [b"".join(answer)[:4] for answer in answers[:2]] == [b"\x89PNG"] * 2


def test_a_proof_is_rejected_with_a_reason_and_not_without():
    payment = prove(a_payment(a_paying_cup()))
    cashier = a_cashier(payment.tournament)

    silent = decide(payment, cashier, action="reject", version=payment.version)
    answer = decide(payment, cashier, action="reject", version=payment.version, reason="Blurred")

    assert (silent.status_code, answer.status_code) == (422, 302)
    browser = log_in(payer(payment))
    assert "Blurred" in text_of(browser.get(address("my_payment", payment.tournament.slug)))


@pytest.mark.parametrize("version", ["", "x", "9" * 20, "-1"])
def test_a_decision_names_the_proof_that_was_seen(version: str):
    payment = prove(a_payment(a_paying_cup()))

    answer = decide(payment, a_cashier(payment.tournament), action="verify", version=version)

    assert answer.status_code == 422


def test_a_picture_that_was_sent_before_is_flagged():
    cup = a_paying_cup()
    first, second = prove(a_payment(cup, name="Ann")), prove(a_payment(cup, name="Bob"))

    shown = log_in(a_cashier(cup)).get(address("payment", cup.slug, second.pk))

    assert [step.payment_id for step in shown.context["twins"]] == [first.pk]
    assert "nearly the same, was sent before" in text_of(shown)


def test_staff_waives_extends_and_gives_back():
    cup = a_paying_cup()
    cashier = a_cashier(cup)
    one, two, three = a_payment(cup), a_payment(cup), verified(a_payment(cup), cashier)
    later = timezone.now() + timedelta(days=5)

    answers = [
        decide(one, cashier, action="waive", reason="Helps"),
        decide(two, cashier, action="extend", until=f"{later:%Y-%m-%dT%H:%M}"),
        decide(three, cashier, action="refund", amount="5.00", reason="Late"),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    shown = text_of(log_in(cashier).get(address("payment", cup.slug, three.pk)))
    assert "5.00\xa0EUR: to be paid" in shown


def test_the_rest_is_given_back_at_the_desk_until_nothing_is_left():
    cup = a_paying_cup()
    cashier = a_cashier(cup)
    paid = verified(a_payment(cup), cashier)

    def gives_back(amount: str) -> bool:
        """Give so much back; return whether the page offers to give back more."""
        answer = decide(paid, cashier, action="refund", amount=amount, reason="Late")
        assert answer.status_code == 302
        return "Give it back" in text_of(log_in(cashier).get(answer["Location"]))

    assert [gives_back("5.00"), gives_back("12.50")] == [True, False]
    assert sorted(refunds(cup)) == [(500, "cash"), (FEE - 500, "cash")]


def test_what_staff_forgets_is_shown_at_its_field():
    cup = a_paying_cup()
    cashier = a_cashier(cup)
    due, paid = a_payment(cup), verified(a_payment(cup), cashier)

    statuses = [
        decide(due, cashier, action="waive").status_code,
        decide(due, cashier, action="extend", until="2001-01-01T00:00").status_code,
        decide(paid, cashier, action="refund", amount="99.00", reason="x").status_code,
        decide(paid, cashier, action="burn").status_code,
    ]

    assert statuses == [422] * 4


def test_many_are_verified_at_once_with_a_result_for_each():
    cup = a_paying_cup()
    rows = [prove(a_payment(cup)), prove(a_payment(cup, cup.organizer))]
    foreign = prove(a_payment(a_paying_cup()))
    browser = log_in(cup.organizer)

    answer = post(browser, "payments", cup.slug, action="verify", row=[row.pk for row in rows])
    refused = post(browser, "payments", cup.slug, action="verify", row=[foreign.pk])

    codes = [outcome.error and outcome.error.code for outcome in answer.context["outcomes"]]
    assert codes == [None, "own_case"]
    assert refused.status_code == 422


def test_the_queue_marks_a_picture_that_was_sent_for_two_and_says_who_decided():
    cup = a_paying_cup()
    cashier = a_cashier(cup)
    first = prove(a_payment(cup))
    browser = log_in(cup.organizer)
    alone = browser.get(address("payments", cup.slug))
    second = verified(a_payment(cup), cashier)

    listed = browser.get(address("payments", cup.slug) + "?state=all")

    assert alone.context["sent_twice"] == set()
    assert listed.context["sent_twice"] == {first.pk, second.pk}
    assert text_of(listed).count("same picture as another entrant") == 2
    assert "Decided by" in text_of(listed)


def test_a_proof_is_taken_on_its_page_and_given_back():
    payment = prove(a_payment(a_paying_cup()))
    cashier = a_cashier(payment.tournament)
    page = address("payment", payment.tournament.slug, payment.pk)

    taken = decide(payment, cashier, action="take")
    shown = text_of(log_in(cashier).get(page))
    back = decide(payment, cashier, action="give_back")

    assert (taken.status_code, back.status_code) == (302, 302)
    assert "You look at this since" in shown
    assert "Take it for review" in text_of(log_in(cashier).get(page))


def test_another_reviewer_is_warned_and_takes_over_on_purpose():
    payment = prove(a_payment(a_paying_cup()))
    slug = payment.tournament.slug
    first, second = (a_cashier(payment.tournament) for _ in range(2))
    decide(payment, first, action="take")
    browser = log_in(second)
    said = f"{display_name(first)} looks at the payment of"

    listed = text_of(browser.get(address("payments", slug)))
    warned = text_of(browser.get(address("payment", slug, payment.pk)))
    refused = [
        decide(payment, second, action="take"),
        decide(payment, second, action="verify", version=payment.version),
        decide(payment, second, action="reject", version=payment.version, reason="No"),
    ]

    assert f"<bdi>{display_name(first)}</bdi>" in listed
    assert "Somebody else looks at this payment:" in warned
    assert 'value="verify"' not in warned
    assert [(answer.status_code, said in text_of(answer)) for answer in refused] == [
        (409, True)
    ] * 3
    assert decide(payment, second, action="take_over").status_code == 302
    assert decide(payment, second, action="verify", version=payment.version).status_code == 302


def test_who_decides_reads_how_the_payer_is_reached(fake_profiles: FakeProfiles):
    payment = prove(a_payment(a_paying_cup()))
    fake_profiles.contacts[str(payer(payment).pk)] = "ann on the club's board"
    browser = log_in(a_cashier(payment.tournament))

    shown = browser.get(address("payment", payment.tournament.slug, payment.pk))

    assert "ann on the club&#x27;s board" in text_of(shown)


def test_a_decision_on_an_older_proof_shows_what_is_there_now():
    payment = prove(a_payment(a_paying_cup()))
    cashier = a_cashier(payment.tournament)

    answer = decide(payment, cashier, action="verify", version=payment.version - 1)

    assert answer.status_code == 409
    assert "Another proof was sent meanwhile: look at that one." in text_of(answer)


def test_the_best_ranked_are_waived_from_the_queue():
    cup = a_paying_cup()
    a_payment(cup)
    browser = log_in(cup.organizer)

    answer = post(browser, "payments", cup.slug, action="rank", count="4")
    wrong = post(browser, "payments", cup.slug, action="rank", count="0")

    assert (answer.status_code, wrong.status_code) == (302, 422)


@pytest.mark.parametrize("route", ["payments", "my_payment", "console"])
def test_a_page_asks_as_much_for_one_payment_as_for_three(route: str):
    small, large = a_paying_cup(), a_paying_cup()
    counts = []
    for cup, size in ((small, 1), (large, 3)):
        for _ in range(size):
            prove(a_payment(cup))
        if route == "my_payment":
            prove(a_payment(cup, cup.organizer))
        browser = log_in(cup.organizer)
        with CaptureQueriesContext(connection) as asked:
            browser.get(address(route, cup.slug))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_report_of_the_treasurer_runs_no_formula():
    cup = a_paying_cup()
    cashier = a_cashier(cup)
    payment = prove(a_payment(cup, name="=SUM(A1)"), "=HYPERLINK(1)")
    Payment.objects.filter(pk=payment.pk).update(paid_amount=FEE + 1)
    a_payment(cup, name="Bob")

    answer: Any = log_in(cashier).get(address("payments_csv", cup.slug))

    sheet = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(sheet)))
    assert [(row["name"], row["state"], row["paid"]) for row in rows] == [
        ("'=SUM(A1)", "submitted", "12.51"),
        ("Bob", "pending", ""),
    ]
    assert rows[0]["reference"] == "'=HYPERLINK(1)"


def test_a_payment_of_another_tournament_is_not_there():
    cup = a_paying_cup()
    foreign = prove(a_payment(a_paying_cup()))

    answer = log_in(cup.organizer).get(address("payment", cup.slug, foreign.pk))

    assert answer.status_code == 404


def test_who_withdraws_reads_what_comes_back_first():
    until = (timezone.now() + timedelta(days=1)).isoformat()
    cup = a_paying_cup(refund_policy=[{"until": until, "percent": 50}])
    payment = verified(a_payment(cup))

    shown = text_of(log_in(payer(payment)).get(address("withdraw", cup.slug)))

    assert "Of the entry fee you get 6.25\xa0EUR back." in shown
