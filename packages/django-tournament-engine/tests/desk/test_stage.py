"""The page of a stage: seeded by numbers, by a list or by lot; drawn, published, discarded."""

from typing import Any

import pytest
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import PLAYOFF, POOLS, a_tournament, a_user
from tests.playing import a_closed_tournament, a_live_tournament, bracket_of

from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db

NAMES = ["Ann", "Bob", "Cyd", "Dee"]


def seeding(tournament: Tournament) -> list[str]:
    """Return the names of a first stage in seed order."""
    names = dict(Entrant.objects.values_list("pk", "name"))
    return [names[int(key)] for key in bracket_of(tournament).seeding]


def act(tournament: Tournament, action: str, **fields: object) -> Any:
    """Press a button of the stage's page."""
    organiser = log_in(tournament.organizer)
    return post(organiser, "manage_stage", tournament.slug, "knockout", action=action, **fields)


def seeds_form(tournament: Tournament) -> Any:
    page = log_in(tournament.organizer).get(address("manage_stage", tournament.slug, "knockout"))
    return page.context["seeds_form"]


def test_seeds_are_given_as_numbers():
    tournament = a_closed_tournament(entrants=NAMES)
    form = seeds_form(tournament)
    numbers = dict(zip(form.fields, ["4", "3", "2", "1"], strict=True))

    answer = act(tournament, "seed_numbers", **filled(form, **numbers))

    assert answer.status_code == 302
    assert seeding(tournament) == ["Dee", "Cyd", "Bob", "Ann"]


def test_two_equal_seeds_are_refused_at_the_second():
    tournament = a_closed_tournament(entrants=NAMES)
    form = seeds_form(tournament)
    fields = list(form.fields)

    answer = act(tournament, "seed_numbers", **filled(form, **{fields[3]: "1"}))

    message = "Ann has seed 1 too: give each entrant its own."
    assert answer.status_code == 422
    assert dict(answer.context["seeds_form"].errors) == {fields[3]: [message]}
    assert not tournament.brackets.exists()


def test_seeds_are_given_as_a_list_of_names():
    tournament = a_closed_tournament(entrants=NAMES)

    act(tournament, "seed_list", order="dee\nAnn\n\n Cyd \nBob")

    assert seeding(tournament) == ["Dee", "Ann", "Cyd", "Bob"]


@pytest.mark.parametrize(
    ("order", "message"),
    [
        ("Ann\nZoe", "Line 2: nobody here is named “Zoe”; write the name as listed."),
        ("Ann\nBob", "Give a seed to each of the 4 entrants that compete, and to no other."),
        ("Ann\nBob\nCyd\nDee\nAnn", "Somebody has two seeds: give everybody one."),
    ],
)
def test_a_bad_list_says_what_to_do(order: str, message: str):
    tournament = a_closed_tournament(entrants=NAMES)

    answer = act(tournament, "seed_list", order=order)

    assert answer.status_code == 422
    assert dict(answer.context["order_form"].errors) == {"order": [message]}


def test_the_same_number_draws_the_same_lots():
    first, second = (a_closed_tournament(entrants=12) for _ in range(2))

    act(first, "seed_random", number="7")
    act(second, "seed_random", number="7")

    assert seeding(first) == seeding(second)
    assert seeding(first) != sorted(seeding(first))


def test_a_number_of_a_draw_that_is_none_is_refused():
    tournament = a_closed_tournament(entrants=NAMES)

    answer = act(tournament, "seed_random", number="-1")

    assert answer.status_code == 422
    assert list(answer.context["random_form"].errors) == ["number"]
    assert not tournament.brackets.exists()


def test_a_draw_is_seen_by_the_organiser_alone_until_it_is_published(client):
    tournament = a_closed_tournament(entrants=NAMES)

    answer = act(tournament, "generate")

    page = log_in(tournament.organizer).get(answer.url).context
    assert page["pairings"] == [
        {"code": "R1.1", "names": ["Ann", "Dee"]},
        {"code": "R1.2", "names": ["Bob", "Cyd"]},
    ]
    seen = client.get(address("bracket", tournament.slug)).content.decode()
    assert "Ann" not in seen


def test_a_published_draw_is_seen_by_everybody(client):
    tournament = a_closed_tournament(entrants=NAMES)
    act(tournament, "generate")

    act(tournament, "publish")

    seen = client.get(address("bracket", tournament.slug)).content.decode()
    assert all(name in seen for name in NAMES)


def test_a_draw_is_thrown_away_while_nothing_is_played():
    tournament = a_closed_tournament(entrants=NAMES)
    act(tournament, "generate")

    act(tournament, "discard")

    assert (bracket_of(tournament).state, tournament.matches.count()) == ("pending", 0)


def test_nothing_is_published_before_it_is_drawn():
    tournament = a_closed_tournament(entrants=NAMES)

    answer = act(tournament, "publish")

    assert answer.status_code == 409
    assert "The stage is not drawn yet: draw it first." in answer.content.decode()


def test_a_drawn_stage_is_not_seeded_again():
    tournament = a_live_tournament(entrants=NAMES)

    answer = act(tournament, "seed_list", order="Dee\nCyd\nBob\nAnn")

    assert answer.status_code == 409
    assert seeding(tournament) == NAMES


def test_nothing_is_drawn_while_people_still_register():
    tournament = a_tournament(entrants=NAMES)

    answer = act(tournament, "generate")

    assert answer.status_code == 409
    assert "Close registration first" in answer.content.decode()


def test_a_stage_that_others_feed_says_that_it_is_drawn_by_itself():
    tournament = a_closed_tournament(entrants=NAMES, stages=[POOLS, PLAYOFF])

    page = log_in(tournament.organizer).get(address("manage_stage", tournament.slug, "playoff"))

    assert "drawn by itself" in page.content.decode()


def test_a_stage_of_1024_entrants_is_seeded_by_its_list():
    tournament = a_closed_tournament(entrants=1024, max_entrants=1024)
    names = [f"Entrant {number}" for number in range(1024, 0, -1)]

    page = log_in(tournament.organizer).get(address("manage_stage", tournament.slug, "knockout"))
    answer = act(tournament, "seed_list", order="\n".join(names))

    assert page.context["has_numbers"] is False
    assert (answer.status_code, seeding(tournament)) == (302, names)


def test_unknown_acts_and_other_people_change_nothing():
    tournament = a_closed_tournament(entrants=NAMES)
    stranger = log_in(a_user())

    unknown = act(tournament, "win")
    refused = post(stranger, "manage_stage", tournament.slug, "knockout", action="generate")
    missing = post(
        log_in(tournament.organizer), "manage_stage", tournament.slug, "other", action="generate"
    )

    statuses = [unknown.status_code, refused.status_code, missing.status_code]
    assert (statuses, tournament.matches.count()) == ([422, 403, 404], 0)
