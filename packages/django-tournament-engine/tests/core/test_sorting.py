"""The list of tournaments is sorted by what it names, and by nothing that somebody sends."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories import KNOCKOUT, LEAGUE, a_game, a_tournament

from tournament_engine.awards.models import PrizePool
from tournament_engine.core.filters import TournamentFilter

pytestmark = pytest.mark.django_db


@pytest.fixture
def three() -> None:
    """Three tournaments that each sort puts into an order of its own."""
    now = timezone.now()
    first = a_tournament(name="Bees", game=a_game("Chess"), stages=(LEAGUE,), starts_at=now)
    money: dict[str, Any] = {"fee_currency": "EUR", "payment_methods": ["wallet"]}
    a_tournament(name="Ants", game=a_game("Go"), stages=(KNOCKOUT,), fee_amount=900, **money)
    last = a_tournament(name="Cats", game=a_game("Backgammon"), fee_amount=500, **money)
    PrizePool.objects.create(tournament=first, currency="EUR", amount=100)
    PrizePool.objects.create(tournament=last, currency="EUR", amount=200)


def order(sort: str) -> list[str]:
    form = TournamentFilter({"sort": sort}, user=AnonymousUser())
    return [row.name for row in form.apply()]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["Cats", "Ants", "Bees"]),
        ("name", ["Ants", "Bees", "Cats"]),
        ("game", ["Cats", "Bees", "Ants"]),
        ("date", ["Bees", "Cats", "Ants"]),
        ("fee", ["Bees", "Cats", "Ants"]),
        ("prize", ["Cats", "Bees", "Ants"]),
        ("format", ["Bees", "Cats", "Ants"]),
        ("organizer__password", ["Cats", "Ants", "Bees"]),
        ("-name", ["Cats", "Ants", "Bees"]),
    ],
)
def test_each_sort_has_its_order_and_what_is_none_changes_nothing(sort: str, names: list[str]):
    assert order(sort) == names


@pytest.mark.usefixtures("three")
def test_a_sorted_list_is_one_query(django_assert_num_queries: DjangoAssertNumQueries):
    form = TournamentFilter({"sort": "prize"}, user=AnonymousUser())
    form.is_valid()

    with django_assert_num_queries(1):
        list(form.apply())


@pytest.mark.usefixtures("three")
def test_a_sort_alone_narrows_nothing(client):
    page = client.get(reverse("tournament_engine:list"), {"sort": "name", "q": ""})

    assert not page.context["form"].is_narrowed
    assert [row.name for row in page.context["page"]] == ["Ants", "Bees", "Cats"]
