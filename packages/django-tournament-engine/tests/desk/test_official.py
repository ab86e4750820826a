"""The organiser's word on a match: a first result at once, a correction after it was shown."""

from dataclasses import replace
from typing import Any

import pytest
from tests.desk.browsing import address, filled, log_in, match_address, post
from tests.factories import KNOCKOUT, PLAYOFF, POOLS, a_registration, a_tournament, a_user
from tests.playing import (
    a_closed_tournament,
    a_duel,
    a_live_tournament,
    match_of,
    play,
    playable,
    started,
    win,
)

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.models import Tournament
from tournament_engine.core.services import close_registration
from tournament_engine.match import services
from tournament_engine.match.cards import dashed
from tournament_engine.match.models import Match, ResultKind
from tournament_engine.match.results import Report, parse_result

pytestmark = pytest.mark.django_db

NAMES = ["Ann", "Bob", "Cyd", "Dee"]


def form_of(match: Match) -> Any:
    page = log_in(match.tournament.organizer).get(match_address("official", match))
    return page.context["form"]


def decide(match: Match, action: str = "save", **fields: object) -> Any:
    """Fill in the form of the result and send it."""
    sent = filled(form_of(match), **fields)
    organiser = log_in(match.tournament.organizer)
    return organiser.post(match_address("official", match), {**sent, "action": action})


def result_of(match: Match) -> tuple[str, str, list[Any]]:
    match.refresh_from_db()
    return match.state, match.result_kind, match.games


def names_in(match: Match) -> list[str]:
    sides = match.sides.select_related("entrant").order_by("side")
    return [side.entrant.name if side.entrant else "" for side in sides]


def test_a_first_result_counts_at_once():
    match = match_of(a_live_tournament(entrants=NAMES), "R1.1")

    answer = decide(match, game_1_0="3", game_1_1="1")

    assert answer.url == address("console", match.tournament.slug)
    assert result_of(match) == ("completed", "win", [[3, 1]])


@pytest.mark.parametrize(
    ("ending", "kind", "winner"),
    [
        ("win-1", "win", 1),
        ("walkover-0", "walkover", 0),
        ("forfeit-0", "forfeit", 0),
        ("forfeit-1", "forfeit", 1),
        ("double_forfeit", "double_forfeit", None),
    ],
)
def test_a_match_ends_without_a_score_too(ending: str, kind: str, winner: int | None):
    match = match_of(a_live_tournament(entrants=NAMES), "R1.1")

    decide(match, ending=ending)

    won = match.sides.filter(is_winner=True).values_list("side", flat=True).first()
    assert (result_of(match), won) == (("completed", kind, []), winner)


def test_a_correction_shows_every_match_that_it_changes_and_does_nothing_yet():
    tournament = a_live_tournament(entrants=NAMES)
    first = match_of(tournament, "R1.1")
    for code in ("R1.1", "R1.2", "R2.1"):
        play(match_of(tournament, code))

    answer = decide(first, ending="played", game_1_0="0", game_1_1="2", reason="Sides swapped.")

    shown = answer.context["correction"]
    changes = [(change.card.code, change.is_cleared) for change in shown.changes]
    assert (answer.status_code, changes) == (200, [("R2.1", True)])
    assert (shown.before, shown.after) == ("win (Ann)", dashed((0, 2)))
    assert result_of(first) == ("completed", "win", [])


def test_a_confirmed_correction_is_done_with_all_that_follows():
    tournament = a_live_tournament(entrants=NAMES)
    first, final = match_of(tournament, "R1.1"), match_of(tournament, "R2.1")
    for code in ("R1.1", "R1.2", "R2.1"):
        play(match_of(tournament, code))
    fields = {"ending": "played", "game_1_0": "0", "game_1_1": "2", "reason": "Sides swapped."}
    shown = decide(first, **fields)

    log_in(tournament.organizer).post(
        match_address("official", first), {**filled(shown.context["form"]), "action": "confirm"}
    )

    tournament.refresh_from_db()
    assert result_of(first) == ("completed", "win", [[0, 2]])
    assert (result_of(final)[0], names_in(final)) == ("ready", ["Dee", "Bob"])
    assert tournament.state == "live"
    assert AuditEntry.objects.get(action="match.corrected").reason == "Sides swapped."


