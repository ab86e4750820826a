"""The calls that move money: each prepared, with one of another body beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.awards.prizes import has, planned, played
from tests.factories import a_tournament, a_user
from tests.paying import FEE, a_cashier, a_paying_cup, a_payment, payer, proof, rich
from tests.people.models import Person
from tests.playing import a_live_tournament_of_people

from tournament_engine.awards import services as awards
from tournament_engine.core.models import Tournament
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.models import Payout, PayoutKind, Transfer, TransferKind
from tournament_engine.economy.services import (
    deposit,
    ledger,
    plan_payout,
    process_payout,
    transfer,
    wallet,
)
from tournament_engine.hooks.economy import Money
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration
from tournament_engine.registration.payments.methods import PaymentMethod
from tournament_engine.registration.payments.models import Payment, PaymentTransition

__all__ = ["CALLS", "Act", "Call", "Gateway"]

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
        other=lambda: give_back(payment=again(payment), amount=999),
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
