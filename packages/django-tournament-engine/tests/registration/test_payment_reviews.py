"""A proof that somebody took for review: seen, left alone, taken over, free again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_user
from tests.paying import a_cashier, a_paying_cup, a_payment, prove, standing, verified

from tournament_engine.audit.models import AuditEntry
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.registration import services
from tournament_engine.registration.payments.models import REVIEW_LASTS, Payment
from tournament_engine.templatetags.tournament_engine import display_name

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def steps_of(payment: Payment) -> list[str]:
    rows = AuditEntry.objects.filter(subject_id=str(payment.pk), action__startswith="payment.")
    return [action.removeprefix("payment.") for action in rows.values_list("action", flat=True)]


def test_who_takes_a_proof_decides_on_it():
    payment = prove(a_payment(a_paying_cup()))
    cashier = a_cashier(payment.tournament)

    services.take_review(payment=payment, by=cashier)
    services.take_review(payment=payment, by=cashier)
    assert Payment.objects.get().reviewer == cashier
    services.verify_payment(payment=payment, by=cashier, version=payment.version)

    assert standing(payment) == ("confirmed", "verified")
    assert Payment.objects.get().reviewer is None
    assert sorted(steps_of(payment)) == ["submitted", "taken", "verified"]


@pytest.mark.parametrize(
    "act",
    [
        lambda payment, by: services.take_review(payment=payment, by=by),
        lambda payment, by: services.verify_payment(payment=payment, by=by),
        lambda payment, by: services.reject_payment(payment=payment, by=by, reason="No"),
    ],
    ids=["take", "verify", "reject"],
)
def test_nobody_works_on_a_proof_that_another_has(act: Any):
    payment = prove(a_payment(a_paying_cup(), name="Ann"))
    first, second = (a_cashier(payment.tournament) for _ in range(2))
    services.take_review(payment=payment, by=first)

    with pytest.raises(Conflict) as refused:
        act(payment, second)

    assert refused.value.code == "taken"
    assert str(refused.value) == (
        f"{display_name(first)} looks at the payment of Ann now: take it over first."
    )
    assert standing(payment) == ("payment_pending", "submitted")


def test_a_proof_is_taken_over_knowingly():
    payment = prove(a_payment(a_paying_cup()))
    first, second = (a_cashier(payment.tournament) for _ in range(2))
    services.take_review(payment=payment, by=first)

    services.take_review(payment=payment, by=second, take_over=True)

    with pytest.raises(Conflict):
        services.verify_payment(payment=payment, by=first)
    told = AuditEntry.objects.filter(action__startswith="payment.taken").order_by("pk")
    assert [(entry.action, entry.actor) for entry in told] == [
        ("payment.taken", first),
        ("payment.taken_over", second),
    ]


def test_what_is_given_back_is_free():
    payment = prove(a_payment(a_paying_cup()))
    first, second = (a_cashier(payment.tournament) for _ in range(2))
    services.take_review(payment=payment, by=first)

    services.give_back_review(payment=payment, by=second)
    assert Payment.objects.get().reviewer == first
    services.give_back_review(payment=payment, by=first)

    assert Payment.objects.get().reviewer is None
    assert steps_of(payment)[0] == "given_back"
    services.verify_payment(payment=payment, by=second)


def test_what_is_forgotten_is_free_after_a_while():
    payment = prove(a_payment(a_paying_cup()))
    first, second = (a_cashier(payment.tournament) for _ in range(2))
    services.take_review(payment=payment, by=first)
    Payment.objects.update(taken_at=timezone.now() - REVIEW_LASTS + timedelta(minutes=1))
    assert Payment.objects.get().reviewer == first

    Payment.objects.update(taken_at=timezone.now() - REVIEW_LASTS)

    assert Payment.objects.get().reviewer is None
    services.verify_payment(payment=payment, by=second)


def test_many_at_once_leave_out_what_another_has():
    cup = a_paying_cup()
    free, taken = (prove(a_payment(cup)) for _ in range(2))
    services.take_review(payment=taken, by=a_cashier(cup))

    outcomes = services.bulk_verify_payments(payments=[taken, free], by=cup.organizer)

    assert [outcome.error and outcome.error.code for outcome in outcomes] == ["taken", None]


def test_only_staff_that_is_no_party_takes_what_waits():
    cup = a_paying_cup()
    own = prove(a_payment(cup, cup.organizer))
    decided = verified(a_payment(cup))

    for payment, by in ((own, cup.organizer), (own, a_user())):
        with pytest.raises(NotAllowed):
            services.take_review(payment=payment, by=by)
    with pytest.raises(Conflict) as refused:
        services.take_review(payment=decided, by=cup.organizer)

    assert refused.value.code == "not_submitted"
