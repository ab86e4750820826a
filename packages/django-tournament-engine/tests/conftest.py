"""What every test of the engine may ask for."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeAlias, cast

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, DjangoDbBlocker, Settings

from tournament_engine import hooks
from tournament_engine.challenge import waiting
from tournament_engine.core import guards
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.outbox import OutboxMessage
from tournament_engine.testing import (
    FakeNotifications,
    FakeProfiles,
    FakeRankings,
    FakeSiteUI,
    FakeTeams,
    FakeUsers,
    ledger_checked,
)

Committed: TypeAlias = Callable[[], AbstractContextManager[Any]]


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays till the end: modules, models, tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True, scope="session")
def sound_ledger() -> Iterator[None]:
    """No test may end with an account that is not the sum of its transfers."""
    with ledger_checked():
        yield


@pytest.fixture
def committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Committed:
    """Return a block at whose end everything happens that waits for the commit.

    What was written before the block counts as delivered: news of a tournament keep their
    order, and what a test has set up would hold up for ever what it is about.
    """

    @contextmanager
    def block() -> Iterator[Any]:
        OutboxMessage.objects.filter(delivered_at=None).update(delivered_at=timezone.now())
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            yield callbacks

    return block


@pytest.fixture(scope="module")
def whole_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the tests of a module read what was made once; it is gone after the last of them.

    Each of them is marked `django_db` all the same: what it writes itself is gone after it.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Let nobody be refused for what the tests before did."""
    cache.clear()


@pytest.fixture
def on_postgresql() -> None:
    """Fail a test of many threads on a database that has one writer."""
    if connection.vendor != "postgresql":
        pytest.fail("Set TOURNAMENT_TEST_DATABASE_URL to a PostgreSQL database for this test.")


@pytest.fixture
def core_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no other domain have a say in what a tournament does."""
    monkeypatch.setattr(guards, "_guards", defaultdict(list))
    monkeypatch.setattr(guards, "_consequences", defaultdict(list))


@pytest.fixture
def rewards_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rewards be paid while their tournament goes on."""
    monkeypatch.setattr(waiting, "_SETTLED", frozenset(TournamentState))


@pytest.fixture
def fake_hooks(settings: Settings) -> None:
    """Let the site use the fakes: `hooks.users()` and the others return them."""
    settings.TOURNAMENT_ENGINE = {
        "HOOKS": {
            "users": "tournament_engine.testing.FakeUsers",
            "teams": "tournament_engine.testing.FakeTeams",
            "notifications": ["tournament_engine.testing.FakeNotifications"],
            "profiles": "tournament_engine.testing.FakeProfiles",
            "rankings": "tournament_engine.testing.FakeRankings",
            "site_ui": "tournament_engine.testing.FakeSiteUI",
            "economy": "tournament_engine.testing.FakeEconomy",
        }
    }


@pytest.fixture
def fake_users(fake_hooks: None) -> FakeUsers:
    return cast(FakeUsers, hooks.users())


@pytest.fixture
def fake_teams(fake_hooks: None) -> FakeTeams:
    return cast(FakeTeams, hooks.teams())


@pytest.fixture
def fake_notifications(fake_hooks: None) -> FakeNotifications:
    return cast(FakeNotifications, hooks.notifications()[0])


@pytest.fixture
def fake_profiles(fake_hooks: None) -> FakeProfiles:
    return cast(FakeProfiles, hooks.profiles())


@pytest.fixture
def fake_rankings(fake_hooks: None) -> FakeRankings:
    return cast(FakeRankings, hooks.rankings())


@pytest.fixture
def fake_site_ui(fake_hooks: None) -> FakeSiteUI:
    return cast(FakeSiteUI, hooks.site_ui())
