"""Each line of money is paid once, whatever fails or is killed on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone
from tests.economy.lines import has, planned, state_of
from tests.factories import a_tournament, a_user

from tournament_engine.economy import holds
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout, PayoutKind, PayoutMethod, Transfer
from tournament_engine.economy.services import (
    approve_payout,
    cancel_payout,
    ledger_faults,
    pay_in_cash,
    process_payout,
    process_payouts,
    reconcile_payouts,
    resolve_payout,
)
from tournament_engine.errors import (
    Conflict,
    HookError,
    IllegalTransition,
    InvalidInput,
    NotAllowed,
)
from tournament_engine.hooks.economy import Money
from tournament_engine.testing import assert_economy_contract

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_other_holds")]

LATER = timedelta(hours=2)


def test_the_built_in_ledger_keeps_the_contract():
    assert_economy_contract(Ledger(), user=a_user())


@pytest.mark.parametrize(
    "act",
    [
        lambda ledger, ann: ledger.charge(ann, Money(1, "EUR"), "k"),
        lambda ledger, ann: ledger.refund("none", Money(1, "EUR"), "k"),
        lambda ledger, ann: ledger.payout(ann, Money(0, "EUR"), "k"),
        lambda ledger, ann: ledger.payout(ann, Money(1, "euro"), "k"),
    ],
    ids=["nothing there", "no charge", "no amount", "no currency"],
)
def test_the_built_in_ledger_refuses_with_the_error_of_hooks(act):
    with pytest.raises((HookError, InvalidInput)):
        act(Ledger(), a_user())

    assert not Transfer.objects.exists()


def test_a_line_is_paid_when_it_is_committed(cup, committed):
    ann = a_user()

    with committed():
        line = planned(cup, ann)

    assert (state_of(line), has(ann)) == (PayoutState.PAID, 500)


def test_the_same_slot_is_planned_once(cup, committed):
    ann = a_user()
    with committed():
        first = planned(cup, ann)

    with committed():
        assert planned(cup, ann) == first

    assert (Payout.objects.count(), has(ann)) == (1, 500)
    with pytest.raises(Conflict) as raised:
        planned(cup, ann, amount=501)
    assert raised.value.code == "planned_otherwise"


def test_paying_again_pays_nothing(cup):
    ann = a_user()
    line = planned(cup, ann)

    for _time in range(3):
        process_payout(payout=line)

    assert (line.state, line.attempts, has(ann)) == (PayoutState.PAID, 1, 500)


def test_a_lost_answer_is_looked_up_and_nothing_sent_again(cup, economy):
    economy.lost = 1
    ann = a_user()

    line = process_payout(payout=planned(cup, ann))

    assert (line.state, has(ann), line.attempts) == (PayoutState.PAID, 500, 1)


def test_what_nobody_can_look_up_a_person_decides(cup, economy):
    economy.lost = economy.blind = 1
    ann, staff = a_user(), cup.organizer

    line = process_payout(payout=planned(cup, ann))
    assert (line.state, line.reason) == (PayoutState.NEEDS_REVIEW, "Nobody answers.")
    assert process_payouts(timezone.now() + LATER) == 0

    resolve_payout(payout=line, was_paid=True, reason="On the statement of May", by=staff)
    assert (line.state, has(ann)) == (PayoutState.PAID, 500)


def test_what_was_not_paid_after_all_is_tried_again_with_the_same_key(cup, economy):
    economy.lost = economy.blind = 1
    ann = a_user()
    line = process_payout(payout=planned(cup, ann))

    resolve_payout(payout=line, was_paid=False, reason="Not on the statement", by=cup.organizer)
    process_payout(payout=line)

    # It had moved: the key moves it once.
    assert (line.state, has(ann), Transfer.objects.count()) == (PayoutState.PAID, 500, 1)


def test_a_refusal_is_tried_again_after_ever_longer_waits_and_then_left(cup, economy):
    economy.refused = "closed"
    line = process_payout(payout=planned(cup))
    now = timezone.now()
    assert (line.state, line.reason) == (PayoutState.FAILED, "No.")
    assert process_payouts(now) == 0
    assert Payout.objects.get().attempts == 1

    for _day in range(20):
        now += timedelta(days=1)
        Payout.objects.update(tried_at=now - timedelta(days=1))
        process_payouts(now)
    assert Payout.objects.get().attempts == 6

    economy.refused = ""
    cancel_payout(payout=line, reason="Paid by the sponsor", by=cup.organizer)
    assert line.state == PayoutState.CANCELLED


def test_a_line_whose_worker_is_gone_is_looked_up(cup, economy):
    ann, bob = a_user(), a_user()
    paid, unpaid = planned(cup, ann, slot="1"), planned(cup, bob, slot="2")
    Ledger().payout(ann, Money(500, "EUR"), paid.key)
    Payout.objects.update(state=PayoutState.PROCESSING, attempts=1, tried_at=timezone.now())

    assert reconcile_payouts(timezone.now()) == 0
    assert reconcile_payouts(timezone.now() + LATER) == 2

    assert (state_of(paid), state_of(unpaid)) == (PayoutState.PAID, PayoutState.FAILED)
    process_payouts(timezone.now() + LATER)
    assert (has(ann), has(bob), state_of(unpaid)) == (500, 500, PayoutState.PAID)


def test_what_a_dead_worker_left_is_paid_half_a_minute_later(cup):
    ann, bob = a_user(), a_user()
    paid, unpaid = planned(cup, ann, slot="1"), planned(cup, bob, slot="2")
    Ledger().payout(ann, Money(500, "EUR"), paid.key)
    died_at = timezone.now()
    Payout.objects.update(state=PayoutState.PROCESSING, attempts=1, tried_at=died_at)

    process_payouts(died_at + timedelta(seconds=30))

    assert (state_of(paid), state_of(unpaid)) == (PayoutState.PAID, PayoutState.PAID)
    assert (has(ann), has(bob)) == (500, 500)


def test_what_could_not_be_looked_up_is_looked_up_again_later(cup, economy):
    economy.lost, economy.blind = 1, 2
    ann = a_user()
    line = process_payout(payout=planned(cup, ann))
    assert reconcile_payouts(timezone.now()) == 0
    assert state_of(line) == PayoutState.NEEDS_REVIEW

    assert reconcile_payouts(timezone.now()) == 1

    assert (state_of(line), has(ann)) == (PayoutState.PAID, 500)


def test_a_large_line_waits_for_a_second_person(cup, committed):
    ann, second = a_user(), a_user(is_superuser=True)
    with committed():
        line = planned(cup, ann, needs_approval=True)
    assert process_payout(payout=line).state == PayoutState.PENDING

    with pytest.raises(NotAllowed):
        approve_payout(payout=line, by=cup.organizer)
    with pytest.raises(NotAllowed):
        approve_payout(payout=line, by=ann)
    with committed():
        approve_payout(payout=line, by=second)

    assert (state_of(line), has(ann)) == (PayoutState.PAID, 500)
    with pytest.raises(Conflict):
        approve_payout(payout=line, by=second)


def test_nothing_is_paid_while_a_domain_holds_it(cup, committed, monkeypatch):
    monkeypatch.setattr(holds, "_holds", [])
    holds.register(lambda _payout: "A dispute is open.")
    ann = a_user()
    with committed():
        line = planned(cup, ann)

    assert state_of(line) == PayoutState.PENDING
    with pytest.raises(Conflict, match="A dispute is open"):
        pay_in_cash(payout=line, reference="Receipt 7", by=cup.organizer)

    monkeypatch.setattr(holds, "_holds", [])
    assert process_payouts(timezone.now()) == 1
    assert has(ann) == 500


def test_cash_is_paid_by_hand_with_a_reference(cup, committed):
    with committed():
        line = planned(cup, method=PayoutMethod.CASH)
    assert process_payouts(timezone.now() + LATER) == 0

    pay_in_cash(payout=line, reference="Receipt 7", by=cup.organizer)

    assert (line.state, line.reference) == (PayoutState.PAID, "Receipt 7")
    with pytest.raises(IllegalTransition):
        cancel_payout(payout=line, reason="Oops", by=cup.organizer)


def test_nobody_pays_themselves(cup):
    line = planned(cup, cup.organizer, method=PayoutMethod.CASH)

    with pytest.raises(NotAllowed):
        pay_in_cash(payout=line, reference="Receipt 7", by=cup.organizer)


def test_nobody_without_the_role_touches_a_line(cup):
    line, stranger = planned(cup), a_user()

    for act in (
        lambda: cancel_payout(payout=line, reason="x", by=stranger),
        lambda: pay_in_cash(payout=line, reference="x", by=stranger),
        lambda: approve_payout(payout=line, by=stranger),
        lambda: resolve_payout(payout=line, was_paid=True, reason="x", by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_person_who_has_left_is_paid_by_hand_alone(cup):
    ann = a_user()
    line = planned(cup, ann)
    ann.delete()
    line.refresh_from_db()

    assert process_payout(payout=line).state == PayoutState.PENDING


def test_a_refund_gives_back_what_was_charged(cup):
    ann = a_user()
    Ledger().payout(ann, Money(1000, "EUR"), "salary")
    Ledger().charge(ann, Money(800, "EUR"), "fee")

    line = process_payout(payout=planned(cup, ann, 800, kind=PayoutKind.REFUND, charge_key="fee"))

    assert (line.state, has(ann)) == (PayoutState.PAID, 1000)
    assert Transfer.objects.get(key=line.key).refers_to is not None


@pytest.mark.parametrize("amount", [0, -5, 1.5, True])
def test_a_line_has_a_whole_amount_above_zero(cup, amount):
    with pytest.raises(InvalidInput):
        planned(cup, amount=amount)


def test_the_database_refuses_what_cannot_be(cup):
    line = planned(cup)
    with pytest.raises(IntegrityError):
        Payout.objects.filter(pk=line.pk).update(state=PayoutState.PAID)


class Killed(BaseException):
    """Stands for the end of the process: nothing in the program catches it."""


@contextmanager
def killed_at(number: int) -> Iterator[list[int]]:
    """Let the process end before its statement of this number; yields how many there were."""
    count = [0]

    def count_down(execute, sql, params, many, context):
        count[0] += 1
        if count[0] == number:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count_down):
        yield count


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_statement_loses_nothing_and_doubles_nothing():
    cup = a_tournament(entrants=0)
    people = [a_user() for _ in range(3)]
    number = 0
    finished = False
    while not finished:
        number += 1
        lines = [
            planned(cup, person, amount=100 + place, slot=f"{number}:{place}", needs_approval=True)
            for place, person in enumerate(people)
        ]
        # Not paid when it was committed: the worker below does.
        Payout.objects.update(needs_approval=False)
        before = [has(person) for person in people]
        try:
            with killed_at(number):
                for line in Payout.objects.filter(pk__in=[line.pk for line in lines]):
                    process_payout(payout=line)
            finished = True
        except Killed:
            pass
        now = timezone.now() + LATER
        reconcile_payouts(now)
        process_payouts(now)

        gained = [has(person) - was for person, was in zip(people, before, strict=True)]
        assert (number, gained) == (number, [100, 101, 102])
        assert ledger_faults() == []
    assert number > 30
