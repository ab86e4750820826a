"""The prize table: what it may say, and until when."""

from decimal import Decimal

import pytest
from tests.awards.prizes import planned, played
from tests.factories import a_tournament, a_user
from tests.playing import a_live_tournament

from tournament_engine.audit.models import AuditEntry
from tournament_engine.awards.models import Prize, PrizePool
from tournament_engine.awards.services import DEFAULT, PrizeSpec, plan_prizes
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed

pytestmark = pytest.mark.django_db


def test_without_a_table_half_is_for_the_first_and_the_rest_for_the_next_two():
    pool = planned(a_tournament(entrants=0), 1000)

    assert pool.amounts() == {1: 500, 2: 300, 3: 200}
    assert pool.kept() == 0


def test_places_are_numbers_in_their_order_whatever_order_they_are_named_in():
    specs = [PrizeSpec(place=place, amount=place) for place in (10, 2, 9, 1)]

    pool = planned(a_tournament(entrants=0), 100, specs)

    assert list(pool.amounts()) == [1, 2, 9, 10]


def test_what_no_place_gets_the_platform_keeps_by_name():
    specs = (PrizeSpec(place=1, percent=Decimal("33.33")), PrizeSpec(place=2, amount=100))

    assert planned(a_tournament(entrants=0), 1000, specs).kept() == 1000 - 333 - 100


def test_a_place_may_get_a_thing_and_no_money():
    pool = planned(a_tournament(entrants=0), 0, (PrizeSpec(place=1, thing="  A  cup "),))

    assert (pool.amounts(), Prize.objects.get().thing) == ({1: 0}, "A cup")


@pytest.mark.parametrize(
    ("pool", "specs", "code"),
    [
        (100, [PrizeSpec(place=1, percent=60), PrizeSpec(place=2, percent=41)], "over_hundred"),
        (100, [PrizeSpec(place=1, amount=60), PrizeSpec(place=2, amount=41)], "over_the_pool"),
        (100, [PrizeSpec(place=1, percent=60), PrizeSpec(place=2, amount=41)], "over_the_pool"),
        (100, [PrizeSpec(place=1, amount=1), PrizeSpec(place=1, amount=1)], "place_twice"),
        (100, [PrizeSpec(place=0, amount=1)], "place"),
        (100, [PrizeSpec(place="1", amount=1)], "place"),  # type: ignore[arg-type]  # on purpose
        (100, [PrizeSpec(place=1, amount=1, percent=1)], "both"),
        (100, [PrizeSpec(place=1)], "nothing"),
        (100, [PrizeSpec(place=1, amount=0)], "amount"),
        (100, [PrizeSpec(place=1, percent=Decimal("1.005"))], "percent"),
        (100, [PrizeSpec(place=1, percent=0)], "percent"),
        (100, [PrizeSpec(place=1, percent=Decimal("NaN"))], "percent"),
        (0, DEFAULT, "no_pool"),
        (-1, DEFAULT, "pool"),
        (1.5, DEFAULT, "pool"),
        (100, [PrizeSpec(place=place, amount=1) for place in range(1, 66)], "too_many"),
    ],
)
def test_a_table_that_cannot_be_is_refused_and_nothing_changed(pool, specs, code):
    tournament = a_tournament(entrants=0)
    planned(tournament, 1000)

    with pytest.raises(InvalidInput) as raised:
        planned(tournament, pool, specs)

    assert raised.value.code == code
    assert PrizePool.objects.get().amounts() == {1: 500, 2: 300, 3: 200}


def test_the_table_changes_until_play_is_over_and_never_its_currency():
    tournament = a_live_tournament(entrants=2)
    planned(tournament, 1000)

    with pytest.raises(Conflict) as currency:
        planned(tournament, 1000, currency="USD")
    planned(tournament, 2000, [PrizeSpec(place=1, percent=100)])
    played(tournament)
    with pytest.raises(Conflict) as late:
        planned(tournament, 3000)

    assert (currency.value.code, late.value.code) == ("currency_fixed", "prizes_fixed")
    assert PrizePool.objects.get().amounts() == {1: 2000}


def test_a_change_is_logged_with_what_was_before():
    tournament = a_tournament(entrants=0)
    planned(tournament, 1000, [PrizeSpec(place=1, percent=50), PrizeSpec(place=2, thing="A cup")])

    planned(tournament, 0, [PrizeSpec(place=1, thing="A cup")])

    entry = AuditEntry.objects.filter(action="prizes.planned").latest("pk")
    assert entry.before["prizes"] == {"1": "50.00 %", "2": "A cup"}
    facts = {"currency": "EUR", "method": "wallet", "pool": 0}
    assert entry.after == {**facts, "prizes": {"1": "A cup"}}


def test_only_the_organiser_plans_prizes():
    with pytest.raises(NotAllowed):
        plan_prizes(tournament=a_tournament(entrants=0), currency="EUR", pool=1, by=a_user())
