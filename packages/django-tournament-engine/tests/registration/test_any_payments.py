"""Anybody does anything with fees, in any order: no cent comes from nowhere and none is lost."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.paying import FEE, a_cashier, a_paying_cup, a_payment, rich
from tests.people.models import Person

from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.models import Account, Payout
from tournament_engine.economy.report import totals, unfounded
from tournament_engine.economy.services import (
    cancel_payout,
    ledger_faults,
    pay_in_cash,
    process_payouts,
)
from tournament_engine.errors import TournamentError
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration
from tournament_engine.registration.payments.models import Payment

PEOPLE = 3
HELD = 10 * FEE


def pay(payment: Payment, payer: Person, _staff: Person) -> object:
    return services.pay_from_wallet(payment=payment, by=payer)


def leave(payment: Payment, payer: Person, _staff: Person) -> object:
    return services.withdraw_registration(registration=payment.registration, by=payer)


def come_again(payment: Payment, payer: Person, _staff: Person) -> object:
    return services.register(tournament=payment.tournament, user=payer, by=payer)


def verify(payment: Payment, _payer: Person, staff: Person) -> object:
    return services.verify_payment(payment=payment, by=staff)


def reject(payment: Payment, _payer: Person, staff: Person) -> object:
    return services.reject_payment(payment=payment, by=staff, reason="No")


def waive(payment: Payment, _payer: Person, staff: Person) -> object:
    return services.waive_fee(payment=payment, by=staff, reason="A guest")


def give_back(payment: Payment, _payer: Person, staff: Person) -> object:
    return services.refund_payment(payment=payment, by=staff, reason="Ill")


def give_some_back(payment: Payment, _payer: Person, staff: Person) -> object:
    return services.refund_payment(payment=payment, by=staff, reason="Ill", amount=FEE // 2)


def put_out(payment: Payment, _payer: Person, _staff: Person) -> object:
    cup = payment.tournament
    return services.cancel_registration(
        registration=payment.registration, by=cup.organizer, reason="No"
    )


def take_back(payment: Payment, _payer: Person, _staff: Person) -> object:
    line = Payout.objects.filter(slot__startswith=f"fee:{payment.pk}:").last()
    return line and cancel_payout(payout=line, by=payment.tournament.organizer, reason="No")


def hand_over(payment: Payment, _payer: Person, _staff: Person) -> object:
    line = Payout.objects.filter(slot__startswith=f"fee:{payment.pk}:", method="cash").last()
    by = payment.tournament.organizer
    return line and pay_in_cash(payout=line, by=by, reference="Receipt 7")


def call_off(payment: Payment, _payer: Person, _staff: Person) -> object:
    cup = payment.tournament
    return tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")


def tick(_payment: Payment, _payer: Person, _staff: Person) -> object:
    now = timezone.now()
    process_payouts(now)
    return services.settle_refunds(now)


Act = Callable[[Payment, Person, Person], object]
ACTS: tuple[Act, ...] = (
    pay,
    leave,
    come_again,
    verify,
    reject,
    waive,
    give_back,
    give_some_back,
    put_out,
    take_back,
    hand_over,
    call_off,
    tick,
)
HISTORIES = st.lists(
    st.tuples(st.sampled_from([*ACTS, pay, give_back, tick]), st.integers(0, PEOPLE - 1)),
    min_size=5,
    max_size=30,
)


class AnyPayments(TestCase):
    """Three people, two places that are paid for, a cashier."""

    cup: ClassVar[Tournament]
    cashier: ClassVar[Person]
    people: ClassVar[list[Person]]

    @classmethod
    def setUpTestData(cls) -> None:
        until = "2100-01-01T00:00+00:00"
        policy = [{"until": until, "percent": 70}]
        cls.cup = a_paying_cup(max_entrants=2, refund_policy=policy)
        cls.cashier = a_cashier(cls.cup)
        cls.people = [rich(HELD) for _ in range(PEOPLE)]
        for person in cls.people[:2]:
            services.pay_from_wallet(payment=a_payment(cls.cup, person), by=person)
        services.register(tournament=cls.cup, user=cls.people[2], by=cls.people[2])

    @settings(deadline=None, max_examples=40)
    @given(history=HISTORIES)
    def test_whatever_they_do_the_books_agree(self, history: list[tuple[Act, int]]) -> None:
        for act, who in history:
            self.attempt(act, self.people[who])

        self.settle()
        for payment in Payment.objects.all():
            assert given_back(payment) <= (payment.paid_amount or 0)
        assert Registration.objects.holding().filter(tournament=self.cup).count() <= 2
        assert (ledger_faults(), unfounded()) == ([], [])
        assert sum(Account.objects.values_list("balance", flat=True)) == 0
        for total in totals(Payout.objects.all()):
            assert total.planned == total.paid + total.open + total.cancelled
        for person in self.people:
            assert Ledger().balance(person, "EUR").amount == HELD - self.spent(person)

    def attempt(self, act: Act, person: Person) -> None:
        """Let somebody do something; what is refused has changed nothing."""
        rows = Payment.objects.filter(registration__user=person).select_related("registration")
        payment = rows.last()
        if payment is None:
            return
        try:
            with transaction.atomic():
                act(payment, Person.objects.get(pk=person.pk), self.cashier)
        except TournamentError:
            return

    def settle(self) -> None:
        process_payouts(timezone.now())
        services.settle_refunds(timezone.now())

    def spent(self, person: Person) -> int:
        """Return what somebody has paid and not got back, as the payments have it."""
        rows: Any = Payment.objects.filter(payer=person, method="wallet")
        return sum((row.paid_amount or 0) - given_back(row, "paid") for row in rows)


def given_back(payment: Payment, *states: str) -> int:
    """Return the sum of the refund lines of a payment that are not taken back."""
    lines = Payout.objects.filter(kind="refund", slot__startswith=f"fee:{payment.pk}:")
    lines = lines.filter(state__in=states) if states else lines.exclude(state="cancelled")
    return sum(lines.values_list("amount", flat=True))
