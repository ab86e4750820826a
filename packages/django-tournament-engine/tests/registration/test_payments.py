"""Entry fees: asked for, proven, verified, rejected, waived, given back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.factories import a_registration, a_user
from tests.paying import FEE, a_cashier, a_paying_cup, a_payment, overdue, prove, standing, verified

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed, StaleVersion
from tournament_engine.registration import services
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.registration.payments.models import Payment, PaymentTransition
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def test_a_place_is_kept_while_the_fee_is_due():
    cup = a_paying_cup(pay_by_hours=3)

    payment = a_payment(cup)

    assert standing(payment) == ("payment_pending", "pending")
    assert (payment.amount, payment.currency) == (FEE, "EUR")
    hours = (payment.pay_by_at - timezone.now()).total_seconds() / 3600
    assert 2.9 < hours <= 3
    assert not Entrant.objects.filter(tournament=cup).exists()


def test_nobody_has_time_to_pay_beyond_the_start():
    start = timezone.now() + timedelta(hours=5)

    assert a_payment(a_paying_cup(starts_at=start)).pay_by_at == start


def test_approval_comes_before_the_fee():
    cup = a_paying_cup(needs_approval=True)
    row = a_registration(cup)
    assert not Payment.objects.exists()

    services.approve_registration(registration=row, by=cup.organizer)

    assert standing(Payment.objects.get()) == ("payment_pending", "pending")


def test_names_that_the_organiser_enters_owe_nothing():
    cup = a_paying_cup()

    services.add_entrants(tournament=cup, names=["Ann"], by=cup.organizer)

    assert not Payment.objects.exists()


def test_a_verified_proof_lets_the_entrant_in():
    payment = a_payment(a_paying_cup(), name="Ann")

    verified(payment)

    assert standing(payment) == ("confirmed", "verified")
    assert Entrant.objects.get().name == "Ann"
    steps = PaymentTransition.objects.values_list("source", "target")
    assert list(steps) == [("", "pending"), ("pending", "submitted"), ("submitted", "verified")]
    assert AuditEntry.objects.filter(action="payment.verified").count() == 1


def test_a_second_click_gives_the_same_answer():
    payment = a_payment(a_paying_cup())
    cashier = a_cashier(payment.tournament)
    verified(payment, cashier)

    again = services.verify_payment(payment=payment, by=cashier)

    assert again.state == "verified"
    assert PaymentTransition.objects.filter(target="verified").count() == 1


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"reference": "12345"}, "too_short"),
        ({"reference": "1 2 3"}, "too_short"),
        ({"amount": FEE - 1}, "too_little"),
        ({"amount": 10**16}, "amount"),
        ({"note": "x" * 501}, "too_long"),
        ({"method": "wallet"}, "no_method"),
        ({"method": "cheque"}, "no_method"),
        ({"details": {"bank": "x"}}, "unknown_field"),
    ],
)
def test_a_proof_that_proves_nothing_is_refused(sent: dict[str, Any], code: str):
    payment = a_payment(a_paying_cup())

    with pytest.raises(InvalidInput) as refused:
        prove(payment, **sent)

    assert (refused.value.code, standing(payment)[1]) == (code, "pending")


def test_more_than_the_fee_is_taken_and_seen():
    payment = prove(a_payment(a_paying_cup()), amount=FEE + 1)

    assert payment.is_too_much


def test_a_reference_counts_once_in_a_tournament_whatever_its_letters():
    cup = a_paying_cup()
    prove(a_payment(cup), "Trans 77")

    with pytest.raises(InvalidInput) as refused:
        prove(a_payment(cup), "TRANS  77")

    assert refused.value.code == "reference_taken"
    assert prove(a_payment(a_paying_cup()), "trans 77").state == "submitted"


def test_the_database_keeps_a_reference_from_counting_twice():
    cup = a_paying_cup()
    prove(a_payment(cup), "Trans 77")
    other = a_payment(cup)

    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.filter(pk=other.pk).update(
            state="submitted", reference_key="trans77", paid_amount=FEE
        )


def test_the_history_of_a_payment_is_never_changed():
    prove(a_payment(a_paying_cup()))

    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentTransition.objects.update(note="forged")


def test_a_rejected_proof_is_sent_anew(fake_notifications: FakeNotifications, committed: Committed):
    payment = prove(a_payment(a_paying_cup()))
    cashier = a_cashier(payment.tournament)

    with committed():
        services.reject_payment(payment=payment, by=cashier, reason="Unreadable")
        again = services.reject_payment(payment=payment, by=cashier, reason="Twice")

    assert (again.state, again.reason) == ("rejected", "Unreadable")
    told = [sent.context["reason"] for sent in fake_notifications.sent]
    assert told == ["Unreadable"]
    prove(payment, "ANOTHER-1")
    services.verify_payment(payment=payment, by=cashier)
    assert standing(payment) == ("confirmed", "verified")


def test_who_is_rejected_late_has_a_day_to_send_another():
    payment = prove(a_payment(a_paying_cup()))
    overdue(payment)

    services.reject_payment(payment=payment, by=a_cashier(payment.tournament), reason="No")

    assert payment.pay_by_at > timezone.now() + timedelta(hours=23)


def test_a_proof_is_not_verified_after_its_rejection():
    payment = prove(a_payment(a_paying_cup()))
    cashier = a_cashier(payment.tournament)
    services.reject_payment(payment=payment, by=cashier, reason="No")

    with pytest.raises(Conflict) as refused:
        services.verify_payment(payment=payment, by=cashier)

    assert refused.value.code == "not_submitted"


def test_a_decision_on_an_older_proof_is_refused():
    payment = prove(a_payment(a_paying_cup()))
    seen, cashier = payment.version, a_cashier(payment.tournament)
    services.reject_payment(payment=payment, by=cashier, reason="No")
    prove(payment, "ANOTHER-1")

    with pytest.raises(StaleVersion):
        services.verify_payment(payment=payment, by=cashier, version=seen)


def test_nobody_decides_on_a_payment_of_their_own():
    cup = a_paying_cup()
    own = prove(a_payment(cup, cup.organizer))

    with pytest.raises(NotAllowed) as refused:
        services.verify_payment(payment=own, by=cup.organizer)

    assert refused.value.code == "own_case"


def test_who_paid_for_another_does_not_verify_it():
    cup = a_paying_cup()
    payment = prove(a_payment(cup))
    Payment.objects.update(payer=cup.organizer)

    with pytest.raises(NotAllowed):
        services.verify_payment(payment=payment, by=cup.organizer)


@pytest.mark.parametrize(
    "act",
    [
        lambda payment, by: services.verify_payment(payment=payment, by=by),
        lambda payment, by: services.reject_payment(payment=payment, by=by, reason="x"),
        lambda payment, by: services.waive_fee(payment=payment, by=by, reason="x"),
        lambda payment, by: services.refund_payment(payment=payment, by=by, reason="x"),
        lambda payment, by: services.extend_payment(
            payment=payment, by=by, until=timezone.now() + timedelta(days=9)
        ),
        lambda payment, by: services.waive_for_ranked(
            tournament=payment.tournament, count=1, by=by
        ),
        lambda payment, by: prove(payment, by=by),
        lambda payment, by: services.pay_from_wallet(payment=payment, by=by),
    ],
    ids=["verify", "reject", "waive", "refund", "extend", "rank", "prove", "pay"],
)
def test_strangers_decide_and_pay_nothing(act: Any):
    payment = a_payment(a_paying_cup())

    with pytest.raises(NotAllowed):
        act(payment, a_user())

    assert standing(payment) == ("payment_pending", "pending")


def test_nobody_is_verified_above_the_places_that_there_are():
    cup = a_paying_cup(max_entrants=2)
    payment = prove(a_payment(cup))
    a_registration(cup)
    Registration.objects.exclude(pk=payment.registration_id).update(state="confirmed")
    Tournament.objects.update(min_entrants=2)
    Registration.objects.create(tournament=cup, name="X", name_key="x", state="confirmed")

    with pytest.raises(Conflict) as refused:
        services.verify_payment(payment=payment, by=a_cashier(cup))

    assert refused.value.code == "full"


def test_many_are_verified_with_a_result_for_each():
    cup = a_paying_cup()
    first, second = (prove(a_payment(cup)) for _ in range(2))
    own = prove(a_payment(cup, cup.organizer))

    outcomes = services.bulk_verify_payments(payments=[first, own, second], by=cup.organizer)

    codes = [outcome.error and outcome.error.code for outcome in outcomes]
    assert codes == [None, "own_case", None]
    assert [standing(row)[0] for row in (first, own, second)] == [
        "confirmed",
        "payment_pending",
        "confirmed",
    ]


def test_a_second_chance_ends_with_the_start_and_is_reminded_of():
    cup = a_paying_cup(starts_at=timezone.now() + timedelta(hours=3))
    payment = prove(a_payment(cup))
    Payment.objects.filter(pk=payment.pk).update(reminded_at=timezone.now())

    services.reject_payment(payment=payment, by=a_cashier(cup), reason="Blurred")

    payment.refresh_from_db()
    cup.refresh_from_db()
    assert (payment.pay_by_at, payment.reminded_at) == (cup.starts_at, None)
