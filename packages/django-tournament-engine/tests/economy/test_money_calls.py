"""Every call that moves money: twenty times at once, again later, and with another body.

The same call has one effect, however often and however late it comes; another body under its
key, or another answer to the same question, is refused. Each call has a twin without the locks
and without the unique keys, whom that happens to: it shows that they are what holds.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings
from tests.awards.prizes import has, planned, played
from tests.factories import a_tournament, a_user
from tests.paying import FEE, a_cashier, a_paying_cup, a_payment, payer, proof, rich
from tests.people.models import Person
from tests.playing import a_live_tournament_of_people
from tests.threads import at_once
from tests.unguarded import without_unique_keys

from tournament_engine import locks
from tournament_engine.awards import services as awards
from tournament_engine.awards.services import payouts as prize_payouts
from tournament_engine.core.models import Tournament
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.models import Account, Payout, PayoutKind, Transfer, TransferKind
from tournament_engine.economy.services import (
    deposit,
    ledger,
    ledger_faults,
    payouts,
    plan_payout,
    process_payout,
    transfer,
    wallet,
)
from tournament_engine.errors import HookError, TournamentError
from tournament_engine.hooks.economy import Money
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration
from tournament_engine.registration.payments.methods import PaymentMethod
from tournament_engine.registration.payments.models import Payment, PaymentTransition
from tournament_engine.registration.services import payments, steps

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]

TIMES = 20
LATER = 5

Act = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call, one with another body, why that is refused, and what there is to be seen of both."""

    act: Act
    other: Act
    refusal: str
    effect: Callable[[], object]
    once: object
    #: What those are told who come after the first; the same as the first is, for most.
    again: str = "done"


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Any) -> None:
    """Let a slow machine take its time."""
    monkeypatch.setattr(locks, "PATIENCE", "60s")
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TOURNAMENT_ENGINE = {"PAYMENT_METHODS": {"card": f"{__name__}.Gateway"}}


class Gateway(PaymentMethod):
    """A gateway of the site's own."""

    label = "Card"
    is_automatic = True


def moved(kind: str) -> list[int]:
    """Return the amounts of every transfer of a kind."""
    return list(Transfer.objects.filter(kind=kind).values_list("amount", flat=True))


def lines() -> list[tuple[int, str]]:
    """Return amount and state of every line that is owed."""
    return list(Payout.objects.order_by("amount").values_list("amount", "state"))


def steps_to(state: str) -> int:
    return PaymentTransition.objects.filter(target=state).count()


def again(payment: Payment) -> Payment:
    """Return the row as another request reads it."""
    return Payment.objects.get(pk=payment.pk)


def a_charge() -> Call:
    ann = rich(1000)
    return Call(
        act=lambda: Ledger().charge(ann, Money(300, "EUR"), "k"),
        other=lambda: Ledger().charge(ann, Money(301, "EUR"), "k"),
        refusal="key_reused",
        effect=lambda: (moved("charge"), has(ann)),
        once=([300], 700),
    )


def a_refund() -> Call:
    ann = rich(1000)
    Ledger().charge(ann, Money(900, "EUR"), "fee")
    return Call(
        act=lambda: Ledger().refund("fee", Money(100, "EUR"), "k"),
        other=lambda: Ledger().refund("fee", Money(101, "EUR"), "k"),
        refusal="key_reused",
        effect=lambda: (moved("refund"), has(ann)),
        once=([100], 200),
    )


def a_payout() -> Call:
    ann, bob = a_user(), a_user()
    # The house's account is there: whose it is, is decided once and no matter of keys.
    Ledger().payout(bob, Money(1, "EUR"), "first")
    has(ann)
    return Call(
        act=lambda: Ledger().payout(ann, Money(300, "EUR"), "k"),
        other=lambda: Ledger().payout(bob, Money(300, "EUR"), "k"),
        refusal="key_reused",
        effect=lambda: (moved("payout"), has(ann), has(bob)),
        once=([1, 300], 300, 1),
    )


def a_transfer() -> Call:
    ann, bob = (wallet(rich(1000), "EUR") for _ in range(2))
    move = partial(transfer, key="k", kind=TransferKind.CHARGE, amount=300)
    return Call(
        act=lambda: move(source=ann, target=bob),
        other=lambda: move(source=bob, target=ann),
        refusal="key_reused",
        effect=lambda: (moved("charge"), ledger.balance(ann), ledger.balance(bob)),
        once=([300], 700, 1300),
    )


