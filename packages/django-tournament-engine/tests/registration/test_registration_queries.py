import pytest
from pytest_django import DjangoAssertNumQueries
from tests.factories import a_registration, a_tournament

from tournament_engine.core.models import Tournament
from tournament_engine.registration.lifecycle import BLOCKING, HOLDING, RegistrationState
from tournament_engine.registration.models import Entrant, Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_of_each() -> Tournament:
    cup = a_tournament(entrants=len(RegistrationState))
    for row, state in zip(Registration.objects.order_by("pk"), RegistrationState, strict=True):
        Registration.objects.filter(pk=row.pk).update(state=state)
    return cup


def test_each_queryset_returns_its_states(one_of_each: Tournament):
    rows = Registration.objects

    found = [
        {row.state for row in queryset}
        for queryset in (rows.confirmed(), rows.waitlisted(), rows.holding(), rows.standing())
    ]

    assert found == [{"confirmed"}, {"waitlisted"}, set(HOLDING), set(BLOCKING)]


def test_those_who_compete_come_by_seed_and_then_by_entry():
    cup = a_tournament(entrants=["Ann", "Bob", "Cyd", "Dee"])
    Entrant.objects.filter(name="Cyd").update(seed=1)
    Entrant.objects.filter(name="Bob").update(seed=2)
    Registration.objects.filter(name="Dee").update(state="withdrawn")

    assert [entrant.name for entrant in Entrant.objects.competing(cup)] == ["Cyd", "Bob", "Ann"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_registrations_is_two_queries(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
):
    cup = a_tournament(entrants=0, entrant_kind="team")
    for _ in range(rows):
        a_registration(cup, members=["Ann", "Bob"])

    with django_assert_num_queries(2):
        shown = [
            (row.tournament.name, row.user and row.user.email, len(row.members.all()))
            for row in Registration.objects.standing().for_list()
        ]

    assert len(shown) == rows
