"""What many people do to one payment at once, on a database that runs them at once."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from tests.paying import (
    FEE,
    a_cashier,
    a_paying_cup,
    a_payment,
    leave,
    overdue,
    payer,
    prove,
    refunds,
    rich,
    standing,
    verified,
)
from tests.threads import at_once

from tournament_engine import locks
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.models import Payout, Transfer
from tournament_engine.economy.services import ledger_faults, plan_payout
from tournament_engine.errors import TournamentError
from tournament_engine.registration import services
from tournament_engine.registration.models import Entrant
from tournament_engine.registration.payments.models import Payment, PaymentTransition
from tournament_engine.registration.services import fees, payments, steps

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]

CLICKS = 8


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    """Let a slow machine take its time."""
    monkeypatch.setattr(locks, "PATIENCE", "60s")
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guard out: read the rows again and lock nothing."""

    def read_again(row: Any) -> Any:
        row.refresh_from_db()
        return row

    monkeypatch.setattr(steps, "lock", read_again)
    monkeypatch.setattr(payments, "lock", read_again)


def answer(act: Callable[..., Payment], payment: Payment, **facts: Any) -> Callable[[], str]:
    """Return a call that says where the payment stands after it, or why it was refused."""

    def call() -> str:
        try:
            return act(payment=Payment.objects.get(pk=payment.pk), **facts).state
        except TournamentError as error:
            return error.code

    return call


def verified_steps() -> int:
    return PaymentTransition.objects.filter(target="verified").count()


def test_many_who_verify_at_once_verify_once():
    payment = prove(a_payment(a_paying_cup()))
    staff = [a_cashier(payment.tournament) for _ in range(CLICKS)]

    answers = at_once([answer(services.verify_payment, payment, by=who) for who in staff])

    assert Counter(answers) == {"verified": CLICKS}
    assert (verified_steps(), Entrant.objects.count()) == (1, 1)


def test_one_verifies_and_the_other_rejects_and_one_of_them_is_told():
    payment = prove(a_payment(a_paying_cup()))
    staff = [a_cashier(payment.tournament) for _ in range(CLICKS)]
    acts = [
        answer(services.verify_payment, payment, by=who)
        if number % 2
        else answer(services.reject_payment, payment, by=who, reason="No")
        for number, who in enumerate(staff)
    ]

    answers = at_once(acts)

    state = Payment.objects.get().state
    assert Counter(answers) == {state: CLICKS // 2, "not_submitted": CLICKS // 2}
    steps_taken = PaymentTransition.objects.filter(source="submitted")
    assert list(steps_taken.values_list("target", flat=True)) == [state]


def test_many_who_take_a_proof_at_once_leave_it_to_one():
    payment = prove(a_payment(a_paying_cup()))
    staff = [a_cashier(payment.tournament) for _ in range(CLICKS)]

    answers = at_once([answer(services.take_review, payment, by=who) for who in staff])

    assert Counter(answers) == {"submitted": 1, "taken": CLICKS - 1}


def test_without_the_locks_one_payment_is_decided_many_times(no_lock: None):
    payment = prove(a_payment(a_paying_cup()))
    staff = [a_cashier(payment.tournament) for _ in range(CLICKS)]

    at_once([quiet(answer(services.reject_payment, payment, by=who, reason="No")) for who in staff])

    assert PaymentTransition.objects.filter(target="rejected").count() > 1


def quiet(call: Callable[[], str]) -> Callable[[], str]:
    """Return a call that says what a constraint of the database refuses."""

    def attempt() -> str:
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - whatever the lost lock lets happen
            return type(error).__name__

    return attempt


def test_a_fee_is_charged_once_however_often_it_is_paid_at_once():
    ann = rich()
    payment = a_payment(a_paying_cup(), ann)
    pay = answer(services.pay_from_wallet, payment, by=ann)

    answers = at_once([pay] * 20) + [pay() for _ in range(5)]

    assert Counter(answers) == {"verified": 25}
    assert Transfer.objects.filter(kind="charge").count() == 1
    assert Ledger().balance(ann, "EUR").amount == 9 * FEE
    assert (verified_steps(), Entrant.objects.count()) == (1, 1)
    assert ledger_faults() == []


def test_without_one_key_a_fee_is_charged_more_than_once(monkeypatch: pytest.MonkeyPatch):
    ann = rich(100 * FEE)
    payment = a_payment(a_paying_cup(), ann)
    charge = Ledger.charge
    seen: list[str] = []

    def forgetful(self: Ledger, user: Any, price: Any, idempotency_key: str) -> Any:
        seen.append(idempotency_key)
        return charge(self, user, price, f"{idempotency_key}:{len(seen)}:{id(seen[-1])}")

    monkeypatch.setattr(Ledger, "charge", forgetful)

    at_once([answer(services.pay_from_wallet, payment, by=ann)] * CLICKS)

    assert Transfer.objects.filter(kind="charge").count() > 1
    assert Ledger().balance(ann, "EUR").amount == 99 * FEE
    assert ledger_faults() == []


def test_refunds_and_a_withdrawal_at_once_give_back_once():
    cup = a_paying_cup()
    payment = verified(a_payment(cup))
    staff = [a_cashier(cup) for _ in range(CLICKS)]

    def give_back(who: Any) -> Callable[[], object]:
        row = Payment.objects.get(pk=payment.pk)
        return lambda: services.refund_payment(payment=row, reason="Ill", by=who)

    at_once([*(give_back(who) for who in staff), lambda: leave(payment)])

    assert refunds(cup) == [(FEE, "cash")]
    assert standing(payment) == ("withdrawn", "verified")


def test_without_the_locks_and_the_slot_a_fee_is_given_back_twice(
    no_lock: None, monkeypatch: pytest.MonkeyPatch
):
    cup = a_paying_cup()
    payment = verified(a_payment(cup))
    staff = [a_cashier(cup) for _ in range(CLICKS)]
    plan = plan_payout

    def anywhere(**facts: Any) -> Payout:
        return plan(**facts | {"slot": f"{facts['slot']}:{facts['by'].pk}"})

    monkeypatch.setattr(fees, "plan_payout", anywhere)

    def give_back(who: Any) -> Callable[[], object]:
        row = Payment.objects.get(pk=payment.pk)
        return lambda: services.refund_payment(payment=row, reason="Ill", by=who)

    at_once([give_back(who) for who in staff])

    assert len(refunds(cup)) > 1


def test_a_proof_and_the_end_of_its_time_at_once_leave_one_of_them():
    cup = a_paying_cup()
    rows = [a_payment(cup) for _ in range(CLICKS)]
    late = [overdue(row) for row in rows[::2]]

    def expire() -> str:
        return str(services.expire_unpaid(timezone.now()) >= 0)

    at_once([expire, *(answer(proving, row, by=payer(row)) for row in rows)])
    services.expire_unpaid(timezone.now())

    ends = {row.pk: standing(row) for row in rows}
    for row in rows:
        expected = ("expired", "expired") if row in late else ("payment_pending", "submitted")
        assert ends[row.pk] == expected


def proving(*, payment: Payment, by: Any) -> Payment:
    return prove(payment, by=by)
