"""How the sides of a match say its score: a phone, two taps, and the other side's word."""

from typing import Any

import pytest
from django.test import Client
from tests.desk.browsing import address, log_in, match_address
from tests.factories import LEAGUE, a_user
from tests.playing import a_duel

from tournament_engine.core.stages import StageSpec
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db

BEST_OF_THREE = StageSpec(
    code="knockout", name="Knockout", format="single_elimination", options={"best_of": 3}
)


def report(client: Client, match: Match, **fields: object) -> Any:
    return client.post(match_address("report", match), fields)


def played(match: Match) -> tuple[str, list[Any], list[Any]]:
    match.refresh_from_db()
    return match.state, match.games, match.shootout


def test_a_score_waits_for_the_other_side():
    match, ann, _bob = a_duel()

    answer = report(log_in(ann), match, game_1_0="2", game_1_1="1", note="Good game.")

    claim = match.claims.get()
    assert answer.url == match_address("match", match)
    assert (claim.side, claim.note, claim.by) == (0, "Good game.", ann)
    assert played(match)[0] == "pending_result"


def test_the_other_side_agrees_with_one_button():
    match, ann, bob = a_duel()
    report(log_in(ann), match, game_1_0="2", game_1_1="1")

    sides = [side.entrant.name for side in match.sides.order_by("side") if side.entrant]

    page = log_in(bob).get(match_address("report", match))
    log_in(bob).post(match_address("accept", match))

    assert (page.context["may_accept"], page.context["theirs"].name) == (True, sides[0])
    assert played(match) == ("completed", [[2, 1]], [])


def test_the_same_score_from_both_sides_counts_at_once():
    match, ann, bob = a_duel()

    report(log_in(ann), match, game_1_0="2", game_1_1="1")
    report(log_in(bob), match, game_1_0="2", game_1_1="1")

    assert played(match) == ("completed", [[2, 1]], [])


def test_another_score_leaves_it_to_the_organiser():
    match, ann, bob = a_duel()
    report(log_in(ann), match, game_1_0="2", game_1_1="1")

    answer = log_in(bob).post(
        match_address("report", match), {"game_1_0": "0", "game_1_1": "1"}, follow=True
    )

    assert played(match)[0] == "disputed"
    assert "The sides do not agree: the organiser decides." in answer.content.decode()


def test_a_level_score_is_decided_by_its_shootout():
    match, ann, bob = a_duel()
    score = {"game_1_0": "3", "game_1_1": "3", "shootout_0": "4", "shootout_1": "2"}

    report(log_in(ann), match, **score)
    report(log_in(bob), match, **score)

    assert played(match) == ("completed", [[3, 3]], [4, 2])


def test_a_draw_is_a_result_where_nobody_has_to_win():
    match, ann, bob = a_duel(stages=[LEAGUE])

    report(log_in(ann), match, game_1_0="1", game_1_1="1")
    report(log_in(bob), match, game_1_0="1", game_1_1="1")

    match.refresh_from_db()
    assert (match.state, match.result_kind) == ("completed", "draw")


def test_a_series_is_reported_with_one_touch():
    match, ann, bob = a_duel(stages=[BEST_OF_THREE])

    report(log_in(ann), match, series="2-1")
    report(log_in(bob), match, series="2-1")

    assert played(match) == ("completed", [[2, 1]], [])


