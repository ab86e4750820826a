"""Disputes over heats: any side contests, with a result of its own, and each outcome is decided."""

from typing import Any

import pytest
from tests.desk.browsing import address, filled, log_in, match_address
from tests.factories import a_staff_member
from tests.match.test_heats import placing, sides_of
from tests.match.test_out_of_heats import a_heat
from tests.playing import a_duel, bracket_of, organizer, play, win

from tournament_engine.core.roles import Role
from tournament_engine.dispute import services
from tournament_engine.dispute.models import Dispute
from tournament_engine.match import services as matches
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match, ScoreClaim

pytestmark = pytest.mark.django_db


def contested(entrants: int = 4, **facts: Any) -> tuple[Dispute, Any]:
    """Return a dispute of side 2 about a heat that came in as it sat, and its judge."""
    match, people = a_heat(entrants)
    matches.confirm_result(match=match, result=placing(match), by=organizer(match))
    judge = a_staff_member(match.tournament, Role.HEAD_REFEREE)
    case = services.open_dispute(
        match=match, reason="score", statement="I was first", by=people[2], **facts
    )
    return services.review_dispute(dispute=case, by=judge), judge


def places(match: Match) -> list[int | None]:
    return [place for place, _points, _won in sides_of(match)]


def resolve(case: Dispute, by: Any, outcome: str, **facts: Any) -> None:
    services.resolve_dispute(dispute=case, outcome=outcome, decision="Video", by=by, **facts)


def test_a_heat_gets_the_result_that_is_decided():
    case, judge = contested()

    resolve(case, judge, "custom_result", result=placing(case.match, 2, 0, 1, 3))

    assert places(case.match) == [2, 3, 1, 4]
    assert check_projection(bracket_of(case.tournament)) == []


def test_a_heat_is_played_again():
    case, judge = contested()

    resolve(case, judge, "replay")

    case.match.refresh_from_db()
    assert (case.match.state, places(case.match)) == ("ready", [None] * 4)


def test_all_are_out_of_a_heat_by_decision():
    case, judge = contested()

    resolve(case, judge, "double_forfeit")

    case.match.refresh_from_db()
    assert places(case.match) == [None] * 4
    assert case.match.result_kind == "placement"
    assert check_projection(bracket_of(case.tournament)) == []


def test_a_heat_is_as_it_was_when_the_dispute_has_no_grounds():
    case, judge = contested()

    services.dismiss_dispute(dispute=case, decision="No", by=judge)

    case.match.refresh_from_db()
    assert (case.match.state, places(case.match)) == ("completed", [1, 2, 3, 4])


def test_the_case_of_a_heat_is_decided_on_its_page():
    case, judge = contested()
    client, where = log_in(judge), address("dispute", case.tournament.slug, case.pk)
    form = client.get(where).context["decision"]

    sent = filled(form, outcome="custom_result", reason="Video", place_0=2, place_2=1, place_1=3)
    shown = client.post(where, sent | {"action": "decide"})
    answer = client.post(where, sent | {"action": "confirm"})

    assert "What the decision changes" in shown.content.decode()
    assert answer.status_code == 302
    assert places(case.match) == [2, 3, 1, 4]


def raise_dispute(match: Match, by: Any, **fields: object) -> Any:
    sent = {"reason": "score", "statement": "It was the other way", **fields}
    return log_in(by).post(match_address("open_dispute", match), sent)


def test_a_side_enters_its_own_score_with_the_dispute():
    match, _ann, bob = a_duel()
    play(match, by=organizer(match))

    raise_dispute(match, bob, has_claim="on", game_1_0=1, game_1_1=3)

    claim = ScoreClaim.objects.get()
    assert (claim.side, claim.state, claim.by) == (1, "disputed", bob)
    judge = a_staff_member(match.tournament, Role.HEAD_REFEREE)
    case = services.review_dispute(dispute=Dispute.objects.get(), by=judge)
    resolve(case, judge, "claim_upheld", side=1)
    claim.refresh_from_db()
    assert (match.sides.get(is_winner=True).side, claim.state) == (1, "confirmed")


def test_a_claim_in_a_dispute_is_the_score_as_the_match_takes_it():
    match, _ann, bob = a_duel()
    play(match, by=organizer(match))

    missing = raise_dispute(match, bob, has_claim="on")
    half = raise_dispute(match, bob, has_claim="on", game_1_0=1)

    assert (missing.status_code, half.status_code) == (422, 422)
    assert not Dispute.objects.exists()
    assert not ScoreClaim.objects.exists()


def test_a_dispute_needs_no_score():
    match, _ann, bob = a_duel()
    play(match, by=organizer(match))

    assert raise_dispute(match, bob, game_1_0=1).status_code == 302
    assert not ScoreClaim.objects.exists()


def test_the_places_of_a_heat_are_entered_with_the_dispute():
    match, people = a_heat(3)
    matches.confirm_result(match=match, result=placing(match), by=organizer(match))

    raise_dispute(match, people[1], has_claim="on", place_0=2, place_1=1, out_2="on")

    claim = ScoreClaim.objects.get()
    order = [str(match.sides.get(side=side).entrant_id) for side in (1, 0)]
    assert (claim.result["order"], len(claim.result["out"])) == (order, 1)


def test_a_claim_falls_with_a_dispute_that_has_no_grounds():
    match, _ann, bob = a_duel()
    play(match, by=organizer(match))
    case = services.open_dispute(
        match=match, reason="score", statement="No", by=bob, claim=win(match, 1)
    )
    judge = a_staff_member(match.tournament, Role.HEAD_REFEREE)
    case = services.review_dispute(dispute=case, by=judge)

    services.dismiss_dispute(dispute=case, decision="No", by=judge)

    assert ScoreClaim.objects.get().state == "rejected"
    assert match.sides.get(is_winner=True).side == 0
