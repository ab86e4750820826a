"""Deny by default: every route declares what it asks for; the hidden is as the absent."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import rules
from django.urls import URLPattern, reverse
from tests.factories import a_tournament
from tests.people.models import Person

from tournament_engine import urls
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Visibility

# Everything once more: what it reaches, the tests of each part hold to account.
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]

ROUTES = {str(route.name): route for route in urls.urlpatterns}
BELOW_A_TOURNAMENT = [name for name, route in ROUTES.items() if "slug" in route.pattern.converters]
#: What is no word here is the key of some row, there or not.
WORDS = {"stage": "knockout", "code": "R1.1"}


HIDING: dict[str, dict[str, Any]] = {
    "draft": {"state": TournamentState.DRAFT},
    "private": {"visibility": Visibility.PRIVATE},
}


def address(name: str, slug: str) -> str:
    """Return the address of a route, whatever else it asks for."""
    wanted = ROUTES[name].pattern.converters
    return reverse(
        f"tournament_engine:{name}",
        kwargs={"slug": slug} | {w: WORDS.get(w, 1) for w in wanted if w != "slug"},
    )


@pytest.fixture(scope="module", params=list(HIDING))
def hidden(whole_module: None, request: pytest.FixtureRequest) -> str:
    """Return the slug of a tournament that a stranger may not know of."""
    return a_tournament(slug=request.param, entrants=4, **HIDING[request.param]).slug


@pytest.mark.parametrize("route", ROUTES.values(), ids=list(ROUTES))
def test_every_route_declares_a_capability_that_a_domain_knows(route: URLPattern):
    declared = getattr(route.callback, "declared_permission", "none declared")

    assert rules.perm_exists(declared)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BELOW_A_TOURNAMENT)
def test_a_hidden_tournament_answers_like_a_missing_one_byte_for_byte(
    client, stranger: Person, hidden: str, name: str
):
    there = client.get(address(name, hidden))
    missing = client.get(address(name, "missing"))

    assert (there.status_code, there.content) == (missing.status_code, missing.content)


@pytest.mark.django_db
@pytest.mark.parametrize("name", BELOW_A_TOURNAMENT)
def test_a_hidden_tournament_is_a_404_to_a_stranger_who_reads_or_acts(
    client, stranger: Person, hidden: str, name: str
):
    answers = {client.get(address(name, hidden)).status_code}
    answers |= {client.post(address(name, hidden)).status_code}

    assert answers - {405} == {404}


@pytest.mark.django_db
def test_a_visitor_is_led_to_the_login_where_a_page_asks_for_more(client):
    tournament = a_tournament()

    answer = client.get(address("console", tournament.slug))

    assert answer.url == f"/login/?next=/tournaments/{tournament.slug}/manage/"


@pytest.mark.django_db
def test_a_stranger_is_refused_where_a_page_asks_for_more(client, stranger: Person):
    tournament = a_tournament()

    answer = client.get(address("console", tournament.slug))

    assert answer.status_code == 403
    assert "You are not allowed to do this." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "leads"),
    [
        ("http://testserver/tournaments/cup/matches/?progress=now", "/tournaments/cup/matches/"),
        ("https://evil.example/tournaments/cup/", "/tournaments/cup/manage/draw/"),
        ("http://testserver//evil.example/", "/evil.example/"),
        ("", "/tournaments/cup/manage/draw/"),
    ],
)
def test_whose_login_ended_before_an_act_is_led_back_to_the_page_of_the_form(
    client, origin: str, leads: str
):
    a_tournament(slug="cup")

    answer = client.post(address("draw", "cup"), headers={"Referer": origin})

    [where] = parse_qs(urlsplit(answer.url).query)["next"]
    assert where.partition("?")[0] == leads
