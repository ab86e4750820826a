"""A process that is killed at any moment of its work loses nothing and doubles nothing.

What it was killed over is begun again by whoever asked for it; what it had begun, one tick
finishes half a minute later.
"""

from datetime import timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.awards.prizes import has, planned, played
from tests.factories import a_tournament, a_user
from tests.killing import killed, sweep
from tests.paying import FEE, a_cashier, a_paying_cup, a_payment, rich
from tests.people.models import Person
from tests.playing import a_closed_tournament, a_live_tournament_of_people, first_stage

from tournament_engine import jobs, outbox
from tournament_engine.awards import services as awards
from tournament_engine.awards.models import Certificate
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.models import Bracket
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.economy.hook import Ledger
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.economy.services import (
    ledger_faults,
    payouts,
    plan_payout,
    process_payout,
    process_payouts,
)
from tournament_engine.jobs import JobRun
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Registration

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql", "rewards_at_once"),
    # The process that is forked off has one thread, uses nothing of the others and is killed.
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
]

#: So long after the end of a process its work is taken up by another.
SOON = timedelta(seconds=30)

#: More than all workers that are killed could pay.
LINES = 120


@pytest.fixture(autouse=True)
def every_job_just_ran() -> None:
    """Let only those jobs be due soon that run so often."""
    now = timezone.now()
    rows = [JobRun(code=job.code, next_at=now + job.every) for job in jobs.jobs().values()]
    JobRun.objects.bulk_create(rows)


def tick() -> None:
    """Do what is due half a minute later."""
    now = timezone.now() + SOON
    jobs.run_due(now)
    outbox.flush(now=now)


def paid(cup: Tournament) -> dict[tuple[str, str], tuple[int, str]]:
    """Return amount and state of each line that is owed, by its kind and what it is for."""
    rows = Payout.objects.filter(tournament=cup).values_list("kind", "slot", "amount", "state")
    return {(kind, slot): (amount, state) for kind, slot, amount, state in rows}


def winners(cup: Tournament) -> list[int]:
    """Return what everybody's wallet holds, the most first."""
    rows = Registration.objects.filter(tournament=cup).select_related("user")
    return sorted((has(row.user) for row in rows), reverse=True)


def owed(cup: Tournament, slot: str = "1") -> tuple[Person, Payout]:
    """Return somebody who is to get 5 EUR, and the line that says so."""
    ann = a_user()
    line = plan_payout(
        tournament_id=cup.pk,
        kind=PayoutKind.REWARD,
        slot=slot,
        recipient=ann,
        recipient_name="Ann",
        amount=500,
        currency="EUR",
        # Held until then: the process that is killed pays it, and no other.
        needs_approval=True,
        by=None,
    )
    Payout.objects.update(needs_approval=False)
    return ann, line


@pytest.fixture
def over() -> Tournament:
    """Return a tournament that was played a day ago, and has 10.01 EUR to give away."""
    cup = a_live_tournament_of_people(2)
    planned(cup, 1001)
    played(cup)
    yesterday = timezone.now() - timedelta(days=1)
    Match.objects.filter(tournament=cup).update(completed_at=yesterday)
    return cup


def test_a_draw_is_there_as_a_whole_or_not_at_all():
    cup = a_closed_tournament(entrants=4)

    def draw() -> None:
        brackets.generate_bracket(stage=first_stage(cup), by=cup.organizer)

    def check() -> None:
        [bracket] = Bracket.objects.with_stage().filter(tournament=cup)
        assert Match.objects.filter(tournament=cup).count() == 3
        assert check_projection(bracket) == []

    assert sweep(draw, finish=draw, check=check) > 12


def test_prizes_are_planned_once(over: Tournament):
    def distribute() -> None:
        awards.distribute_prizes(tournament=over)

    def check() -> None:
        assert sorted(paid(over).values()) == [(300, "pending"), (501, "pending")]

    assert sweep(distribute, finish=distribute, check=check) > 20


def paying(line: Payout) -> None:
    process_payout(payout=Payout.objects.get(pk=line.pk))


