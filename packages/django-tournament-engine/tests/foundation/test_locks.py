import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import a_tournament

from tournament_engine.core.models import Tournament
from tournament_engine.locks import lock


@pytest.mark.django_db(transaction=True)
def test_a_lock_outside_a_transaction_is_a_mistake_of_the_program():
    tournament = a_tournament(entrants=0)

    with pytest.raises(RuntimeError, match="inside atomic"):
        lock(tournament)


@pytest.mark.django_db
def test_a_lock_brings_the_instance_up_to_date():
    tournament = a_tournament(entrants=0)
    Tournament.objects.update(name="Renamed meanwhile")

    with transaction.atomic():
        same = lock(tournament)

    assert same is tournament
    assert tournament.name == "Renamed meanwhile"


@pytest.mark.django_db
def test_the_row_alone_is_locked_where_the_database_locks_rows():
    tournament = a_tournament(entrants=0)

    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        transaction.atomic(),
    ):
        lock(tournament)

    locking = [q["sql"] for q in queries if "FOR UPDATE" in q["sql"]]
    if connection.features.has_select_for_update:
        assert [sql.rpartition("FOR UPDATE")[2] for sql in locking] == [
            ' OF "tournament_engine_tournament"'
        ]
    else:
        assert locking == []