@pytest.mark.parametrize(
    ("best_of", "score", "told"),
    [
        (1, Report(games=[(3, 1)]), {"game_1_0": 3, "game_1_1": 1}),
        (1, Report(games=[(2, 2)], shootout=(4, 3)), {"shootout_0": 4, "shootout_1": 3}),
        (3, Report(games=[(2, 1)]), {"series": "2-1"}),
        (3, Report(games=[(9, 5), (9, 7)]), {"game_2_0": 9, "game_2_1": 7}),
        (1, Report(kind=ResultKind.WALKOVER, winner=1), {"ending": "walkover-1"}),
    ],
)
def test_the_form_of_a_correction_shows_the_result_there_is(best_of, score, told):
    stage = replace(KNOCKOUT, options={"best_of": best_of})
    match = match_of(a_live_tournament(entrants=NAMES, stages=[stage]), "R1.1")
    result = parse_result(match, score)
    services.confirm_result(match=match, result=result, by=match.tournament.organizer)

    shown = form_of(match).initial

    assert {name: shown[name] for name in told} == told
    assert shown["ending"] == told.get("ending", "played")


def test_a_correction_asks_why():
    match = play(match_of(a_live_tournament(entrants=NAMES), "R1.1"))

    answer = decide(match, ending="win-1")

    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {"reason": ["Say why the result is corrected."]}


def test_a_correction_of_a_pool_names_the_stage_that_may_be_drawn_again():
    tournament = a_live_tournament(entrants=NAMES, stages=[POOLS, PLAYOFF])
    for match in playable(tournament):
        if match.bracket.stage.code == "pools":
            play(match)
    first = match_of(tournament, "A.R1.1")

    answer = decide(first, ending="win-1", reason="Misread.")

    assert [stage.code for stage in answer.context["later"]] == ["playoff"]


def test_a_stale_form_is_a_conflict_and_shows_the_match_as_it_is():
    match, ann, _bob = a_duel()
    organiser = log_in(match.tournament.organizer)
    sent = filled(form_of(match), game_1_0="3", game_1_1="0")
    services.start_match(match=match, by=ann)

    answer = organiser.post(match_address("official", match), {**sent, "action": "save"})
    again = filled(answer.context["form"])
    repeated = organiser.post(match_address("official", match), {**again, "action": "save"})

    assert (answer.status_code, repeated.status_code) == (409, 302)
    assert "shown as it is now" in answer.content.decode()
    assert result_of(match) == ("completed", "win", [[3, 0]])


def test_a_stale_correction_is_refused_before_it_is_shown():
    match = play(match_of(a_live_tournament(entrants=NAMES), "R1.1"))
    sent = filled(form_of(match), ending="win-1", reason="Misread.")
    organiser = log_in(match.tournament.organizer)
    decide(match, "confirm", ending="walkover-0", reason="Was absent.")

    answer = organiser.post(match_address("official", match), {**sent, "action": "save"})
    unchanged = result_of(match)
    again = filled(answer.context["form"])
    preview = organiser.post(match_address("official", match), {**again, "action": "save"})

    assert (answer.status_code, preview.status_code) == (409, 200)
    assert preview.context["correction"] is not None
    assert unchanged == result_of(match) == ("completed", "walkover", [])


def test_a_disputed_match_is_settled_by_taking_the_word_of_one_side():
    match, ann, bob = a_duel()
    for person, score in ((ann, ("2", "1")), (bob, ("0", "1"))):
        fields = {"game_1_0": score[0], "game_1_1": score[1]}
        log_in(person).post(match_address("report", match), fields)
    organiser = log_in(match.tournament.organizer)
    offered = organiser.get(match_address("official", match)).context["claims"]

    organiser.post(match_address("official", match), {"action": "take", "claim": offered[1].id})

    assert [(claim.side, claim.name) for claim in offered] == list(enumerate(names_in(match)))
    assert result_of(match) == ("completed", "win", [[0, 1]])


def test_a_word_of_one_side_does_not_correct_a_contested_result_without_a_reason():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match), by=ann)
    services.accept_score(match=match, by=bob)
    services.contest_result(match=match, by=bob)
    organiser = log_in(match.tournament.organizer)
    page = organiser.get(match_address("official", match))
    (said,) = page.context["claims"]

    answer = organiser.post(
        match_address("official", match), {"action": "take", "claim": said.id}, follow=True
    )

    assert 'value="take"' not in page.content.decode()
    assert "correct it in the form, and say why" in answer.content.decode()
    assert result_of(match)[0] == "disputed"


@pytest.mark.parametrize("claim", ["", "0", "99999", "x"])
def test_a_claim_that_does_not_exist_is_missing(claim: str):
    match, _ann, _bob = a_duel()

    answer = log_in(match.tournament.organizer).post(
        match_address("official", match), {"action": "take", "claim": claim}
    )

    assert answer.status_code == 404


