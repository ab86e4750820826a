"""What the tests of the public pages ask for."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.factories import a_user
from tests.people.models import Person


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """Begin in English and leave no language behind: a request's stays active after it."""
    with translation.override("en"):
        yield


@pytest.fixture
def queries_of(client: Client) -> Callable[[str], int]:
    """Return a function that reads a page and counts the queries it took."""

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    return count


@pytest.fixture
def stranger(client: Client) -> Person:
    """Return somebody logged in who has nothing to do with any tournament."""
    person = a_user()
    client.force_login(person)
    return person