def test_a_series_is_reported_game_by_game_too():
    match, ann, bob = a_duel(stages=[BEST_OF_THREE])
    games = {"game_1_0": "21", "game_1_1": "15", "game_2_0": "21", "game_2_1": "19"}

    report(log_in(ann), match, **games)
    report(log_in(bob), match, **games)

    assert played(match) == ("completed", [[21, 15], [21, 19]], [])


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"game_1_0": ["Enter the score of both sides."]}),
        ({"game_1_0": "2"}, {"game_1_1": ["Enter this side's number as well."]}),
        ({"game_1_1": "2"}, {"game_1_0": ["Enter this side's number as well."]}),
        (
            {"game_1_0": "-1", "game_1_1": "2"},
            {"game_1_0": ["Ensure this value is greater than or equal to 0."]},
        ),
        ({"game_1_0": "two", "game_1_1": "2"}, {"game_1_0": ["Enter a whole number."]}),
        (
            {"game_1_0": "1", "game_1_1": "1"},
            {"shootout_0": ["Somebody must win this match: enter the shootout that decided it."]},
        ),
        (
            {"game_1_0": "2", "game_1_1": "1", "shootout_0": "4", "shootout_1": "2"},
            {"shootout_0": ["The score is not level: leave the shootout empty."]},
        ),
    ],
)
def test_a_bad_score_says_what_to_do_and_claims_nothing(fields, errors):
    match, ann, _bob = a_duel()

    answer = report(log_in(ann), match, **fields)

    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, errors)
    assert (match.claims.count(), played(match)[0]) == (0, "ready")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "series"),
        ({"series": "3-0"}, "series"),
        ({"game_2_0": "21", "game_2_1": "15"}, "game_1_0"),
        ({"game_1_0": "21", "game_1_1": "15"}, "series"),
    ],
)
def test_a_series_that_cannot_be_is_refused(fields, field: str):
    match, ann, _bob = a_duel(stages=[BEST_OF_THREE])

    answer = report(log_in(ann), match, **fields)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert match.claims.count() == 0


def test_nobody_accepts_a_score_of_their_own():
    match, ann, _bob = a_duel()
    report(log_in(ann), match, game_1_0="2", game_1_1="1")

    page = log_in(ann).get(match_address("report", match))
    answer = log_in(ann).post(match_address("accept", match))

    assert (page.context["may_accept"], answer.status_code) == (False, 403)
    assert played(match)[0] == "pending_result"


def test_there_is_nothing_to_accept_before_somebody_reports():
    match, ann, _bob = a_duel()

    answer = log_in(ann).post(match_address("accept", match))

    assert answer.status_code == 409


def test_a_finished_match_takes_no_report():
    match, ann, bob = a_duel()
    report(log_in(ann), match, game_1_0="2", game_1_1="1")
    report(log_in(bob), match, game_1_0="2", game_1_1="1")

    answers = [
        log_in(ann).get(match_address("report", match)),
        report(log_in(ann), match, game_1_0="5", game_1_1="0"),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert played(match) == ("completed", [[2, 1]], [])


def test_strangers_and_organisers_speak_for_no_side():
    match, _ann, _bob = a_duel()

    others = [log_in(a_user()), log_in(match.tournament.organizer)]

    read = [other.get(match_address("report", match)).status_code for other in others]
    sent = [report(other, match, game_1_0="2", game_1_1="1").status_code for other in others]

    assert (read, sent) == ([403, 403], [403, 403])
    assert match.claims.count() == 0


def test_a_match_that_does_not_exist_is_missing():
    match, ann, _bob = a_duel()
    slug, stage = match.tournament.slug, match.bracket.stage.code

    answer = log_in(ann).post(address("report", slug, stage, "R9.9"), {"game_1_0": "1"})

    assert answer.status_code == 404


def test_other_fields_that_are_sent_change_nothing():
    match, ann, _bob = a_duel()

    report(log_in(ann), match, game_1_0="2", game_1_1="1", side="1", state="completed", winner="1")

    claim = match.claims.get()
    assert (claim.side, claim.result["score"], played(match)[0]) == (0, [2, 1], "pending_result")


def test_a_player_finds_the_match_to_report_on_the_tournaments_page():
    match, ann, _bob = a_duel()

    page = log_in(ann).get(address("tournament", match.tournament.slug))

    (call,) = (row["data"]["call"] for row in page.context["aside"] if "call" in row["data"])
    assert call.url == match_address("report", match)
