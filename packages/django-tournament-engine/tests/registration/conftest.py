"""What the tests of races switch: how long a lock is waited for, and the guards themselves."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tournament_engine import locks
from tournament_engine.registration.models import RosterMember
from tournament_engine.registration.services import invitations, places, steps, waitlist


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a slow machine take its time: who waits too long has a test of their own."""
    monkeypatch.setattr(locks, "PATIENCE", "60s")


@pytest.fixture
def no_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guard out: read the row again and lock nothing."""

    def read_again(row: Any) -> Any:
        row.refresh_from_db()
        return row

    for module in (places, steps, waitlist, invitations):
        monkeypatch.setattr(module, "lock", read_again)


@pytest.fixture
def no_constraint() -> Iterator[None]:
    """Take the database's own guard out: one person in one roster of a tournament."""
    [once] = [
        constraint
        for constraint in RosterMember._meta.constraints
        if constraint.name == "te_member_once"
    ]
    with connection.schema_editor() as editor:
        editor.remove_constraint(RosterMember, once)
    yield
    RosterMember.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(RosterMember, once)