def test_a_line_is_paid_once():
    ann, line = owed(a_tournament(entrants=0))

    def check() -> None:
        line.refresh_from_db()
        assert (line.state, has(ann), ledger_faults()) == ("paid", 500, [])

    assert sweep(partial(paying, line), finish=tick, check=check) > 20


def test_without_one_key_a_line_is_paid_twice(monkeypatch: pytest.MonkeyPatch):
    pay = Ledger.payout

    def pay_anew(self: Ledger, user: Any, amount: Any, idempotency_key: str) -> Any:
        return pay(self, user, amount, f"{idempotency_key}:{uuid4()}")

    monkeypatch.setattr(Ledger, "payout", pay_anew)
    ann, line = owed(a_tournament(entrants=0))

    def check() -> None:
        assert has(ann) == 500

    with pytest.raises(AssertionError, match="1000 == 500"):
        sweep(partial(paying, line), finish=tick, check=check)


def test_without_a_look_for_dead_workers_a_line_stays_unpaid(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(payouts, "_lost", lambda _now: Payout.objects.none())
    _ann, line = owed(a_tournament(entrants=0))

    def check() -> None:
        line.refresh_from_db()
        assert line.state == "paid"

    with pytest.raises(AssertionError, match="'processing' == 'paid'"):
        sweep(partial(paying, line), finish=tick, check=check)


def test_fifty_workers_killed_one_after_the_other_pay_everybody_once():
    cup, dice, now = a_tournament(entrants=0), Random(7), timezone.now()
    people = [owed(cup, slot=str(number))[0] for number in range(LINES)]

    for worker in range(50):
        then = now + worker * SOON
        killed(partial(process_payouts, then), dice.randint(1, 60), then)
    # What a busy database refused is tried again, each time after a longer wait.
    for hour in range(6):
        process_payouts(now + 50 * SOON + hour * timedelta(hours=1))

    assert Payout.objects.exclude(attempts=1).exists()
    assert set(Payout.objects.values_list("state", flat=True)) == {"paid"}
    assert [has(person) for person in people] == [500] * LINES
    assert ledger_faults() == []


def test_a_conclusion_is_finished_and_everybody_is_paid_once(over: Tournament):
    def conclude() -> None:
        tournaments.conclude_tournament(tournament=over, by=None)

    def check() -> None:
        over.refresh_from_db()
        assert (over.state, winners(over)) == ("concluded", [501, 300])
        assert sorted(paid(over).values()) == [(300, "paid"), (501, "paid")]
        assert Certificate.objects.filter(tournament=over).count() == 2
        assert ledger_faults() == []

    assert sweep(conclude, finish=tick, check=check) > 100


def test_a_refund_is_paid_once():
    cup, ann = a_paying_cup(), rich()
    payment, cashier = a_payment(cup, ann), a_cashier(cup)
    registrations.pay_from_wallet(payment=payment, by=ann)

    def refund() -> None:
        registrations.refund_payment(payment=payment, reason="Ill", by=cashier)

    def again() -> None:
        refund()
        tick()

    def check() -> None:
        assert list(paid(cup).values()) == [(FEE, "paid")]
        assert has(ann) == 10 * FEE
        assert ledger_faults() == []

    assert sweep(refund, finish=again, check=check) > 50


def test_when_a_tournament_is_called_off_everybody_has_the_fee_back_once():
    cup, people = a_paying_cup(), [rich(), rich()]
    for person in people:
        registrations.pay_from_wallet(payment=a_payment(cup, person), by=person)

    def cancel() -> None:
        tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")

    def check() -> None:
        assert Tournament.objects.get(pk=cup.pk).state == "cancelled"
        assert list(paid(cup).values()) == [(FEE, "paid")] * 2
        assert [has(person) for person in people] == [10 * FEE] * 2
        assert ledger_faults() == []

    def again() -> None:
        if Tournament.objects.get(pk=cup.pk).state != "cancelled":
            cancel()
        tick()

    assert sweep(cancel, finish=again, check=check) > 100
