"""Every call that moves money, many times at once, on a database that runs them at once."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from tests.factories import a_user
from tests.threads import at_once

from tournament_engine import locks
from tournament_engine.economy import services
from tournament_engine.economy.models import Account, Transfer, TransferKind
from tournament_engine.economy.services import ledger
from tournament_engine.errors import TournamentError

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]

TIMES = 20


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a slow machine take its time: who waits too long has a test of their own."""
    monkeypatch.setattr(locks, "PATIENCE", "60s")


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guard out: read the row again and lock nothing."""

    def read_again(row: Any) -> Any:
        row.refresh_from_db()
        return row

    monkeypatch.setattr(ledger, "lock", read_again)


@pytest.fixture
def ann() -> Account:
    account = services.wallet(a_user(), "EUR")
    services.deposit(key="first", account=account, amount=1000)
    return account


def told(act: Callable[[], object]) -> Callable[[], str]:
    def call() -> str:
        try:
            act()
        except TournamentError as error:
            return error.code
        return "done"

    return call


def charging(account: Account, amount: int, key: str) -> Callable[[], str]:
    house = services.site_account(services.HOUSE, "EUR")
    return told(
        partial(
            services.transfer,
            key=key,
            kind=TransferKind.CHARGE,
            source=account,
            target=house,
            amount=amount,
        )
    )


def test_one_key_at_once_and_later_moves_money_once(ann: Account):
    charge = charging(ann, 300, "k")

    answers = at_once([charge] * TIMES) + [charge() for _ in range(5)]

    assert Counter(answers) == {"done": TIMES + 5}
    assert services.balance(ann) == 700
    assert services.ledger_faults() == []


def test_of_two_bodies_under_one_key_one_is_refused_every_time(ann: Account):
    calls = [charging(ann, amount, "k") for amount in (300, 301)] * (TIMES // 2)

    answers = at_once(calls)

    assert Counter(answers) == {"done": TIMES // 2, "key_reused": TIMES // 2}
    assert services.balance(ann) in {699, 700}


def test_one_key_between_other_accounts_moves_money_once():
    wallets = [services.wallet(a_user(), "EUR") for _ in range(TIMES)]

    answers = at_once(
        [told(partial(services.deposit, key="k", account=one, amount=5)) for one in wallets]
    )

    assert Counter(answers) == {"done": 1, "key_reused": TIMES - 1}
    assert sum(services.balance(one) for one in wallets) == 5


def test_a_wallet_is_never_overdrawn(ann: Account):
    answers = at_once([charging(ann, 300, f"k{number}") for number in range(TIMES)])

    assert Counter(answers) == {"done": 3, "insufficient_funds": TIMES - 3}
    assert services.balance(ann) == 100
    assert services.ledger_faults() == []


def test_without_the_lock_the_constraint_alone_stops_an_overdraft(ann: Account, no_lock: None):
    def charge(number: int) -> str:
        try:
            return charging(ann, 300, f"k{number}")()
        except Exception as error:  # noqa: BLE001  whatever the database says
            return type(error).__name__

    answers = at_once([partial(charge, number) for number in range(TIMES)])

    assert "IntegrityError" in answers
    assert services.balance(ann) >= 0


def test_refunds_at_once_are_never_more_than_the_charge(ann: Account):
    charging(ann, 300, "k")()
    paid = Transfer.objects.get(key="k")

    answers = at_once(
        [
            told(partial(services.refund, key=f"r{number}", charge=paid, amount=100))
            for number in range(TIMES)
        ]
    )

    assert Counter(answers) == {"done": 3, "refund_too_high": TIMES - 3}
    assert services.balance(ann) == 1000


def test_without_the_lock_more_is_given_back_than_was_paid(ann: Account, no_lock: None):
    services.deposit(
        key="rich", account=services.site_account(services.HOUSE, "EUR"), amount=10_000
    )
    charging(ann, 300, "k")()
    paid = Transfer.objects.get(key="k")

    at_once(
        [
            told(partial(services.refund, key=f"r{number}", charge=paid, amount=300))
            for number in range(TIMES)
        ]
    )

    assert services.refundable(paid) < 0


def test_a_person_who_comes_many_times_at_once_has_one_wallet():
    ann = a_user()

    wallets = at_once([partial(services.wallet, ann, "EUR")] * TIMES)

    assert len({one.pk for one in wallets}) == 1


def test_transfers_that_cross_do_not_wait_for_each_other_for_ever():
    one, other = (services.wallet(a_user(), "EUR") for _ in range(2))
    for account in (one, other):
        services.deposit(key=f"d{account.pk}", account=account, amount=1000)

    def crossing(number: int) -> Callable[[], str]:
        source, target = (one, other) if number % 2 else (other, one)
        return told(
            partial(
                services.transfer,
                key=f"x{number}",
                kind=TransferKind.CHARGE,
                source=Account.objects.get(pk=source.pk),
                target=Account.objects.get(pk=target.pk),
                amount=1,
            )
        )

    assert Counter(at_once([crossing(number) for number in range(TIMES)])) == {"done": TIMES}
    assert services.ledger_faults() == []
