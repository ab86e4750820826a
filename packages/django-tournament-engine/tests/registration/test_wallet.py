"""Fees paid from the wallet, or by a gateway of the site's own: charged once, whatever fails."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_registration, a_user
from tests.paying import (
    FEE,
    a_cashier,
    a_paying_cup,
    a_payment,
    leave,
    payer,
    prove,
    refunds,
    rich,
    standing,
)

from tests.conftest import Committed
from tournament_engine import hooks
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.models import Payout, Transfer
from tournament_engine.economy.services import InsufficientFunds, ledger_faults
from tournament_engine.errors import Conflict, HookError, InvalidInput
from tournament_engine.registration import services
from tournament_engine.registration.payments.methods import PaymentMethod
from tournament_engine.registration.payments.models import Payment, WalletCharge

pytestmark = pytest.mark.django_db


class Gateway(PaymentMethod):
    """A site's own."""

    label = "Cards"
    is_automatic = True


class Unsure(Ledger):
    """Charges, and loses the answer; `blind` times it cannot look a key up.

    `delayed` times the request itself is on its way until `arrive` is called.
    """

    lost = 0
    blind = 0
    delayed = 0

    def __init__(self) -> None:
        super().__init__()
        self.on_their_way: list[Any] = []

    def arrive(self) -> None:
        for request in self.on_their_way:
            request()

    def charge(self, user: Any, price: Any, idempotency_key: str) -> Any:
        if self.delayed:
            self.delayed -= 1
            self.on_their_way.append(partial(super().charge, user, price, idempotency_key))
            raise HookError("lost", "The line went dead.", retryable=True)
        receipt = super().charge(user, price, idempotency_key)
        if self.lost:
            self.lost -= 1
            raise HookError("lost", "The line went dead.", retryable=True)
        return receipt

    def lookup(self, idempotency_key: str) -> Any:
        if self.blind:
            self.blind -= 1
            raise HookError("down", "Nobody answers.", retryable=True)
        return super().lookup(idempotency_key)


@pytest.fixture
def economy(settings: Any) -> Any:
    settings.TOURNAMENT_ENGINE = {
        "HOOKS": {"economy": f"{__name__}.Unsure"},
        "PAYMENT_METHODS": {"cards": f"{__name__}.Gateway"},
    }
    return hooks.economy()


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def charges() -> int:
    return Transfer.objects.filter(kind="charge").count()


def pay(payment: Payment, by: Any = None) -> Payment:
    return services.pay_from_wallet(payment=payment, by=by or payer(payment))


def left(user: Any) -> int:
    return Ledger().balance(user, "EUR").amount


def test_a_fee_is_paid_from_the_wallet_once():
    ann = rich()
    payment = a_payment(a_paying_cup(), ann)

    for _ in range(3):
        assert pay(payment).state == "verified"

    assert standing(payment) == ("confirmed", "verified")
    assert (charges(), left(ann)) == (1, 9 * FEE)
    assert ledger_faults() == []


def test_too_little_in_the_wallet_changes_nothing_and_can_be_tried_again():
    ann = rich(FEE - 1)
    payment = a_payment(a_paying_cup(), ann)

    with pytest.raises(InsufficientFunds):
        pay(payment)

    assert standing(payment) == ("payment_pending", "pending")
    assert Payment.objects.get().tried_at is None
    assert prove(payment).state == "submitted"


def test_a_fee_that_is_not_paid_from_the_wallet_is_not_charged():
    payment = a_payment(a_paying_cup(payment_methods=["manual_proof"]), rich())

    with pytest.raises(Conflict) as refused:
        pay(payment)

    assert (refused.value.code, charges()) == ("no_method", 0)


def test_a_lost_answer_is_looked_up(economy: Any):
    payment = a_payment(a_paying_cup(), rich())
    economy.lost = 1

    assert pay(payment).state == "verified"
    assert charges() == 1


def test_what_nobody_can_tell_now_is_found_out_by_the_job(economy: Any):
    payment = a_payment(a_paying_cup(), rich())
    economy.lost = economy.blind = 1

    with pytest.raises(Conflict) as refused:
        pay(payment)

    assert refused.value.code == "unsure"
    with pytest.raises(Conflict):
        prove(payment)
    assert services.reconcile_charges(timezone.now()) == 0
    assert services.reconcile_charges(timezone.now() + timedelta(minutes=6)) == 1
    assert standing(payment) == ("confirmed", "verified")
    assert charges() == 1


def delayed(economy: Any, owner: Any = None) -> Payment:
    """Return a payment whose charge is on its way, and which is free to be paid again."""
    payment = a_payment(a_paying_cup(), owner or rich())
    economy.delayed = 1
    with pytest.raises(Conflict):
        pay(payment)
    assert services.reconcile_charges(later(minutes=6)) == 1
    payment.refresh_from_db()
    assert (payment.state, payment.tried_at) == ("pending", None)
    return payment


def later(**time: int) -> Any:
    return timezone.now() + timedelta(**time)


def test_a_charge_that_arrives_after_it_was_looked_up_counts(economy: Any):
    payment = delayed(economy)

    economy.arrive()

    assert services.reconcile_charges(later(minutes=12)) == 1
    assert standing(payment) == ("confirmed", "verified")
    assert charges() == 1
    assert services.reconcile_charges(later(days=9)) == 0


