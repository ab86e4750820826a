"""The pages of entry fees: terms, proof, queue, decision, report."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import a_registration, a_tournament, a_user
from tests.paying import (
    a_paying_cup,
    a_payment,
    payer,
    proof,
    rich,
)

from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.registration.payments.models import Payment

pytestmark = pytest.mark.django_db

CORPUS = Path(__file__).parent.parent / "uploads" / "corpus"


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TOURNAMENT_ENGINE = {"UPLOADS": {"DAILY_QUOTA": 2**40}}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def send_proof(payment: Payment, **fields: Any) -> Any:
    sent = {
        "action": "proof",
        "method": "manual_proof",
        "reference": "ABC-123",
        "amount": "12.50",
        "proof": proof(),
    }
    browser = log_in(payer(payment))
    return post(browser, "my_payment", payment.tournament.slug, **sent | fields)


def test_an_organiser_sets_the_fee_and_people_read_it_before_they_register():
    cup = a_tournament(entrants=0, state=TournamentState.DRAFT)
    browser = log_in(cup.organizer)
    form = browser.get(address("fee", cup.slug)).context["form"]
    until = timezone.now() + timedelta(days=3)
    facts = {
        "fee_amount": "12.50",
        "fee_currency": "eur",
        "payment_methods": ["manual_proof"],
        "how_manual_proof": "IBAN DE00",
        "until_1": f"{until:%Y-%m-%dT%H:%M}",
        "percent_1": "80",
    }

    answer = browser.post(address("fee", cup.slug), filled(form, **facts))

    assert answer.status_code == 302
    saved = Tournament.objects.get()
    assert (saved.fee_amount, saved.fee_currency) == (1250, "EUR")
    assert saved.payment_instructions == {"manual_proof": "IBAN DE00"}
    assert [step["percent"] for step in saved.refund_policy] == [80]
    again = browser.get(address("fee", cup.slug)).context["form"]
    assert browser.post(address("fee", cup.slug), filled(again)).status_code == 302


def test_the_terms_stand_on_the_page_of_the_registration():
    cup = a_paying_cup()

    shown = text_of(log_in(a_user()).get(address("register", cup.slug)))

    assert "The entry fee is 12.50\xa0EUR" in shown
    assert "Nothing is given back to those who withdraw." in shown


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"fee_amount": "1.005", "fee_currency": "EUR"}, "fee_amount"),
        ({"fee_amount": "1", "payment_methods": []}, "fee_currency"),
        ({"fee_amount": "1", "fee_currency": "EUR"}, "payment_methods"),
        ({"percent_1": "10"}, "percent_1"),
    ],
)
def test_terms_that_make_no_sense_are_shown_at_their_field(facts: dict[str, Any], field: str):
    cup = a_tournament(entrants=0, state=TournamentState.DRAFT)
    browser = log_in(cup.organizer)
    form = browser.get(address("fee", cup.slug)).context["form"]

    answer = browser.post(address("fee", cup.slug), filled(form, **facts))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_what_is_settled_is_no_field_any_more():
    cup = a_paying_cup()

    form = log_in(cup.organizer).get(address("fee", cup.slug)).context["form"]

    assert "fee_amount" not in form.fields
    assert "until_1" not in form.fields
    assert "how_manual_proof" in form.fields


def test_who_registers_is_led_to_the_fee_and_pays_it_with_a_proof():
    cup = a_paying_cup(payment_instructions={"manual_proof": "IBAN DE00"})
    ann = a_user()
    browser = log_in(ann)

    asked = browser.post(address("register", cup.slug), {"name": "Ann"}, follow=True)

    assert asked.redirect_chain[-1][0] == address("my_payment", cup.slug)
    assert "IBAN DE00" in text_of(asked)
    answer = send_proof(Payment.objects.get())
    assert answer.status_code == 302
    assert "Your place is kept" in text_of(browser.get(address("my_payment", cup.slug)))


def test_the_page_of_a_tournament_calls_to_pay():
    cup = a_paying_cup()
    payment = a_payment(cup)

    shown = text_of(log_in(payer(payment)).get(cup.get_absolute_url()))

    assert "Pay the entry fee" in shown


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reference": "short"}, "reference"),
        ({"reference": "ab c d"}, "reference"),
        ({"amount": "12.49"}, "amount"),
        ({"amount": "12.505"}, "amount"),
        ({"amount": "1e99999999"}, "amount"),
        ({"proof": ""}, "proof"),
        ({"proof": SimpleUploadedFile("p.png", b"<svg onload=alert(1)>")}, "proof"),
    ],
    ids=["short", "spaces", "too little", "fraction", "huge", "none", "no picture"],
)
def test_a_proof_that_is_wrong_is_shown_at_its_field(facts: dict[str, Any], field: str):
    payment = a_payment(a_paying_cup())

    answer = send_proof(payment, **facts)

    [way] = [way for way in answer.context["ways"] if way.form]
    assert (answer.status_code, list(way.form.errors)) == (422, [field])
    assert Payment.objects.get().state == "pending"


def test_every_file_of_the_corpus_is_judged_by_the_form_of_the_proof(
    tmp_path: Path, settings: Settings
):
    settings.TOURNAMENT_ENGINE = {"RATE_LIMITS": None}
    subprocess.run([sys.executable, CORPUS / "make_uploads.py", tmp_path], check=True)
    cases = json.loads((tmp_path / "manifest.json").read_text())["cases"]
    payment = a_payment(a_paying_cup())
    allowed = {"accept": {302}, "reject": {422}, "neutralise": {302, 422}}
    wrong = []

    for case in cases:
        content = (tmp_path / case["file"]).read_bytes()
        sent = SimpleUploadedFile(case["name"], content, case["content_type"])
        status = send_proof(payment, proof=sent).status_code
        if status not in allowed[case["verdict"]["proof"]]:
            wrong.append((case["file"], status))
        Payment.objects.update(state="pending")

    assert len(cases) > 50
    assert wrong == []


def test_a_fee_is_paid_from_the_wallet_with_one_button():
    cup = a_paying_cup()
    ann = rich()
    a_payment(cup, ann)
    browser = log_in(ann)

    shown = text_of(browser.get(address("my_payment", cup.slug)))
    answer = post(browser, "my_payment", cup.slug, action="wallet")

    assert "In your wallet: 125.00\xa0EUR" in shown
    assert answer.status_code == 302
    assert Payment.objects.get().state == "verified"


def test_an_empty_wallet_pays_nothing_and_says_so():
    cup = a_paying_cup()
    payment = a_payment(cup)

    answer = post(log_in(payer(payment)), "my_payment", cup.slug, action="wallet")

    assert answer.status_code == 409
    assert "There is too little in your wallet." in text_of(answer)


def test_who_owes_nothing_is_told_so():
    cup = a_tournament(entrants=0)
    browser = log_in(a_user())

    shown, sent = (
        browser.get(address("my_payment", cup.slug)),
        post(browser, "my_payment", cup.slug),
    )

    assert "Nothing is to be paid" in text_of(shown)
    assert (shown.status_code, sent.status_code) == (200, 409)


@pytest.mark.parametrize("fields", [{"action": "steal"}, {"action": "proof", "method": "wallet"}])
def test_an_act_that_the_page_does_not_offer_is_refused(fields: dict[str, str]):
    payment = a_payment(a_paying_cup())

    answer = post(log_in(payer(payment)), "my_payment", payment.tournament.slug, **fields)

    assert answer.status_code == 422


def test_a_member_who_does_not_speak_for_the_team_sees_no_payment():
    cup = a_paying_cup(entrant_kind="team")
    row = a_registration(cup)
    bob = a_user()
    row.members.create(tournament=cup, user=bob, name="Bob")

    assert log_in(bob).get(address("my_payment", cup.slug)).status_code == 403


def test_a_way_to_pay_that_the_site_has_dropped_is_offered_to_nobody():
    cup = a_paying_cup(payment_methods=["manual_proof", "wallet"])
    payment = a_payment(cup)
    Tournament.objects.filter(pk=cup.pk).update(payment_methods=["gone", "wallet"])
    browser, stranger = log_in(payer(payment)), log_in(a_user())

    asked = stranger.get(address("register", cup.slug))
    shown = browser.get(address("my_payment", cup.slug))
    sent = post(browser, "my_payment", cup.slug, action="proof", method="gone")

    assert (asked.status_code, shown.status_code, sent.status_code) == (200, 200, 422)
    assert "by: Wallet." in asked.content.decode()
