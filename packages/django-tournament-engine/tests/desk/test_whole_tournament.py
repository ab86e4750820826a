"""Whole tournaments, played through the pages alone."""

import pytest
from django.test import Client
from tests.desk.browsing import address, filled, log_in, match_address, new_tournament, post
from tests.factories import a_user
from tests.playing import playable

from tournament_engine.core.models import Tournament
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db


def start(organiser: Client, tournament: Tournament) -> None:
    post(organiser, "draw", tournament.slug)
    post(organiser, "transition", tournament.slug, action="start")


def decide(organiser: Client, match: Match, first: int, second: int) -> None:
    form = organiser.get(match_address("official", match)).context["form"]
    sent = filled(form, game_1_0=first, game_1_1=second, action="save")
    assert organiser.post(match_address("official", match), sent).status_code == 302


def play_all(organiser: Client, tournament: Tournament) -> int:
    """Let the side that is named first win every match; return how many were played."""
    played = 0
    while matches := playable(tournament):
        for match in matches:
            decide(organiser, match, 2, 1)
            played += 1
    return played


def state_of(tournament: Tournament) -> str:
    tournament.refresh_from_db()
    return tournament.state


def test_names_are_pasted_drawn_and_played_to_the_end():
    organiser = log_in(a_user())
    new_tournament(organiser, names="Ann\nBob\nCyd\nDee\nEve", third_place="on")
    cup = Tournament.objects.get()

    start(organiser, cup)
    played = play_all(organiser, cup)

    assert (played, state_of(cup)) == (5, "completed")
    overview = organiser.get(address("tournament", cup.slug)).content.decode()
    assert "Ann" in overview.split("te-champion")[1].split("</")[0]


def test_players_register_report_and_confirm_and_the_organiser_decides_the_rest():
    organiser, ann, bob = log_in(a_user()), a_user("ann"), a_user("bob")
    new_tournament(organiser, names="Cyd\nDee", recipe="round_robin")
    cup = Tournament.objects.get()
    for action in ("publish", "open"):
        post(organiser, "transition", cup.slug, action=action)
    for person in (ann, bob):
        form = log_in(person).get(address("register", cup.slug)).context["form"]
        log_in(person).post(address("register", cup.slug), filled(form))
    start(organiser, cup)
    derby = Match.objects.for_user(ann).for_user(bob).with_stage().get()

    log_in(ann).post(match_address("report", derby), {"game_1_0": "1", "game_1_1": "1"})
    log_in(bob).post(match_address("accept", derby))
    played = play_all(organiser, cup)

    derby.refresh_from_db()
    assert (derby.result_kind, played, state_of(cup)) == ("draw", 5, "completed")


def test_pools_are_played_and_the_knockout_after_them():
    organiser = log_in(a_user())
    names = "\n".join(f"Player {number}" for number in range(1, 9))
    new_tournament(organiser, names=names, recipe="pools", pools="2", advance="2")
    cup = Tournament.objects.get()

    start(organiser, cup)
    played = play_all(organiser, cup)

    stages = [row.bracket.state for row in cup.stages.select_related("bracket")]
    assert (played, stages, state_of(cup)) == (2 * 6 + 3, ["completed", "completed"], "completed")


@pytest.mark.parametrize("size", [2, 3, 1024])
def test_a_bracket_of_any_size_is_drawn_with_two_posts(size: int):
    organiser = log_in(a_user())
    names = [f"Player {number}" for number in range(1, size + 1)]

    created = new_tournament(organiser, names="\n".join(names))
    drawn = post(organiser, "draw", "club-cup")

    cup = Tournament.objects.get()
    assert (created.url, drawn.url) == (address("console", cup.slug), address("bracket", cup.slug))
    assert cup.matches.exclude(state="skipped").count() == size - 1