def test_a_claim_of_somebody_whom_a_correction_took_out_does_not_break_the_page():
    tournament, ann = a_tournament(entrants=["Bob", "Cyd", "Dee"]), a_user("ann")
    a_registration(tournament, ann)
    close_registration(tournament=tournament, by=tournament.organizer)
    started(tournament)
    own = Match.objects.for_user(ann).with_stage().get()
    play(own, side=names_in(own).index("ann"))
    play(match_of(tournament, "R1.2" if own.code == "R1.1" else "R1.1"))
    final = match_of(tournament, "R2.1")
    log_in(ann).post(match_address("report", final), {"game_1_0": "1", "game_1_1": "0"})

    fields = {"ending": f"walkover-{1 - names_in(own).index('ann')}", "reason": "Was absent."}
    decide(own, "confirm", **fields)

    pages = [
        log_in(tournament.organizer).get(match_address(route, final)).status_code
        for route in ("official", "match")
    ]
    assert (pages, "ann" in names_in(final)) == ([200, 200], False)


def test_what_a_side_said_of_another_opponent_is_not_shown_of_the_newcomer():
    tournament, ann = a_tournament(entrants=["Bob", "Cyd", "Dee"]), a_user("ann")
    a_registration(tournament, ann)
    close_registration(tournament=tournament, by=tournament.organizer)
    started(tournament)
    own = Match.objects.for_user(ann).with_stage().get()
    other = match_of(tournament, "R1.2" if own.code == "R1.1" else "R1.1")
    play(own, side=names_in(own).index("ann"))
    play(other)
    final = match_of(tournament, "R2.1")
    log_in(ann).post(match_address("report", final), {"game_1_0": "5", "game_1_1": "0"})
    before = log_in(ann).get(match_address("match", final)).context["match"].claims

    decide(other, "confirm", ending="walkover-1", reason="Was absent.")

    after = log_in(ann).get(match_address("match", final)).context["match"].claims
    assert (len(before), after) == (1, ())


def test_a_match_whose_sides_are_open_takes_no_result():
    match = match_of(a_live_tournament(entrants=NAMES), "R2.1")
    organiser = log_in(match.tournament.organizer)

    page = organiser.get(match_address("official", match))
    answer = organiser.post(match_address("official", match), {"action": "save"})

    assert (page.context["form"], answer.status_code) == (None, 409)


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"game_1_0": ["Enter the score of both sides."]}),
        ({"ending": "magic"}, ["ending"]),
        ({"game_1_0": "2", "game_1_1": "2"}, ["shootout_0"]),
    ],
)
def test_a_bad_result_is_refused(fields, errors):
    match = match_of(a_live_tournament(entrants=NAMES), "R1.1")

    answer = decide(match, **fields)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(errors)
    assert result_of(match) == ("ready", "", [])


def test_a_result_before_the_start_is_a_conflict():
    tournament = a_closed_tournament(entrants=NAMES)
    post(log_in(tournament.organizer), "draw", tournament.slug)
    match = match_of(tournament, "R1.1")

    answer = decide(match, game_1_0="3", game_1_1="1")

    assert (answer.status_code, result_of(match)) == (409, ("scheduled", "", []))


def test_time_and_place_are_planned():
    match = match_of(a_live_tournament(entrants=NAMES), "R1.1")
    fields = {"action": "schedule", "scheduled_at": "2030-05-01T19:30", "station": "Table 4"}

    answer = log_in(match.tournament.organizer).post(match_address("official", match), fields)

    match.refresh_from_db()
    assert answer.status_code == 302
    assert (str(match.scheduled_at), match.station) == ("2030-05-01 19:30:00+00:00", "Table 4")


def test_a_time_that_is_none_is_refused_at_its_field():
    match = match_of(a_live_tournament(entrants=NAMES), "R1.1")

    answer = log_in(match.tournament.organizer).post(
        match_address("official", match), {"action": "schedule", "scheduled_at": "soon"}
    )

    assert answer.status_code == 422
    assert list(answer.context["schedule_form"].errors) == ["scheduled_at"]


def test_strangers_unknown_acts_and_other_fields_change_nothing():
    match, ann, _bob = a_duel()
    sent = filled(form_of(match), game_1_0="3", game_1_1="1", action="save")

    answers = [
        log_in(a_user()).post(match_address("official", match), sent),
        log_in(ann).post(match_address("official", match), sent),
        log_in(match.tournament.organizer).post(
            match_address("official", match), {**sent, "action": "crown"}
        ),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 422]
    assert result_of(match) == ("ready", "", [])


def test_the_page_is_open_to_those_who_run_the_tournament_alone():
    match, ann, _bob = a_duel()
    people = (match.tournament.organizer, ann, a_user())

    answers = [log_in(person).get(match_address("official", match)) for person in people]

    assert [answer.status_code for answer in answers] == [200, 403, 403]


def test_a_match_of_another_tournament_is_missing():
    mine: Tournament = a_live_tournament(entrants=2)

    answer = post(log_in(mine.organizer), "official", mine.slug, "knockout", "R7.1", action="save")

    assert answer.status_code == 404
