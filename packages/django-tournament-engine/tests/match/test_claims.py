import pytest
from tests.factories import LEAGUE, a_user
from tests.playing import a_duel, a_live_tournament_of_people, match_of, people, play, sides, win

from bracketcore import Draw, Win
from tournament_engine import hooks
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import ScoreClaim
from tournament_engine.match.permissions import may_confirm, may_report
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration.models import Registration
from tournament_engine.testing import FakeTeam, FakeTeams

pytestmark = pytest.mark.django_db


def claims(match):
    return list(match.claims.order_by("pk").values_list("side", "state"))


def test_a_claim_waits_for_the_other_side():
    match, ann, _bob = a_duel()

    services.submit_score(match=match, side=0, result=win(match, score=(3, 1)), by=ann)

    match.refresh_from_db()
    assert match.state == "pending_result"
    assert claims(match) == [(0, "pending")]
    assert match.result_kind == ""


def test_the_same_claim_of_both_sides_is_official_at_once():
    match, ann, bob = a_duel()
    result = win(match, score=(3, 1))

    services.submit_score(match=match, side=0, result=result, by=ann)
    services.submit_score(match=match, side=1, result=result, by=bob)

    match.refresh_from_db()
    assert (match.state, match.result_kind, match.games) == ("completed", "win", [[3, 1]])
    assert claims(match) == [(0, "confirmed"), (1, "confirmed")]
    assert check_projection(match.bracket) == []


def test_acceptance_by_the_other_side_is_official():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match, score=(3, 1)), by=ann)

    accepted = services.accept_score(match=match, by=bob)

    winner, loser = accepted.sides.order_by("side")
    assert accepted.state == "completed"
    assert (winner.score, winner.is_winner, loser.score, loser.is_winner) == (3, True, 1, False)
    assert claims(match) == [(0, "confirmed")]


def test_nobody_accepts_his_own_claim():
    match, ann, _bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match), by=ann)

    with pytest.raises(NotAllowed):
        services.accept_score(match=match, by=ann)

    match.refresh_from_db()
    assert match.state == "pending_result"


def test_a_contradiction_is_left_to_the_organiser():
    match, ann, bob = a_duel()

    services.submit_score(match=match, side=0, result=win(match, 0), by=ann)
    services.submit_score(match=match, side=1, result=win(match, 1), by=bob)

    match.refresh_from_db()
    assert match.state == "disputed"
    assert claims(match) == [(0, "disputed"), (1, "disputed")]


def test_the_organiser_ends_a_dispute_and_one_claim_was_right():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match, 0), by=ann)
    services.submit_score(match=match, side=1, result=win(match, 1), by=bob)

    services.override_result(match=match, result=win(match, 1), by=match.tournament.organizer)

    match.refresh_from_db()
    assert match.state == "completed"
    assert claims(match) == [(0, "rejected"), (1, "confirmed")]
    assert check_projection(match.bracket) == []


def test_an_official_result_takes_the_place_of_a_claim():
    match, ann, _bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match, 0), by=ann)

    services.confirm_result(match=match, result=win(match, 1), by=match.tournament.organizer)

    assert claims(match) == [(0, "superseded")]


def test_a_side_may_change_its_mind():
    match, ann, bob = a_duel()

    services.submit_score(match=match, side=0, result=win(match, 0), by=ann)
    services.submit_score(match=match, side=0, result=win(match, 1), by=ann)
    services.accept_score(match=match, by=bob)

    assert claims(match) == [(0, "superseded"), (0, "confirmed")]
    assert match_of(match.tournament, "R1.1").sides.get(is_winner=True).side == 1


def test_nobody_reports_for_the_other_side():
    match, ann, _bob = a_duel()

    with pytest.raises(NotAllowed):
        services.submit_score(match=match, side=1, result=win(match), by=ann)

    assert not ScoreClaim.objects.exists()


def test_a_stranger_does_nothing_in_a_match():
    match, ann, _bob = a_duel()
    stranger = a_user()
    services.submit_score(match=match, side=0, result=win(match), by=ann)

    for act in (
        lambda: services.start_match(match=match, by=stranger),
        lambda: services.submit_score(match=match, side=0, result=win(match), by=stranger),
        lambda: services.accept_score(match=match, by=stranger),
        lambda: services.confirm_result(match=match, result=win(match), by=stranger),
        lambda: services.override_result(match=match, result=win(match), by=stranger),
        lambda: services.forfeit_match(match=match, loser_side=0, by=stranger, reason="No"),
        lambda: services.schedule_match(match=match, scheduled_at=None, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()

    assert claims(match) == [(0, "pending")]


def test_the_side_that_has_to_answer_may_confirm_and_no_other():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match), by=ann)

    assert [may_confirm(user, match) for user in (ann, bob, a_user())] == [False, True, False]
    assert [may_report(user, match) for user in (ann, bob, a_user())] == [True, True, False]


