"""Every call that moves money: twenty times at once, again later, and with another body.

The same call has one effect, however often and however late it comes; another body under its
key, or another answer to the same question, is refused. Each call has a twin without the locks
and without the unique keys, whom that happens to: it shows that they are what holds.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from pytest_django import Settings
from tests.economy.money_calls import CALLS, Act, Call
from tests.threads import at_once
from tests.unguarded import without_unique_keys

from tournament_engine import locks
from tournament_engine.awards.services import payouts as prize_payouts
from tournament_engine.economy import services as economy
from tournament_engine.economy.models import Account, Payout, Transfer
from tournament_engine.economy.services import (
    ledger,
    ledger_faults,
    payouts,
)
from tournament_engine.errors import HookError, TournamentError
from tournament_engine.registration.services import payments, steps

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql", "rewards_at_once"),
]

TIMES = 20
LATER = 5


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Any) -> None:
    """Let a slow machine take its time."""
    monkeypatch.setattr(locks, "PATIENCE", "60s")
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TOURNAMENT_ENGINE = {"PAYMENT_METHODS": {"card": "tests.economy.money_calls.Gateway"}}


every_call = pytest.mark.parametrize("prepared", CALLS, ids=lambda call: call.__name__)
# A line is taken by one statement that two cannot share; what its key guards against is shown
# where a worker is killed.
every_guarded_call = pytest.mark.parametrize(
    "prepared",
    [call for call in CALLS if call.__name__ != "a_line"],
    ids=lambda call: call.__name__,
)


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


class Meeting:
    """Where two meet who do the same, as long as they do it: what is made before waits for none."""

    def __init__(self) -> None:
        self._met: Barrier | None = None

    def race(self, act: Callable[[], str]) -> list[str]:
        """Return the answers of two who go on from each meeting together."""
        # Long, for a slow machine: where one of them is stopped the other goes on alone.
        self._met = Barrier(2, timeout=10)
        return at_once([act] * 2)

    def wait(self) -> None:
        """Wait for the other one, if there is another one and it still comes."""
        if self._met is None:
            return
        try:
            self._met.wait()
        except BrokenBarrierError:
            return


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Meeting]:
    """Take the guards out: nobody locks, both read before one writes, and no key is unique."""
    meeting = Meeting()
    find, plan = ledger.find_transfer, payouts.plan_payout

    def read_together(row: Any, **_: Any) -> Any:
        row.refresh_from_db()
        meeting.wait()
        return row

    def find_together(key: str) -> Transfer | None:
        found = find(key)
        meeting.wait()
        return found

    def plan_together(**facts: Any) -> Payout:
        meeting.wait()
        return plan(**facts)

    monkeypatch.setattr(ledger, "find_transfer", find_together)
    monkeypatch.setattr(economy, "plan_payout", plan_together)
    for module in (ledger, payouts, payments, steps, prize_payouts):
        monkeypatch.setattr(module, "lock", read_together)
    # Accounts too: their balances would be of transfers that are gone.
    with without_unique_keys(Transfer, Payout, emptied=(Account,)):
        yield meeting


@every_guarded_call
def test_without_the_guards_it_is_not_so(prepared: Callable[[], Call], meeting: Meeting):
    call = prepared()

    answers = meeting.race(told(call.act))

    assert (Counter(answers), call.effect()) != (Counter(["done", call.again]), call.once)
