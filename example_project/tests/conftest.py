"""What every test of the example site may ask for."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from tournament_engine.testing import ledger_checked

SETTINGS = "site_config.settings"


def pytest_configure() -> None:
    """Refuse to test another site under this one's name."""
    if settings.SETTINGS_MODULE != SETTINGS:
        message = f"These are the tests of the example site: run them with --ds={SETTINGS}."
        raise pytest.UsageError(message)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Fill the database of the tests once, as the demo does."""
    with django_db_blocker.unblock():
        call_command("seed_tournaments", force=True, stdout=StringIO())


@pytest.fixture(autouse=True, scope="session")
def sound_ledger() -> Iterator[None]:
    """No test may end with a wallet that is not the sum of its transfers."""
    with ledger_checked():
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """No test sees what another one has cached."""
    cache.clear()
    yield
    cache.clear()
