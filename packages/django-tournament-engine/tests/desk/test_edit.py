"""The edit page: what is still open, once, and never on top of somebody else's change."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from tests.desk.browsing import address, filled, log_in
from tests.factories import KNOCKOUT, LEAGUE, PLAYOFF, POOLS, a_tournament
from tests.playing import a_live_tournament

from tournament_engine.core import services
from tournament_engine.core.lifecycle import TournamentState as S
from tournament_engine.core.models import Tournament

pytestmark = pytest.mark.django_db


def edit(client: Client, tournament: Tournament, **changes: object) -> Any:
    """Open the edit page, change some fields and send it."""
    form = client.get(address("edit", tournament.slug)).context["form"]
    return client.post(address("edit", tournament.slug), filled(form, **changes))


def test_what_was_entered_is_saved():
    tournament = a_tournament(state=S.DRAFT)

    answer = edit(
        log_in(tournament.organizer),
        tournament,
        name="Winter Cup",
        game="Go",
        max_entrants="16",
        starts_at="2030-01-02T18:30",
    )

    tournament.refresh_from_db()
    assert answer.url == address("console", tournament.slug)
    assert (tournament.name, tournament.game.name, tournament.max_entrants) == (
        "Winter Cup",
        "Go",
        16,
    )
    assert str(tournament.starts_at) == "2030-01-02 18:30:00+00:00"


def test_the_format_is_changed_while_nobody_sees_it():
    tournament = a_tournament(state=S.DRAFT)

    edit(log_in(tournament.organizer), tournament, recipe="pools", pools="2", advance="1")

    assert [row.format for row in tournament.stages.all()] == ["pools", "single_elimination"]


def test_a_format_that_stays_keeps_its_stages():
    tournament = a_tournament(stages=[POOLS, PLAYOFF])
    before = list(tournament.stages.values())

    edit(log_in(tournament.organizer), tournament, description="New words")

    tournament.refresh_from_db()
    assert tournament.description == "New words"
    assert list(tournament.stages.values()) == before


@pytest.mark.parametrize(
    ("stages", "told"),
    [
        ([KNOCKOUT], {"recipe": "knockout", "third_place": False, "best_of": "1"}),
        ([LEAGUE], {"recipe": "round_robin", "legs": "1"}),
        ([POOLS, PLAYOFF], {"recipe": "pools", "pools": 2, "advance": 2}),
        ([replace(LEAGUE, options={"order": "circle"})], None),
        ([POOLS, replace(PLAYOFF, seeding="standings")], None),
        ([LEAGUE, replace(PLAYOFF, sources=({"stage": "league", "places": [1, 2]},))], None),
    ],
)
def test_the_form_tells_the_format_or_leaves_it_alone(stages, told):
    tournament = a_tournament(state=S.DRAFT, stages=stages)

    form = log_in(tournament.organizer).get(address("edit", tournament.slug)).context["form"]

    shown = {name: form.initial[name] for name in told or {}}
    assert (shown, "recipe" in form.fields) == (told or {}, told is not None)


def test_a_choice_that_somebody_else_made_is_told_in_its_words():
    tournament = a_tournament(state=S.DRAFT)
    organiser = log_in(tournament.organizer)
    form = organiser.get(address("edit", tournament.slug)).context["form"]
    services.update_tournament(
        tournament=tournament, by=tournament.organizer, version=1, visibility="private"
    )

    answer = organiser.post(address("edit", tournament.slug), filled(form))

    told = ("Who may see it", "The organiser and the entrants")
    assert answer.context["differences"] == [told]


def test_only_what_the_state_still_lets_change_is_in_the_form():
    tournament = a_live_tournament()

    form = log_in(tournament.organizer).get(address("edit", tournament.slug)).context["form"]

    assert set(form.fields) == {
        "name",
        "has_questions",
        "summary",
        "description",
        "rules",
        "visibility",
        "match_check_in_minutes",
        "no_show_minutes",
        "auto_confirm_minutes",
        "lobby_minutes",
        "dispute_window_minutes",
        "dispute_sla_hours",
        "version",
    }


def test_a_settled_fact_that_is_sent_all_the_same_changes_nothing():
    tournament = a_live_tournament()

    answer = edit(
        log_in(tournament.organizer),
        tournament,
        max_entrants="2",
        state="completed",
        recipe="pools",
    )

    tournament.refresh_from_db()
    assert (answer.status_code, tournament.max_entrants, tournament.state) == (302, 64, "live")
    assert [row.code for row in tournament.stages.all()] == [KNOCKOUT.code]


def test_a_stale_form_keeps_the_input_and_shows_what_stands_now():
    tournament = a_tournament(state=S.DRAFT)
    organiser = log_in(tournament.organizer)
    form = organiser.get(address("edit", tournament.slug)).context["form"]
    services.update_tournament(
        tournament=tournament, by=tournament.organizer, version=1, name="Theirs"
    )

    answer = organiser.post(address("edit", tournament.slug), filled(form, name="Mine"))

    assert answer.status_code == 409
    assert answer.context["differences"] == [("Name", "Theirs")]
    assert 'value="Mine"' in answer.content.decode()
    tournament.refresh_from_db()
    assert tournament.name == "Theirs"


def test_a_stale_form_is_saved_when_it_is_sent_again_knowingly():
    tournament = a_tournament(state=S.DRAFT)
    organiser = log_in(tournament.organizer)
    form = organiser.get(address("edit", tournament.slug)).context["form"]
    services.update_tournament(
        tournament=tournament, by=tournament.organizer, version=1, name="Theirs"
    )
    stale = organiser.post(address("edit", tournament.slug), filled(form, name="Mine"))

    organiser.post(address("edit", tournament.slug), filled(stale.context["form"]))

    tournament.refresh_from_db()
    assert tournament.name == "Mine"


def test_fewer_places_than_are_taken_are_refused_at_their_field():
    tournament = a_tournament(state=S.DRAFT, entrants=8)

    answer = edit(log_in(tournament.organizer), tournament, max_entrants="4")

    message = "8 places are taken; offer as many, or take entrants out first."
    assert answer.status_code == 409
    assert dict(answer.context["form"].errors) == {"max_entrants": [message]}
    tournament.refresh_from_db()
    assert tournament.max_entrants == 64


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_moment_that_some_zone_cannot_say_is_refused(settings: Settings, zone: str, moment: str):
    settings.TIME_ZONE = zone
    tournament = a_tournament(state=S.DRAFT)

    answer = edit(log_in(tournament.organizer), tournament, starts_at=moment)

    assert answer.status_code == 422
    assert "between the years 1900 and 2999" in answer.content.decode()
