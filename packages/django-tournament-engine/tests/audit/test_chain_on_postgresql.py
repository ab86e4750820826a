"""The same log on a database with many writers: one chain, whoever comes first."""

import pytest
from django.db import IntegrityError, connection, transaction
from tests.factories import a_game, a_tournament
from tests.threads import at_once

from tournament_engine.audit import services as audit
from tournament_engine.audit import triggers
from tournament_engine.audit.models import AuditEntry

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("on_postgresql"),
]


@pytest.fixture(autouse=True)
def a_fresh_log() -> None:
    """Put the triggers back, should another test have failed without them."""
    triggers.install(connection)


def write_ten() -> None:
    game = a_game()
    for _number in range(10):
        with transaction.atomic():
            audit.log(by=None, action="x", subject=game)


def test_many_who_write_at_once_make_one_whole_chain():
    a_game()

    at_once([write_ten] * 8)

    positions = AuditEntry.objects.filter(scope="").in_order().values_list("position", flat=True)
    assert list(positions) == list(range(1, 81))
    assert list(audit.verify_chain()) == []


def test_a_chain_makes_nobody_wait_who_writes_in_another_tournament():
    one, other = a_tournament(entrants=0), a_tournament(entrants=0)

    def write_while_it_is_held() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            audit.log(by=None, action="x", subject=other)

    with transaction.atomic():
        audit.log(by=None, action="x", subject=one)
        at_once([write_while_it_is_held])

    assert list(audit.verify_chain()) == []


def test_what_is_rolled_back_leaves_no_gap():
    cup = a_tournament(entrants=0)

    with transaction.atomic():
        audit.log(by=None, action="x", subject=cup)
        transaction.set_rollback(True)
    with transaction.atomic():
        audit.log(by=None, action="y", subject=cup)

    assert list(audit.verify_chain()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tournament_engine_auditentry SET reason = 'never was'",
        "UPDATE tournament_engine_auditentry SET position = position + 10",
        "DELETE FROM tournament_engine_auditentry",
    ],
)
def test_the_database_keeps_the_log_from_whoever_writes_to_it_by_hand(statement: str):
    a_tournament(entrants=0)

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert list(audit.verify_chain()) == []


def test_a_canary_without_the_lock_of_the_chain_breaks_it():
    a_game()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname = 'te_audit_join'"
        )
        [source] = cursor.fetchone()
        cursor.execute(source.replace("FOR UPDATE", ""))

    def write_all() -> str:
        try:
            write_ten()
        except IntegrityError:
            return "lost"
        return "written"

    try:
        answers = at_once([write_all] * 8)
        assert "lost" in answers or list(audit.verify_chain())
    finally:
        with connection.cursor() as cursor:
            cursor.execute(source)
