"""The page of stages: every format with its options, and who goes on to where."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import KNOCKOUT, LEAGUE, PLAYOFF, POOLS, a_tournament, a_user

from tournament_engine.bracket import stages as formats
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.core.services import update_tournament

pytestmark = pytest.mark.django_db

_S = TournamentState


def a_draft(*stages: Any) -> Tournament:
    return a_tournament(state=_S.DRAFT, entrants=0, stages=stages)


def send(tournament: Tournament, action: str, **fields: object) -> Any:
    return post(log_in(tournament.organizer), "plan", tournament.slug, action=action, **fields)


def codes(tournament: Tournament) -> list[str]:
    return list(tournament.stages.values_list("code", flat=True))


EVERY: list[tuple[dict[str, object], dict[str, Any]]] = [
    (
        {"format": "single_elimination", "third_place": "on", "best_of": "3"},
        {"third_place": True, "best_of": 3},
    ),
    (
        {"format": "single_elimination", "classification": "all"},
        {"classification": "all"},
    ),
    (
        {
            "format": "double_elimination",
            "grand_final": "single",
            "drops": "natural",
            "upper_entrants": "4",
            "best_of": "GF: 5, U1: 3",
        },
        {
            "grand_final": "single",
            "drops": "natural",
            "upper_entrants": 4,
            "best_of": {"GF": 5, "U1": 3},
        },
    ),
    (
        {
            "format": "round_robin",
            "legs": "2",
            "order": "circle",
            "win": "2",
            "draw": "1",
            "loss": "0",
            "tiebreaks": "de, sd",
        },
        {
            "legs": 2,
            "order": "circle",
            "points": {"win": 2, "draw": 1, "loss": 0},
            "tiebreaks": ["DE", "SD"],
        },
    ),
    (
        {"format": "pools", "pools": "2", "distribution": "effort"},
        {"pools": 2, "distribution": "effort"},
    ),
    ({"format": "stepladder", "best_of": "5"}, {"best_of": 5}),
    ({"format": "page_playoff"}, {}),
    ({"format": "dual_tournament"}, {}),
    (
        {"format": "free_for_all", "heat_size": "4", "advance": "2", "heat_points": "10, 6"},
        {"heat_size": 4, "advance": 2, "points": [10, 6]},
    ),
]


@pytest.mark.parametrize(("fields", "options"), EVERY)
def test_every_format_is_set_up_with_its_options(
    fields: dict[str, object], options: dict[str, Any]
):
    tournament = a_draft()

    answer = send(tournament, "add", name="Main event", **fields)

    stage = tournament.stages.get()
    assert answer.status_code == 302
    assert (stage.code, stage.format, stage.options) == ("main-event", fields["format"], options)
    assert formats.build_format(stage) is not None


@pytest.mark.parametrize(("fields", "options"), EVERY)
def test_a_stage_is_shown_as_it_was_set_up(fields: dict[str, object], options: dict[str, Any]):
    tournament = a_draft()
    send(tournament, "add", name="Main event", **fields)
    client = log_in(tournament.organizer)
    form = client.get(address("planned_stage", tournament.slug, "main-event")).context["form"]

    answer = client.post(
        address("planned_stage", tournament.slug, "main-event"), filled(form, name="Finals")
    )

    stage = tournament.stages.get()
    assert answer.status_code == 302
    assert (stage.name, stage.format, stage.options) == ("Finals", fields["format"], options)


@pytest.mark.parametrize(("fields", "options"), EVERY)
def test_every_format_that_is_set_up_can_be_drawn(
    fields: dict[str, object], options: dict[str, Any]
):
    # Two of the formats take four entrants and no more; the others take any number.
    size = 8 if "upper_entrants" in options else 4
    tournament = a_tournament(state=_S.DRAFT, entrants=size, stages=())
    send(tournament, "add", name="Main event", **fields)
    post(log_in(tournament.organizer), "draw", tournament.slug)

    tournament.refresh_from_db()
    assert tournament.brackets.get().state == "published"


def test_an_option_of_another_format_is_not_read():
    tournament = a_draft()

    send(tournament, "add", name="Knockout", format="single_elimination", pools="4", legs="2")

    assert tournament.stages.get().options == {}


def test_a_stage_takes_its_entrants_from_others():
    tournament = a_draft(POOLS, LEAGUE)

    send(
        tournament,
        "add",
        name="Finals",
        format="single_elimination",
        source0="pools",
        places0="1-2",
        source1="league",
        places1="1, 3-4",
        seeding="standings",
    )

    stage = tournament.stages.get(code="finals")
    assert stage.sources == [
        {"stage": "pools", "places": [1, 2]},
        {"stage": "league", "places": [1, 3, 4]},
    ]
    assert stage.seeding == "standings"


WRONG: list[tuple[dict[str, object], str]] = [
    ({"best_of": "many"}, "best_of"),
    ({"best_of": "3, 5"}, "best_of"),
    ({"source0": "pools", "places0": "2-1"}, "places0"),
    ({"source0": "pools", "places0": "first"}, "places0"),
    ({"source0": "pools"}, "places0"),
    ({"best_of": "2"}, "format"),
    ({"name": ""}, "name"),
    ({"format": "chess"}, "format"),
]


@pytest.mark.parametrize(("fields", "field"), WRONG)
def test_what_is_not_understood_is_shown_at_its_field(fields: dict[str, object], field: str):
    tournament = a_draft(POOLS)

    answer = send(tournament, "add", **{"name": "Finals", "format": "single_elimination", **fields})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert codes(tournament) == ["pools"]


@pytest.mark.parametrize(
    ("action", "stage", "order"),
    [
        ("up", "knockout", ["knockout", "league"]),
        ("down", "league", ["knockout", "league"]),
        ("up", "league", ["league", "knockout"]),
        ("remove", "league", ["knockout"]),
    ],
)
def test_stages_are_moved_and_taken_away(action: str, stage: str, order: list[str]):
    tournament = a_draft(LEAGUE, KNOCKOUT)

    assert send(tournament, action, stage=stage).status_code == 302
    assert codes(tournament) == order


def test_a_stage_is_not_moved_before_those_that_feed_it():
    tournament = a_draft(POOLS, PLAYOFF)

    assert send(tournament, "up", stage="playoff").status_code == 422
    assert send(tournament, "remove", stage="pools").status_code == 422
    assert codes(tournament) == ["pools", "playoff"]


def test_what_is_not_there_changes_nothing():
    tournament = a_draft(LEAGUE)

    assert send(tournament, "up", stage="none").status_code == 404
    assert send(tournament, "dance").status_code == 422


def test_a_bad_change_is_shown_again():
    tournament = a_draft(LEAGUE)

    answer = post(log_in(tournament.organizer), "planned_stage", tournament.slug, "league", name="")

    assert answer.status_code == 422
    assert tournament.stages.get().name == "League"


def test_stages_of_a_published_tournament_are_only_read():
    tournament = a_tournament(state=_S.PUBLISHED, entrants=0, stages=[POOLS, PLAYOFF])
    client = log_in(tournament.organizer)

    page = client.get(address("plan", tournament.slug)).content.decode()

    assert "how it is played is settled" in page
    assert "Pools, places 1, 2" in page
    assert send(tournament, "remove", stage="playoff").status_code == 409
    assert client.get(address("planned_stage", tournament.slug, "pools")).status_code == 409


def test_only_who_runs_the_tournament_sees_the_page():
    tournament = a_tournament(entrants=0)

    assert log_in(a_user()).get(address("plan", tournament.slug)).status_code == 403


def test_a_places_list_in_bracket_order_is_not_lost_by_another_change():
    order = ["A1", "B2", "B1", "A2"]
    tournament = a_draft(POOLS)
    stages = [POOLS, replace(PLAYOFF, seeding=order)]
    update_tournament(
        tournament=tournament, by=tournament.organizer, version=tournament.version, stages=stages
    )
    client = log_in(tournament.organizer)
    form = client.get(address("planned_stage", tournament.slug, "playoff")).context["form"]

    client.post(address("planned_stage", tournament.slug, "playoff"), filled(form, name="Finals"))

    stage = StageConfig.objects.get(code="playoff")
    assert (stage.name, stage.seeding) == ("Finals", order)


def test_the_page_costs_the_same_for_many_stages():
    counts = []
    for size in (1, 3):
        stages = [replace(LEAGUE, code=f"l{n}") for n in range(size)]
        tournament = a_draft(*stages)
        client = log_in(tournament.organizer)
        with CaptureQueriesContext(connection) as count:
            client.get(address("plan", tournament.slug))
        counts.append(len(count))

    assert counts[0] == counts[1]


def test_a_stage_that_somebody_changed_meanwhile_is_looked_at_again():
    tournament = a_draft(LEAGUE)
    client, page = log_in(tournament.organizer), address("planned_stage", tournament.slug, "league")
    mine, theirs = (client.get(page).context["form"] for _number in range(2))
    client.post(page, filled(theirs, legs="2"))

    late = client.post(page, filled(mine, name="My league"))
    again = client.post(page, filled(late.context["form"]))

    stage = tournament.stages.get()
    assert late.status_code == 409
    assert "Somebody else changed the tournament" in late.content.decode()
    assert again.status_code == 302
    assert stage.name == "My league"
