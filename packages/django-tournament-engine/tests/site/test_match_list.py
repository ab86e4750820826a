"""The list of matches: what it is narrowed to, and what its rounds are called."""

import re

import pytest
from django.test import Client
from django.urls import include, path, reverse
from tests.factories import LEAGUE, a_user
from tests.playing import a_live_tournament, match_of, play

from tournament_engine.core.models import Tournament
from tournament_engine.core.stages import StageSpec
from tournament_engine.match import services

pytestmark = pytest.mark.django_db

FOUR = ("Ann", "Bob", "Cyd", "Dee")
DOUBLE = StageSpec(code="double", name="Double", format="double_elimination")


def page(client: Client, name: str, tournament: Tournament, **query: str) -> str:
    address = reverse(f"tournament_engine:{name}", args=(tournament.slug,))
    return client.get(address, query).content.decode()


def listed(client: Client, tournament: Tournament, **query: str) -> list[str]:
    """Return the codes of the matches on the page, in its order."""
    found = page(client, "matches", tournament, **query)
    return re.findall(r'class="te-match [^"]*" href="[^"]*/([^/"]+)/"', found)


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"progress": "now"}, ["R1.2"]),
        ({"progress": "ahead"}, ["R2.1"]),
        ({"progress": "over"}, ["R1.1"]),
        ({"q": "ann"}, ["R1.1", "R2.1"]),
        ({"q": "ann", "progress": "over"}, ["R1.1"]),
        ({"q": "nobody"}, []),
        ({"progress": "soon"}, ["R1.1", "R1.2", "R2.1"]),
        ({}, ["R1.1", "R1.2", "R2.1"]),
    ],
)
def test_the_list_is_narrowed_by_entrant_and_progress(
    client: Client, query: dict[str, str], codes: list[str]
):
    cup = a_live_tournament(entrants=FOUR)
    play(match_of(cup, "R1.1"))
    services.start_match(match=match_of(cup, "R1.2"), by=cup.organizer)

    assert listed(client, cup, **query) == codes


def test_the_rounds_of_a_double_elimination_have_names(client: Client):
    cup = a_live_tournament(entrants=FOUR, stages=(DOUBLE,))

    titles = re.findall(r"<h2>Double: ([^<]*)</h2>", page(client, "matches", cup))

    assert list(dict.fromkeys(titles)) == [
        "Upper round 1",
        "Lower round 1",
        "Upper round 2",
        "Lower round 2",
        "Grand final",
        "Grand final, reset",
    ]


def test_the_parts_of_a_double_elimination_have_names_and_say_who_comes(client: Client):
    cup = a_live_tournament(entrants=FOUR, stages=(DOUBLE,))

    drawn = page(client, "bracket", cup)

    parts = re.findall(r'aria-label="Double, ([^"]*)"', drawn)
    assert parts == ["Upper bracket", "Lower bracket", "Grand final"]
    assert "Loser of U2.1, Winner of L1.1" in drawn
    assert "Winner of U2.1, Winner of L2.1" in drawn


@pytest.mark.parametrize(
    ("entrants", "title"),
    [(2, "Final"), (4, "Semi-finals"), (8, "Quarter-finals"), (9, "Round of 16")],
)
def test_the_first_round_of_a_knockout_is_named_by_what_follows(
    client: Client, entrants: int, title: str
):
    cup = a_live_tournament(entrants=entrants)

    assert re.findall(r"<h2>Knockout: ([^<]*)</h2>", page(client, "matches", cup))[0] == title


def test_the_rounds_of_a_league_are_numbered(client: Client):
    cup = a_live_tournament(entrants=3, stages=(LEAGUE,))

    titles = re.findall(r"<h2>League: ([^<]*)</h2>", page(client, "matches", cup))

    assert titles == ["Round 1", "Round 2", "Round 3"]


def test_people_log_out_only_where_the_site_has_a_page_for_it(client: Client, settings):
    client.force_login(a_user())
    offered = client.get("/tournaments/").content.decode()
    settings.ROOT_URLCONF = (path("tournaments/", include("tournament_engine.urls")),)

    left_out = client.get("/tournaments/").content.decode()

    assert ("Log out" in offered, "Log out" in left_out) == (True, False)