def a_deposit() -> Call:
    account = wallet(rich(1000), "EUR")
    return Call(
        act=lambda: deposit(key="k", account=account, amount=5),
        other=lambda: deposit(key="k", account=account, amount=6),
        refusal="key_reused",
        effect=lambda: (moved("deposit"), ledger.balance(account)),
        once=([1000, 5], 1005),
    )


def a_fee_from_the_wallet() -> Call:
    ann, cup = rich(), a_paying_cup()
    payment, cashier = a_payment(cup, ann), a_cashier(cup)
    return Call(
        act=lambda: services.pay_from_wallet(payment=again(payment), by=ann),
        other=lambda: services.waive_fee(payment=again(payment), reason="A guest", by=cashier),
        refusal="not_due",
        effect=lambda: (moved("charge"), has(ann), steps_to("verified")),
        once=([FEE], 9 * FEE, 1),
    )


def a_fee_by_a_gateway() -> Call:
    payment = a_payment(a_paying_cup(payment_methods=["card"]))
    come = partial(services.confirm_payment, method="card", reference="PAY-000001")
    return Call(
        act=lambda: come(payment=again(payment), amount=FEE),
        other=lambda: come(payment=again(payment), amount=FEE, reference="PAY-000002"),
        refusal="not_settled",
        effect=lambda: (steps_to("verified"), lines()),
        once=(1, []),
    )


def a_proof() -> Call:
    payment = a_payment(a_paying_cup())
    ann, picture = payer(payment), proof().read()

    def send(reference: str) -> object:
        file = SimpleUploadedFile("proof.png", picture, content_type="image/png")
        return services.submit_payment_proof(
            payment=again(payment), reference=reference, amount=FEE, file=file, by=ann
        )

    return Call(
        act=lambda: send("REF-000001"),
        other=lambda: send("REF-000002"),
        refusal="not_due",
        effect=lambda: (steps_to("submitted"), again(payment).reference),
        once=(1, "REF-000001"),
    )


def a_verified_fee() -> Call:
    payment = a_proven_payment()
    cashier, second = (a_cashier(payment.tournament) for _ in range(2))
    return Call(
        act=lambda: services.verify_payment(payment=again(payment), by=cashier),
        other=lambda: services.reject_payment(payment=again(payment), reason="No", by=second),
        refusal="not_submitted",
        effect=lambda: (steps_to("verified"), steps_to("rejected")),
        once=(1, 0),
    )


def a_rejected_fee() -> Call:
    payment = a_proven_payment()
    cashier, second = (a_cashier(payment.tournament) for _ in range(2))
    return Call(
        act=lambda: services.reject_payment(payment=again(payment), reason="No", by=cashier),
        other=lambda: services.verify_payment(payment=again(payment), by=second),
        refusal="not_submitted",
        effect=lambda: (steps_to("verified"), steps_to("rejected")),
        once=(0, 1),
    )


def a_waived_fee() -> Call:
    ann, cup = rich(), a_paying_cup()
    payment, cashier = a_payment(cup, ann), a_cashier(cup)
    return Call(
        act=lambda: services.waive_fee(payment=again(payment), reason="A guest", by=cashier),
        other=lambda: services.pay_from_wallet(payment=again(payment), by=ann),
        refusal="not_due",
        effect=lambda: (steps_to("waived"), moved("charge")),
        once=(1, []),
    )


def a_fee_given_back() -> Call:
    payment, ann = a_paid_fee()
    give_back = partial(services.refund_payment, by=a_cashier(payment.tournament), reason="Ill")
    return Call(
        act=lambda: give_back(payment=again(payment)),
        other=lambda: give_back(payment=again(payment), amount=FEE - 1),
        refusal="refunded_otherwise",
        effect=lambda: (moved("refund"), has(ann), lines()),
        once=([FEE], 10 * FEE, [(FEE, "paid")]),
    )


def a_place_given_back() -> Call:
    until = "2100-01-01T00:00+00:00"
    payment, ann = a_paid_fee(refund_policy=[{"until": until, "percent": 80}])
    give_back = partial(services.refund_payment, by=a_cashier(payment.tournament), reason="Ill")

    def leave() -> object:
        place = Registration.objects.get(pk=payment.registration_id)
        return services.withdraw_registration(registration=place, by=ann)

    return Call(
        act=leave,
        again="illegal_transition",
        other=lambda: give_back(payment=again(payment)),
        refusal="refunded_otherwise",
        effect=lambda: (moved("refund"), has(ann), lines()),
        once=([1000], 9 * FEE + 1000, [(1000, "paid")]),
    )


