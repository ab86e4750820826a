import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import a_tournament, a_user

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput, NotAllowed
from tournament_engine.registration import services
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db


def entrants_of(tournament: Tournament) -> list[Entrant]:
    return list(Entrant.objects.filter(tournament=tournament).order_by("pk"))


def seeds_of(tournament: Tournament) -> dict[str, int | None]:
    return {entrant.name: entrant.seed for entrant in entrants_of(tournament)}


def number(tournament: Tournament, order: list[Entrant]) -> None:
    services.number_seeds(tournament=tournament, order=order, by=tournament.organizer)


def test_the_seeds_are_the_places_in_the_order():
    cup = a_tournament(entrants=["Ann", "Bob", "Cyd"])
    ann, bob, cyd = entrants_of(cup)

    number(cup, [cyd, ann, bob])

    assert seeds_of(cup) == {"Ann": 2, "Bob": 3, "Cyd": 1}
    assert [entrant.name for entrant in Entrant.objects.competing(cup)] == ["Cyd", "Ann", "Bob"]


def test_two_entrants_change_their_seeds_though_no_seed_is_there_twice():
    cup = a_tournament(entrants=["Ann", "Bob"])
    ann, bob = entrants_of(cup)
    number(cup, [ann, bob])

    number(cup, [bob, ann])

    assert seeds_of(cup) == {"Ann": 2, "Bob": 1}


def test_whoever_is_not_named_has_no_seed_any_more():
    cup = a_tournament(entrants=["Ann", "Bob"])
    ann, bob = entrants_of(cup)
    number(cup, [ann, bob])

    number(cup, [bob])

    assert seeds_of(cup) == {"Ann": None, "Bob": 1}


def test_seeds_cost_the_same_for_few_and_for_many():
    costs = []
    for size in (4, 64):
        cup = a_tournament(entrants=size)
        order = entrants_of(cup)
        with CaptureQueriesContext(connection) as queries:
            number(cup, order)
        costs.append(len(queries))

    few, many = costs
    assert few == many <= 8


def test_the_entrants_of_another_tournament_are_left_alone():
    cup, other = a_tournament(entrants=2), a_tournament(entrants=["Zoe"])

    with pytest.raises(InvalidInput) as refused:
        number(cup, entrants_of(other))

    assert refused.value.field == "order"
    assert seeds_of(other) == {"Zoe": None}


def test_only_who_runs_the_tournament_numbers_its_entrants():
    cup = a_tournament(entrants=2)

    with pytest.raises(NotAllowed):
        services.number_seeds(tournament=cup, order=entrants_of(cup), by=a_user())


def test_the_log_keeps_who_gave_which_seed():
    cup = a_tournament(entrants=2)
    first, second = entrants_of(cup)

    number(cup, [second, first])

    entry = AuditEntry.objects.get(action="entrants.numbered")
    assert entry.after == {str(second.pk): 1, str(first.pk): 2}
    assert entry.actor == cup.organizer
