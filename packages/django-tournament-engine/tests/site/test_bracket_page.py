"""The bracket page: every match says all in one name, drawn from rows alone."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import LEAGUE, PLAYOFF, POOLS
from tests.playing import a_live_tournament, match_of, play, playable, sides

from bracketcore import Walkover, Win
from tournament_engine.bracket.models import Bracket
from tournament_engine.core.models import Tournament
from tournament_engine.core.stages import StageSpec
from tournament_engine.match import services as matches

pytestmark = pytest.mark.django_db

DASH = "\N{EN DASH}"
FOUR = ("Ann", "Bob", "Cyd", "Dee")
THIRD_PLACE = StageSpec(
    code="knockout",
    name="Knockout",
    format="single_elimination",
    options={"third_place": True},
)


def bracket_page(client: Client, tournament: Tournament) -> str:
    answer = client.get(reverse("tournament_engine:bracket", args=(tournament.slug,)))
    return answer.content.decode()


def labels(page: str) -> list[str]:
    """Return what a screen reader says of each match, in the order of the page."""
    return re.findall(r'class="te-match [^"]*" href="[^"]*" aria-label="([^"]*)"', page)


def confirm(
    tournament: Tournament,
    code: str,
    score: tuple[int, int],
    *,
    shootout: tuple[int, int] | None = None,
) -> None:
    match = match_of(tournament, code)
    first, second = shootout or score
    winner = sides(match)[int(second > first)]
    result = Win(winner, score=score, shootout=shootout)
    matches.confirm_result(match=match, result=result, by=tournament.organizer)


def test_each_link_says_round_sides_score_and_state(client):
    tournament = a_live_tournament(entrants=FOUR)
    confirm(tournament, "R1.1", (2, 1))

    said = labels(bracket_page(client, tournament))

    assert said == [
        "Semi-finals, match 1: Ann 2, Dee 1, finished",
        "Semi-finals, match 2: Bob, Cyd, ready",
        "Final: Ann, Winner of R1.2, waiting for its sides",
    ]


def test_a_shootout_and_the_third_place_are_told(client):
    tournament = a_live_tournament(entrants=FOUR, stages=(THIRD_PLACE,))
    confirm(tournament, "R1.2", (3, 3), shootout=(3, 4))

    page = bracket_page(client, tournament)

    assert f"Shootout (3{DASH}4)" in page
    assert labels(page)[1:] == [
        f"Semi-finals, match 2: Bob 3, Cyd 3, shootout 3{DASH}4, finished",
        "Final: Winner of R1.1, Cyd, waiting for its sides",
        "Third place: Loser of R1.1, Bob, waiting for its sides",
    ]


def test_a_bye_says_bye_and_nothing_is_played(client):
    tournament = a_live_tournament(entrants=3)

    page = bracket_page(client, tournament)

    assert "Semi-finals, match 1: Entrant 1, bye, not played" in labels(page)


def test_a_walkover_says_who_goes_on(client):
    tournament = a_live_tournament(entrants=("Ann", "Bob"))
    match = match_of(tournament, "R1.1")

    matches.confirm_result(match=match, result=Walkover(sides(match)[0]), by=tournament.organizer)

    assert labels(bracket_page(client, tournament)) == ["Final: Ann, Bob, walkover for Ann"]


@pytest.mark.parametrize(
    ("entrants", "rounds"),
    [
        (2, ["Final"]),
        (8, ["Quarter-finals", "Semi-finals", "Final"]),
        (17, ["Round of 32", "Round of 16", "Quarter-finals", "Semi-finals", "Final"]),
    ],
)
def test_rounds_have_the_names_that_people_use(client, entrants, rounds):
    page = bracket_page(client, a_live_tournament(entrants=entrants))

    assert re.findall(r'class="te-tab[^"]*" href="#[^"]*">([^<]*)<', page) == rounds


def test_a_pool_is_a_table_of_everybody_against_everybody(client):
    tournament = a_live_tournament(entrants=8, stages=(POOLS, PLAYOFF))
    confirm(tournament, "A.R1.1", (2, 1))

    page = bracket_page(client, tournament)

    assert page.count('class="te-table te-cross"') == 2
    assert re.findall(r'class="te-(won|lost)">([^<]*)<', page) == [
        ("won", f"2{DASH}1"),
        ("lost", f"1{DASH}2"),
    ]
    assert "It is drawn when the stage before it is over." in page


def test_a_pool_lists_its_entrants_as_they_stand_with_their_points(client):
    tournament = a_live_tournament(entrants=FOUR, stages=(LEAGUE,))
    confirm(tournament, "R1.1", (1, 2))

    page = bracket_page(client, tournament)

    names = re.findall(r'<th scope="row">.*?<bdi>(.*?)</bdi>', page)
    points = re.findall(r'<td class="te-points">(.*?)</td>', page)
    assert (names[0], points) == (FOUR[3], ["3", "0", "0", "0"])


def test_those_who_play_on_are_marked_in_their_pool(client):
    tournament = a_live_tournament(entrants=4, stages=(POOLS, PLAYOFF))
    while ready := [match for match in playable(tournament) if match.part in "AB"]:
        play(ready[0])

    assert bracket_page(client, tournament).count('<tr class="te-through">') == 4


def test_a_knockout_is_drawn_from_rows_and_loads_no_stage(client):
    tournament = a_live_tournament(entrants=8)
    before = labels(bracket_page(client, tournament))

    Bracket.objects.update(snapshot={})

    assert labels(bracket_page(client, tournament)) == before != []


def test_the_earliest_open_round_is_the_one_a_phone_shows_first(client):
    tournament = a_live_tournament(entrants=FOUR)
    for match in playable(tournament):
        play(match)

    page = bracket_page(client, tournament)

    assert re.findall(r'class="te-round [^"]*te-now" id="([^"]*)"', page) == ["knockout-R-2"]
