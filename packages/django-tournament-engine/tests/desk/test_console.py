"""The console: one button takes the next step, and what waits is in reach."""

from typing import Any

import pytest
from tests.desk.browsing import address, log_in, match_address, post
from tests.factories import POOLS, a_tournament, a_user
from tests.playing import a_closed_tournament, a_duel, a_live_tournament

from tournament_engine.core.lifecycle import TournamentState as S
from tournament_engine.core.models import Tournament
from tournament_engine.core.services import update_tournament

pytestmark = pytest.mark.django_db


def console(tournament: Tournament) -> dict[str, dict[str, Any]]:
    """Return what each panel of the console is given, by its template."""
    page = log_in(tournament.organizer).get(address("console", tournament.slug))
    return {row["template"].split("/", 1)[1]: row["data"] for row in page.context["panels"]}


def next_label(tournament: Tournament) -> Any:
    step = console(tournament)["bracket/step.html"]["step"]
    return step and step.label


def press_next(tournament: Tournament) -> int:
    """Press the button of the next step; return how the site answered."""
    step = console(tournament)["bracket/step.html"]["step"]
    answer = log_in(tournament.organizer).post(step.url, {"action": step.action})
    tournament.refresh_from_db()
    return answer.status_code


def test_one_button_leads_from_the_draft_to_play():
    tournament = a_tournament(state=S.DRAFT, entrants=4)

    pressed = []
    while next_label(tournament):
        pressed.append((next_label(tournament), press_next(tournament)))

    assert pressed == [
        ("Publish", 302),
        ("Open registration", 302),
        ("Close registration", 302),
        ("Seed and draw", 302),
        ("Publish bracket", 302),
        ("Start", 302),
    ]
    assert tournament.state == S.LIVE


def test_the_shortcut_is_offered_as_soon_as_there_are_entrants_enough():
    offers = [
        console(a_tournament(state=S.DRAFT, entrants=size))["bracket/step.html"]["can_draw"]
        for size in (0, 1, 2)
    ]

    assert offers == [False, False, True]


def test_a_draw_in_one_go_publishes_closes_and_draws():
    tournament = a_tournament(state=S.DRAFT, entrants=5)

    answer = post(log_in(tournament.organizer), "draw", tournament.slug)

    tournament.refresh_from_db()
    assert answer.url == address("bracket", tournament.slug)
    assert (tournament.state, tournament.brackets.get().state) == (
        "registration_closed",
        "published",
    )


def test_a_draw_that_fails_leaves_everything_as_it_was():
    tournament = a_tournament(state=S.DRAFT, entrants=3, stages=[POOLS], min_entrants=4)

    answer = post(log_in(tournament.organizer), "draw", tournament.slug)

    tournament.refresh_from_db()
    assert (answer.status_code, tournament.state) == (409, "draft")
    assert "3 of at least 4 entrants are there" in answer.content.decode()


def test_a_draw_without_a_stage_says_what_is_missing():
    tournament = a_tournament(state=S.DRAFT, entrants=4)
    update_tournament(
        tournament=tournament, by=tournament.organizer, version=tournament.version, stages=()
    )

    answer = post(log_in(tournament.organizer), "draw", tournament.slug)

    tournament.refresh_from_db()
    assert (answer.status_code, tournament.state) == (409, "draft")
    assert "Add a stage first" in answer.content.decode()


def test_a_step_that_is_not_next_is_a_conflict():
    tournament = a_tournament(state=S.DRAFT)

    answer = post(log_in(tournament.organizer), "transition", tournament.slug, action="start")

    tournament.refresh_from_db()
    assert (answer.status_code, tournament.state) == (409, "draft")


def test_an_unknown_step_changes_nothing():
    tournament = a_tournament(state=S.DRAFT)

    answer = post(log_in(tournament.organizer), "transition", tournament.slug, action="win")

    tournament.refresh_from_db()
    assert (answer.status_code, tournament.state) == (422, "draft")


def test_registration_opens_again_while_nothing_is_drawn():
    tournament = a_closed_tournament()

    offered = console(tournament)["bracket/panel.html"]["can_reopen"]
    post(log_in(tournament.organizer), "transition", tournament.slug, action="open")

    tournament.refresh_from_db()
    assert (offered, tournament.state) == (True, "registration_open")


def test_a_tournament_is_called_off_with_a_reason():
    tournament = a_tournament()
    organiser = log_in(tournament.organizer)

    asked = organiser.get(address("transition", tournament.slug))
    post(organiser, "transition", tournament.slug, action="cancel", reason="The hall is flooded.")

    tournament.refresh_from_db()
    assert "Call the tournament off?" in asked.content.decode()
    assert (tournament.state, tournament.cancel_reason) == ("cancelled", "The hall is flooded.")


def test_a_reason_of_several_lines_is_kept_as_one():
    tournament = a_tournament(entrants=0)
    reason = "The hall is flooded.\r\n\r\nWe are sorry."

    post(
        log_in(tournament.organizer), "transition", tournament.slug, action="cancel", reason=reason
    )

    tournament.refresh_from_db()
    assert tournament.cancel_reason == "The hall is flooded. We are sorry."


def test_nothing_is_called_off_without_a_reason():
    tournament = a_tournament()

    answer = post(log_in(tournament.organizer), "transition", tournament.slug, action="cancel")

    tournament.refresh_from_db()
    assert (answer.status_code, tournament.state) == (422, "registration_open")
    assert dict(answer.context["form"].errors) == {"reason": ["Fill this in."]}


def test_the_matches_that_wait_are_listed_with_the_page_that_settles_them():
    match, ann, _bob = a_duel()
    log_in(ann).post(match_address("report", match), {"game_1_0": 2, "game_1_1": 1})

    (queue,) = console(match.tournament)["match/panel.html"]["queues"]

    assert (queue.key, queue.count) == ("unconfirmed", 1)
    assert [duty.url for duty in queue.duties] == [match_address("official", match)]


def test_matches_without_a_result_are_counted_when_there_are_more_than_are_shown():
    tournament = a_live_tournament(entrants=32)

    (queue,) = console(tournament)["match/panel.html"]["queues"]

    assert (queue.key, queue.count, len(queue.duties)) == ("open", 16, 12)


def test_the_console_takes_the_same_queries_for_few_and_for_many_matches(
    django_assert_max_num_queries,
):
    few, many = a_live_tournament(entrants=4), a_live_tournament(entrants=32)
    counted = []

    for tournament in (few, many):
        organiser = log_in(tournament.organizer)
        with django_assert_max_num_queries(60) as queries:
            organiser.get(address("console", tournament.slug))
        counted.append(len(queries))

    assert counted[0] == counted[1]


def test_a_stranger_may_not_act(client):
    tournament, stranger = a_tournament(), log_in(a_user())

    answers = [
        post(stranger, "transition", tournament.slug, action="close").status_code,
        post(stranger, "draw", tournament.slug).status_code,
        post(client, "transition", tournament.slug, action="close").status_code,
    ]

    tournament.refresh_from_db()
    assert (answers, tournament.state) == ([403, 403, 302], "registration_open")
