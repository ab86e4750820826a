"""A copy of a tournament promises the same prizes, and pays nobody."""

import pytest
from tests.awards.prizes import planned
from tests.factories import a_tournament

from tournament_engine.awards.models import PrizePool
from tournament_engine.awards.services import PrizeSpec
from tournament_engine.core import services
from tournament_engine.core.models import Tournament
from tournament_engine.economy.models import Payout

pytestmark = pytest.mark.django_db

TABLE = (
    PrizeSpec(place=1, percent=50, thing="A cup"),
    PrizeSpec(place=2, amount=200),
    PrizeSpec(place=3, thing="A scarf"),
)


def table_of(tournament: Tournament) -> tuple[object, ...]:
    pool = PrizePool.objects.get(tournament=tournament)
    rows = pool.prizes.values_list("place", "percent", "amount", "thing")
    return pool.currency, pool.amount, pool.method, list(rows)


def test_the_prize_table_comes_along_in_a_copy():
    cup = a_tournament()
    planned(cup, pool=1000, prizes=TABLE)

    made = services.duplicate_tournament(tournament=cup, name="Again", by=cup.organizer)

    assert table_of(made) == table_of(cup)
    assert not Payout.objects.filter(tournament=made).exists()


def test_the_prize_table_comes_along_by_a_template():
    cup = a_tournament()
    planned(cup, pool=1000, prizes=TABLE)
    template = services.create_template(tournament=cup, name="Evening", by=cup.organizer)

    made = services.create_from_template(template=template, name="Again", by=cup.organizer)

    assert table_of(made) == table_of(cup)


def test_a_tournament_without_prizes_makes_a_copy_without():
    cup = a_tournament()

    made = services.duplicate_tournament(tournament=cup, name="Again", by=cup.organizer)

    assert not PrizePool.objects.filter(tournament=made).exists()


def test_prizes_stay_as_they_are_when_an_earlier_version_comes_back():
    cup = a_tournament()
    planned(cup, pool=1000)
    version = services.create_version(tournament=cup, by=cup.organizer)
    planned(cup, pool=5000)

    services.restore_version(version=version, by=cup.organizer)

    assert PrizePool.objects.get(tournament=cup).amount == 5000
