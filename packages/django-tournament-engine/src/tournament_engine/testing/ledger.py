"""The ledger after a test: every account is the sum of its transfers, every currency zero."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import TestCase, TransactionTestCase

from tournament_engine.economy.models import Account
from tournament_engine.economy.services import ledger_faults

__all__ = ["assert_ledger_sound", "ledger_checked"]

#: Where Django's cases take back what a test has written.
_END = "_fixture_teardown"


def assert_ledger_sound() -> None:
    """Raise AssertionError with a sentence for each fault; cheap where no money ever moved."""
    # A transaction that has failed takes no more statements, and leaves nothing behind.
    if not connection.needs_rollback and Account.objects.exists():
        faults = ledger_faults()
        if faults:
            raise AssertionError(f"The ledger does not add up: {'; '.join(faults)}")


@contextmanager
def ledger_checked() -> Iterator[None]:
    """Check the ledger at the end of every test in this block that uses the database.

    It looks just before a test's rows are rolled back or flushed, which is the one moment
    that Django's own cases, pytest-django's marks and Hypothesis' examples have in common.
    """
    with ExitStack() as patches:
        # TestCase's own teardown does not call that of the class above it.
        for case in (TransactionTestCase, TestCase):
            teardown = _after_a_look(vars(case)[_END])
            patches.enter_context(patch.object(case, _END, teardown))
        yield


def _after_a_look(teardown: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(teardown)
    def checked(case: Any) -> None:
        try:
            assert_ledger_sound()
        finally:
            teardown(case)

    return checked
