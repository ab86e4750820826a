"""No page asks the database more often because more is shown."""

import pytest
from django.urls import reverse
from tests.factories import LEAGUE, a_tournament
from tests.playing import a_live_tournament, play, playable

pytestmark = pytest.mark.django_db

MOST = {"bracket": 8, "standings": 6, "entrants": 8, "matches": 8, "tournament": 13}


def page(name: str, slug: str, *more: str) -> str:
    return reverse(f"tournament_engine:{name}", args=(slug, *more))


@pytest.mark.parametrize("name", MOST)
def test_a_page_takes_as_many_queries_for_64_entrants_as_for_8(queries_of, name):
    for size in (8, 64):
        play(playable(a_live_tournament(slug=f"cup-{size}", entrants=size))[0])

    small, large = (queries_of(page(name, f"cup-{size}")) for size in (8, 64))

    assert small == large <= MOST[name]


def test_no_page_takes_more_queries_for_256_entrants(queries_of):
    for size in (8, 256):
        play(playable(a_live_tournament(slug=f"cup-{size}", entrants=size, max_entrants=256))[0])

    for name, most in MOST.items():
        small, large = (queries_of(page(name, f"cup-{size}")) for size in (8, 256))
        assert (name, small) == (name, large)
        assert large <= most


def test_the_match_page_takes_at_most_ten_queries(client, queries_of):
    tournament = a_live_tournament(entrants=8)
    client.force_login(tournament.organizer)
    match = playable(tournament)[0]

    assert queries_of(match.get_absolute_url()) <= 10


def test_the_bracket_page_takes_at_most_eight_queries_for_somebody_logged_in(queries_of, stranger):
    tournament = a_live_tournament(entrants=8)

    assert queries_of(page("bracket", tournament.slug)) <= 8


def test_a_round_robin_takes_as_many_queries_for_8_entrants_as_for_3(queries_of):
    few = a_live_tournament(stages=(LEAGUE,), entrants=3)
    more = a_live_tournament(stages=(LEAGUE,), entrants=8)

    for name in ("bracket", "standings"):
        assert queries_of(page(name, few.slug)) == queries_of(page(name, more.slug)) <= MOST[name]


def test_the_list_takes_as_many_queries_for_three_tournaments_as_for_one(queries_of):
    address = reverse("tournament_engine:list")
    a_tournament()
    one = queries_of(address)

    a_tournament()
    a_tournament()

    assert queries_of(address) == one <= 6