def test_there_is_nothing_to_accept_without_a_claim():
    match, _ann, bob = a_duel()

    with pytest.raises(Conflict, match="No score waits"):
        services.accept_score(match=match, by=bob)


def test_a_finished_match_takes_no_claim():
    match, ann, _bob = a_duel()
    services.confirm_result(match=match, result=win(match), by=match.tournament.organizer)

    with pytest.raises(Conflict, match="finished"):
        services.submit_score(match=match, side=0, result=win(match), by=ann)


def test_a_claim_that_no_stage_takes_is_refused_before_it_is_stored():
    match, ann, _bob = a_duel()
    first, _second = sides(match)

    with pytest.raises(InvalidInput) as refused:
        services.submit_score(match=match, side=0, result=Win(first, score=(1, 2)), by=ann)
    with pytest.raises(InvalidInput) as undecided:
        services.submit_score(match=match, side=0, result=Draw(), by=ann)

    assert (refused.value.code, refused.value.field) == ("illegal_score", "games")
    assert (undecided.value.code, undecided.value.field) == ("winner_required", "winner")
    assert not ScoreClaim.objects.exists()


def test_a_league_takes_the_claim_of_a_draw():
    match, ann, bob = a_duel(stages=(LEAGUE,))

    services.submit_score(match=match, side=0, result=Draw(score=(2, 2)), by=ann)
    services.accept_score(match=match, by=bob)

    match.refresh_from_db()
    assert (match.result_kind, match.games) == ("draw", [[2, 2]])


def test_a_side_says_that_the_match_has_begun():
    match, _ann, bob = a_duel()

    started = services.start_match(match=match, by=bob)

    assert started.state == "live"


def test_a_claim_is_told_to_the_site():
    match, ann, _bob = a_duel()

    services.submit_score(match=match, side=0, result=win(match), by=ann, note="gg")

    claim = ScoreClaim.objects.get()
    told = OutboxMessage.objects.get(topic="event:result_reported")
    assert claim.note == "gg"
    assert told.payload == {
        "tournament": match.tournament_id,
        "stage": match.bracket.stage_id,
        "match": match.pk,
    }


def test_a_correction_that_changes_who_plays_puts_away_what_they_claimed():
    tournament = a_live_tournament_of_people(4)
    semi = play(match_of(tournament, "R1.1"))
    play(match_of(tournament, "R1.2"))
    final = match_of(tournament, "R2.1")
    claimant, _other = people(final)
    assert claimant is not None
    services.submit_score(match=final, side=0, result=win(final), by=claimant)

    services.override_result(
        match=semi, result=win(semi, 1), by=tournament.organizer, reason="Misread"
    )

    final.refresh_from_db()
    assert (final.state, claims(final)) == ("ready", [(0, "superseded")])
    assert check_projection(final.bracket) == []


def test_a_forfeit_needs_a_reason_and_names_the_other_side_winner():
    match, _ann, _bob = a_duel()
    by = match.tournament.organizer

    with pytest.raises(InvalidInput) as refused:
        services.forfeit_match(match=match, loser_side=0, by=by, reason=" ")
    services.forfeit_match(match=match, loser_side=0, by=by, reason="Left the hall")

    match.refresh_from_db()
    assert refused.value.field == "reason"
    assert match.result_kind == "forfeit"
    assert match.sides.get(is_winner=True).side == 1


def test_somebody_who_acts_for_both_sides_does_not_agree_with_himself(settings):
    match, ann, _bob = a_duel()
    Registration.objects.exclude(user=ann).update(team_ref="7")
    settings.TOURNAMENT_ENGINE = {"HOOKS": {"teams": "tournament_engine.testing.FakeTeams"}}
    teams = hooks.teams()
    assert isinstance(teams, FakeTeams)
    teams.teams["7"] = FakeTeam(name="Seven", managers=frozenset({str(ann.pk)}))
    services.submit_score(match=match, side=0, result=win(match), by=ann)

    with pytest.raises(NotAllowed):
        services.accept_score(match=match, by=ann)
    with pytest.raises(NotAllowed):
        services.submit_score(match=match, side=1, result=win(match), by=ann)

    match.refresh_from_db()
    assert not may_confirm(ann, match)
    assert (match.state, claims(match)) == ("pending_result", [(0, "pending")])