def test_who_pays_again_is_charged_once_whatever_is_on_its_way(economy: Any):
    ann = rich()
    payment = delayed(economy, ann)

    assert pay(payment).state == "verified"
    economy.arrive()

    assert (charges(), left(ann)) == (1, 9 * FEE)
    assert services.reconcile_charges(later(minutes=12)) == 0
    assert left(ann) == 9 * FEE


def test_a_charge_that_arrives_when_the_fee_was_paid_otherwise_goes_back(
    economy: Any, committed: Committed
):
    ann = rich()
    payment = delayed(economy, ann)
    prove(payment)
    services.verify_payment(payment=payment, by=a_cashier(payment.tournament))

    economy.arrive()
    with committed():
        assert services.reconcile_charges(later(minutes=12)) == 1

    assert standing(payment) == ("confirmed", "verified")
    assert (charges(), left(ann)) == (1, 10 * FEE)


def test_a_refusal_of_the_second_request_says_nothing_of_the_first(economy: Any):
    ann = rich(FEE)
    payment = delayed(economy, ann)
    money, economy.__class__.charge = economy.__class__.charge, refused
    with pytest.raises(InsufficientFunds):
        pay(payment)
    economy.__class__.charge = money

    economy.arrive()

    assert services.reconcile_charges(later(minutes=12)) == 1
    assert (standing(payment)[1], charges()) == ("verified", 1)


def refused(*_call: Any) -> Any:
    raise HookError("insufficient_funds", "There is too little.")


def test_a_charge_of_which_nothing_came_is_forgotten_in_the_end(economy: Any):
    delayed(economy)

    assert services.reconcile_charges(later(days=8)) == 1

    assert WalletCharge.objects.get().settled_at is not None
    assert services.reconcile_charges(later(days=9)) == 0


def test_a_fee_is_not_charged_while_another_pays_it():
    ann = rich()
    payment = a_payment(a_paying_cup(), ann)
    Payment.objects.update(tried_at=timezone.now(), charge_key="fee:x:1", payer=a_user())

    with pytest.raises(Conflict) as refused:
        pay(payment)

    assert (refused.value.code, charges()) == ("under_way", 0)


class Slow(Ledger):
    """Something happens while the money moves."""

    meanwhile: Any = None

    def charge(self, user: Any, price: Any, idempotency_key: str) -> Any:
        receipt = super().charge(user, price, idempotency_key)
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            happens()
        return receipt


@pytest.fixture
def slow(settings: Any) -> Any:
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"economy": f"{__name__}.Slow"}}
    return hooks.economy()


def test_money_that_comes_too_late_is_booked_and_goes_back(slow: Any, committed: Committed):
    ann = rich()
    cup = a_paying_cup()
    payment = a_payment(cup, ann)
    slow.meanwhile = partial(leave, payment)

    with committed():
        paid = pay(payment)

    assert (paid.state, standing(payment)) == ("verified", ("withdrawn", "verified"))
    assert refunds(cup) == [(FEE, "wallet")]
    assert left(ann) == 10 * FEE
    assert services.settle_refunds(timezone.now()) == 1
    assert standing(payment) == ("withdrawn", "refunded")


def test_a_charge_for_a_fee_that_was_verified_meanwhile_goes_back(slow: Any, committed: Committed):
    ann = rich()
    cup = a_paying_cup()
    payment, cashier = a_payment(cup, ann), a_cashier(cup)

    def verify() -> None:
        Payment.objects.update(tried_at=None)
        row = Payment.objects.get()
        prove(row)
        services.verify_payment(payment=row, by=cashier)

    slow.meanwhile = verify
    with committed():
        pay(payment)

    assert standing(payment) == ("confirmed", "verified")
    assert left(ann) == 10 * FEE
    assert Payout.objects.get().state == "paid"


def test_a_gateway_confirms_a_fee_once(economy: Any):
    payment = a_payment(a_paying_cup(payment_methods=["cards"]))

    for _ in range(2):
        services.confirm_payment(payment=payment, method="cards", reference="ch_1", amount=FEE)

    assert standing(payment) == ("confirmed", "verified")
    with pytest.raises(Conflict):
        services.confirm_payment(payment=payment, method="cards", reference="ch_2", amount=FEE)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"method": "wallet"}, InvalidInput),
        ({"method": "manual_proof"}, InvalidInput),
        ({"method": "cheque"}, InvalidInput),
        ({"amount": FEE - 1}, Conflict),
    ],
)
def test_a_gateway_settles_nothing_that_it_did_not_get(
    economy: Any, facts: dict[str, Any], error: Any
):
    payment = a_payment(a_paying_cup(payment_methods=["cards"]))
    told: dict[str, Any] = {"method": "cards", "reference": "ch_1", "amount": FEE} | facts

    with pytest.raises(error):
        services.confirm_payment(payment=payment, **told)

    assert standing(payment) == ("payment_pending", "pending")


def test_who_moves_up_pays_with_time_of_their_own():
    cup = a_paying_cup(max_entrants=2)
    first, _second = a_payment(cup), a_payment(cup)
    waiting = a_registration(cup, rich())

    leave(first)

    moved = Payment.objects.get(registration=waiting)
    assert pay(moved).state == "verified"
    assert standing(first) == ("withdrawn", "cancelled")