def prizes() -> Call:
    cup = a_live_tournament_of_people(2)
    planned(cup, 1001)
    played(cup)
    return Call(
        act=lambda: awards.distribute_prizes(tournament=Tournament.objects.get(pk=cup.pk)),
        other=lambda: planned(Tournament.objects.get(pk=cup.pk), 1002),
        refusal="prizes_fixed",
        effect=lines,
        once=[(300, "pending"), (501, "pending")],
    )


def a_line() -> Call:
    ann = a_user()
    # The house's account and Ann's wallet are there, as in "a payout".
    Ledger().payout(ann, Money(1, "EUR"), "first")
    cup = a_tournament(entrants=0)
    facts: dict[str, Any] = {"slot": "1", "currency": "EUR", "recipient": ann}
    plan = partial(
        plan_payout,
        tournament_id=cup.pk,
        kind=PayoutKind.REWARD,
        recipient_name="Ann",
        by=None,
        **facts,
    )
    line = plan(amount=500, needs_approval=True)
    Payout.objects.update(needs_approval=False)
    return Call(
        act=lambda: process_payout(payout=Payout.objects.get(pk=line.pk)),
        other=lambda: plan(amount=501),
        refusal="planned_otherwise",
        effect=lambda: (moved("payout"), has(ann), lines()),
        once=([1, 500], 501, [(500, "paid")]),
    )


def a_proven_payment() -> Payment:
    payment = a_payment(a_paying_cup())
    services.submit_payment_proof(
        payment=payment, reference="REF-000001", amount=FEE, file=proof(), by=payer(payment)
    )
    return payment


def a_paid_fee(**facts: Any) -> tuple[Payment, Person]:
    ann = rich()
    payment = a_payment(a_paying_cup(**facts), ann)
    services.pay_from_wallet(payment=payment, by=ann)
    return payment, ann


CALLS = (
    a_charge,
    a_refund,
    a_payout,
    a_transfer,
    a_deposit,
    a_fee_from_the_wallet,
    a_fee_by_a_gateway,
    a_proof,
    a_verified_fee,
    a_rejected_fee,
    a_waived_fee,
    a_fee_given_back,
    a_place_given_back,
    prizes,
    a_line,
)
every_call = pytest.mark.parametrize("prepared", CALLS, ids=lambda call: call.__name__)


def told(act: Act) -> Callable[[], str]:
    """Return a call that answers "done", the code of a refusal, or what the database says."""

    def call() -> str:
        try:
            act()
        except (TournamentError, HookError) as error:
            return error.code
        except Exception as error:  # noqa: BLE001 - whatever a lost guard lets happen
            return type(error).__name__
        return "done"

    return call


@every_call
def test_it_has_one_effect_at_once_and_later_and_another_body_is_refused(
    prepared: Callable[[], Call],
):
    call = prepared()
    act, other = told(call.act), told(call.other)

    answers = at_once([act] * TIMES) + [act() for _ in range(LATER)]

    assert Counter(answers) == Counter(["done"] + [call.again] * (TIMES + LATER - 1))
    assert call.effect() == call.once
    assert (other(), call.effect()) == (call.refusal, call.once)
    assert ledger_faults() == []


@pytest.fixture
def unguarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the guards out: nobody locks, both read before one writes, and no key is unique."""
    met = Barrier(2, timeout=2)
    find = ledger.find_transfer

    def wait_for_the_other() -> None:
        try:
            met.wait()
        except BrokenBarrierError:
            # One of them was stopped: the other goes on alone.
            return

    def read_together(row: Any, **_: Any) -> Any:
        row.refresh_from_db()
        wait_for_the_other()
        return row

    def find_together(key: str) -> Transfer | None:
        found = find(key)
        wait_for_the_other()
        return found

    monkeypatch.setattr(ledger, "find_transfer", find_together)
    for module in (ledger, payouts, payments, steps, prize_payouts):
        monkeypatch.setattr(module, "lock", read_together)
    # Accounts too: their balances would be of transfers that are gone.
    with without_unique_keys(Transfer, Payout, emptied=(Account,)):
        yield


@every_call
def test_without_the_guards_it_is_not_so(prepared: Callable[[], Call], unguarded: None):
    call = prepared()
    act = told(call.act)

    answers = at_once([act] * 2)

    assert (Counter(answers), call.effect()) != (Counter(["done", call.again]), call.once)
