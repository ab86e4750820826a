"""What people decide about a line of money, and never while it is being paid."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.economy.lines import Unsure, has, planned, state_of
from tests.factories import a_user
from tests.people.models import Person

from tournament_engine.core.models import Tournament
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.lifecycle import MOST_TRIES, PayoutState
from tournament_engine.economy.models import Payout, Transfer
from tournament_engine.economy.services import (
    ask_again,
    cancel_payout,
    pay_in_cash,
    process_payouts,
    resolve_payout,
)
from tournament_engine.errors import Conflict, IllegalTransition
from tournament_engine.hooks.economy import Money

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_other_holds")]

LATER = timedelta(hours=2)


def given_up(cup: Tournament, user: Person | None = None) -> Payout:
    """Return a line that was tried in vain as often as a job tries it."""
    line = planned(cup, user)
    Payout.objects.filter(pk=line.pk).update(
        state=PayoutState.FAILED, attempts=MOST_TRIES, tried_at=timezone.now(), reason="No."
    )
    return Payout.objects.get(pk=line.pk)


def test_what_the_jobs_have_given_up_the_staff_tries_again(cup: Tournament, economy: Unsure):
    ann = a_user()
    line = given_up(cup, ann)

    assert ask_again(payout=line, by=cup.organizer).state == PayoutState.PAID
    assert (has(ann), Transfer.objects.count()) == (500, 1)


def test_what_is_tried_again_in_vain_is_left_to_the_jobs(cup: Tournament, economy: Unsure):
    economy.refused = "closed"
    line = ask_again(payout=given_up(cup), by=cup.organizer)
    assert (line.state, line.attempts) == (PayoutState.FAILED, 2)

    economy.refused = ""
    process_payouts(timezone.now() + LATER)

    assert state_of(line) == PayoutState.PAID


def test_what_no_wallet_takes_is_paid_by_hand(cup: Tournament, economy: Unsure):
    ann = a_user()
    line = given_up(cup, ann)

    pay_in_cash(payout=line, reference="Receipt 7", by=cup.organizer)

    assert (state_of(line), line.reason, has(ann)) == (PayoutState.PAID, "", 0)


def test_nothing_is_paid_by_hand_that_may_have_moved(cup: Tournament, economy: Unsure):
    moved, unsure = given_up(cup), planned(cup, slot="2")
    assert moved.recipient is not None
    Ledger().payout(moved.recipient, Money(500, "EUR"), moved.key)

    with pytest.raises(Conflict) as booked:
        pay_in_cash(payout=moved, reference="Receipt 7", by=cup.organizer)
    economy.blind = 1
    with pytest.raises(Conflict) as silent:
        pay_in_cash(payout=moved, reference="Receipt 7", by=cup.organizer)
    for state in (PayoutState.PROCESSING, PayoutState.NEEDS_REVIEW):
        Payout.objects.filter(pk=unsure.pk).update(state=state)
        with pytest.raises(IllegalTransition):
            pay_in_cash(payout=unsure, reference="Receipt 8", by=cup.organizer)

    assert (booked.value.code, silent.value.code) == ("moved", "unsure")
    assert {state_of(moved), state_of(unsure)} == {PayoutState.FAILED, PayoutState.NEEDS_REVIEW}


def test_nothing_is_cancelled_that_may_have_moved(cup: Tournament, economy: Unsure):
    moved = given_up(cup)
    assert moved.recipient is not None
    Ledger().payout(moved.recipient, Money(500, "EUR"), moved.key)

    with pytest.raises(Conflict) as booked:
        cancel_payout(payout=moved, reason="Left it to the club", by=cup.organizer)
    economy.blind = 1
    with pytest.raises(Conflict) as silent:
        cancel_payout(payout=moved, reason="Left it to the club", by=cup.organizer)

    assert (booked.value.code, silent.value.code) == ("moved", "unsure")
    assert state_of(moved) == PayoutState.FAILED


@pytest.mark.parametrize("was_paid", [True, False])
def test_nobody_decides_on_a_line_while_it_is_being_paid(cup: Tournament, was_paid: bool):
    line = planned(cup)
    Payout.objects.update(state=PayoutState.PROCESSING, attempts=1, tried_at=timezone.now())

    with pytest.raises(Conflict) as refused:
        resolve_payout(payout=line, was_paid=was_paid, reason="I think so", by=cup.organizer)

    assert (refused.value.code, state_of(line)) == ("not_in_doubt", PayoutState.PROCESSING)
