"""What the sides do: raise a dispute, take it back, appeal."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.disputes import (
    a_case,
    a_contradiction,
    a_dispute,
    a_finished_duel,
    player,
    raise_dispute,
    rewind,
    taken,
)
from tests.factories import LEAGUE, a_user
from tests.playing import a_duel, a_live_tournament_of_people, match_of, people, play, win

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.dispute import services
from tournament_engine.dispute.models import Dispute
from tournament_engine.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed
from tournament_engine.match import services as matches
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Registration
from tournament_engine.testing import FakeTeam

pytestmark = pytest.mark.django_db

LEAGUE_OF_TWO = replace(LEAGUE, options={"legs": 2})


def claims(match):
    return list(match.claims.order_by("pk").values_list("side", "state"))


def test_a_side_contests_a_result_and_it_is_frozen():
    match, _ann, bob = a_finished_duel()

    dispute = raise_dispute(match, bob, reason="cheating")

    match.refresh_from_db()
    assert (dispute.state, dispute.reason, dispute.side) == ("open", "cheating", 1)
    assert dispute.due_at - dispute.opened_at == timedelta(hours=24)
    assert (match.state, match.result_kind, match.is_held) == ("disputed", "win", True)
    assert claims(match) == [(0, "disputed")]
    assert check_projection(match.bracket) == []
    assert AuditEntry.objects.filter(action="dispute.opened", actor=bob).count() == 1


def test_a_side_contests_what_the_other_claims():
    match, ann, bob = a_duel()
    matches.submit_score(match=match, side=0, result=win(match), by=ann)

    raise_dispute(match, bob, reason="no_show")

    match.refresh_from_db()
    assert (match.state, claims(match)) == ("disputed", [(0, "disputed")])


def test_two_claims_that_contradict_each_other_are_a_case_by_themselves():
    dispute, _ann, bob = a_contradiction()

    assert (dispute.state, dispute.reason, dispute.side) == ("open", "score", 1)
    assert (dispute.is_contradiction, dispute.opened_by) == (True, bob)
    assert dispute.match.is_held


@pytest.mark.parametrize("own", [True, False])
def test_nobody_contests_a_match_without_the_others_having_said_anything(own: bool):
    match, ann, _bob = a_duel()
    if own:
        matches.submit_score(match=match, side=0, result=win(match), by=ann)

    with pytest.raises(Conflict) as refused:
        raise_dispute(match, ann)

    assert refused.value.code == "nothing_to_dispute"


def test_nobody_contests_a_match_of_others():
    match, _ann, bob = a_finished_duel()

    for by, facts in [(a_user(), {}), (match.tournament.organizer, {}), (bob, {"side": 0})]:
        with pytest.raises(NotAllowed):
            raise_dispute(match, by, **facts)

    assert not Dispute.objects.exists()


def test_whoever_acts_for_both_sides_says_for_which(fake_teams):
    match, ann, _bob = a_finished_duel()
    Registration.objects.exclude(user=ann).update(team_ref="7")
    fake_teams.teams["7"] = FakeTeam(name="Seven", managers=frozenset({str(ann.pk)}))

    with pytest.raises(InvalidInput) as refused:
        raise_dispute(match, ann)

    assert refused.value.field == "side"
    assert raise_dispute(match, ann, side=1).side == 1


@pytest.mark.parametrize(
    ("facts", "field"), [({"reason": "bad luck"}, "reason"), ({"statement": " \n"}, "statement")]
)
def test_a_dispute_says_what_it_is_about(facts, field: str):
    match, _ann, bob = a_finished_duel()

    with pytest.raises(InvalidInput) as refused:
        raise_dispute(match, bob, **facts)

    match.refresh_from_db()
    assert (refused.value.field, match.state) == (field, "completed")


def test_the_time_to_object_ends():
    match, _ann, bob = a_finished_duel(dispute_window_minutes=30)
    Match.objects.update(completed_at=timezone.now() - timedelta(minutes=30))

    with pytest.raises(Conflict, match="30 minutes") as refused:
        raise_dispute(match, bob)

    assert refused.value.code == "window_over"


def test_there_is_one_open_dispute_about_a_match():
    dispute, ann, bob = a_dispute()

    for by in (ann, bob):
        with pytest.raises(Conflict) as refused:
            raise_dispute(dispute.match, by)
        assert refused.value.code == "dispute_open"

    assert Dispute.objects.count() == 1


def test_what_was_decided_is_appealed_against_and_not_disputed_again():
    for state in ("resolved", "dismissed"):
        dispute, ann, _bob = a_case(state)

        with pytest.raises(Conflict) as refused:
            raise_dispute(dispute.match, ann)

        assert refused.value.code == "decided"


def test_a_dispute_that_was_taken_back_may_be_raised_again():
    dispute, _ann, bob = a_case("withdrawn")

    assert raise_dispute(dispute.match, bob).state == "open"


def test_a_match_that_was_played_again_may_be_disputed_again():
    dispute, ann, bob = a_dispute()
    organizer = dispute.tournament.organizer
    taken(dispute, organizer)
    services.resolve_dispute(dispute=dispute, outcome="replay", decision="Again.", by=organizer)
    match = match_of(dispute.tournament, "R1.1")
    matches.submit_score(match=match, side=0, result=win(match), by=ann)
    matches.accept_score(match=match, by=bob)

    assert raise_dispute(match, bob).state == "open"


def test_nothing_is_disputed_once_the_tournament_is_over():
    match, _ann, bob = a_finished_duel()
    Tournament.objects.update(state="concluded")

    with pytest.raises(Conflict) as refused:
        raise_dispute(match, bob)

    assert refused.value.code == "not_running"


def test_baseless_disputes_come_to_an_end(settings):
    settings.TOURNAMENT_ENGINE = {"MAX_DISMISSED_DISPUTES": 1}
    cup = a_live_tournament_of_people(2, stages=(LEAGUE_OF_TWO,))
    first, second = (play(match) for match in _in_order(cup))
    bob = player(first, 1)
    side = people(second).index(bob)
    dispute = taken(raise_dispute(first, bob), cup.organizer)
    services.dismiss_dispute(dispute=dispute, decision="Nothing of it.", by=cup.organizer)

    with pytest.raises(Conflict) as refused:
        raise_dispute(second, bob, side=side)

    assert refused.value.code == "too_many_dismissed"
    assert raise_dispute(second, player(second, 1 - side)).state == "open"


def test_a_site_may_leave_the_number_of_disputes_open(settings):
    settings.TOURNAMENT_ENGINE = {"MAX_DISMISSED_DISPUTES": 0}
    cup = a_live_tournament_of_people(2, stages=(LEAGUE_OF_TWO,))
    first, second = (play(match) for match in _in_order(cup))
    bob = player(first, 1)
    dispute = taken(raise_dispute(first, bob), cup.organizer)
    services.dismiss_dispute(dispute=dispute, decision="Nothing of it.", by=cup.organizer)

    assert raise_dispute(second, bob).state == "open"


def test_the_raiser_takes_a_dispute_back_and_all_is_as_before():
    dispute, _ann, bob = a_dispute()

    services.withdraw_dispute(dispute=dispute, by=bob, text="We looked at it again.")

    match = match_of(dispute.tournament, "R1.1")
    assert (dispute.state, match.state, match.is_held) == ("withdrawn", "completed", False)
    assert claims(match) == [(0, "confirmed")]


def test_a_contradiction_that_is_taken_back_leaves_the_first_claim():
    dispute, _ann, bob = a_contradiction()

    services.withdraw_dispute(dispute=dispute, by=bob)

    match = match_of(dispute.tournament, "R1.1")
    assert (match.state, claims(match)) == ("pending_result", [(0, "pending"), (1, "rejected")])
    assert matches.accept_score(match=match, by=bob).state == "completed"


def test_only_the_side_that_raised_it_takes_a_dispute_back():
    dispute, ann, _bob = a_dispute()

    for by in (ann, a_user(), dispute.tournament.organizer):
        with pytest.raises(NotAllowed):
            services.withdraw_dispute(dispute=dispute, by=by)

    assert Dispute.objects.get().state == "open"


def test_an_appeal_freezes_the_result_and_asks_the_head_referee():
    dispute, ann, _bob = a_case("resolved")

    services.appeal_dispute(dispute=dispute, statement="I was there.", by=ann)

    match = match_of(dispute.tournament, "R1.1")
    assert (dispute.state, dispute.outcome, dispute.decided_by) == ("escalated", "", None)
    assert (match.state, match.result_kind, match.is_held) == ("disputed", "double_forfeit", True)
    steps = list(dispute.comments.values_list("step", flat=True))
    assert steps == ["opened", "review", "resolved", "appealed"]


def test_an_appeal_that_is_dismissed_leaves_the_first_decision():
    dispute, ann, _bob = a_case("resolved")
    organizer = dispute.tournament.organizer
    services.appeal_dispute(dispute=dispute, statement="I was there.", by=ann)

    services.dismiss_dispute(dispute=dispute, decision="It stays.", by=organizer)

    match = match_of(dispute.tournament, "R1.1")
    assert (match.state, match.result_kind) == ("completed", "double_forfeit")


def test_there_is_one_appeal():
    dispute, ann, bob = a_case("dismissed")
    organizer = dispute.tournament.organizer
    services.appeal_dispute(dispute=dispute, statement="Look again.", by=bob)
    services.dismiss_dispute(dispute=dispute, decision="It stays.", by=organizer)

    with pytest.raises(Conflict) as refused:
        services.appeal_dispute(dispute=dispute, statement="Once more.", by=ann)

    assert refused.value.code == "appealed"


def test_the_time_to_appeal_ends():
    dispute, ann, _bob = a_case("resolved")
    rewind(dispute, decided_at=timezone.now() - timedelta(minutes=60))

    with pytest.raises(Conflict) as refused:
        services.appeal_dispute(dispute=dispute, statement="I was there.", by=ann)

    assert refused.value.code == "window_over"


def test_only_a_side_appeals_and_only_against_a_decision():
    decided, _ann, _bob = a_case("resolved")
    undecided, ann, _bob = a_dispute()

    with pytest.raises(NotAllowed):
        services.appeal_dispute(dispute=decided, statement="No.", by=decided.tournament.organizer)
    with pytest.raises(IllegalTransition):
        services.appeal_dispute(dispute=undecided, statement="No.", by=ann)


def test_the_order_to_play_again_is_appealed_against_before_it_is_played():
    dispute, ann, bob = a_dispute()
    organizer = dispute.tournament.organizer
    taken(dispute, organizer)
    services.resolve_dispute(dispute=dispute, outcome="replay", decision="Again.", by=organizer)

    services.appeal_dispute(dispute=dispute, statement="I won.", by=ann)

    match = match_of(dispute.tournament, "R1.1")
    assert (match.state, match.is_held) == ("disputed", True)
    with pytest.raises(Conflict):
        matches.submit_score(match=match, side=1, result=win(match), by=bob)
    services.dismiss_dispute(dispute=dispute, decision="Play.", by=organizer)
    assert match_of(dispute.tournament, "R1.1").state == "ready"


def test_a_match_that_is_being_played_again_is_past_any_appeal():
    dispute, ann, _bob = a_dispute()
    organizer = dispute.tournament.organizer
    taken(dispute, organizer)
    services.resolve_dispute(dispute=dispute, outcome="replay", decision="Again.", by=organizer)
    matches.start_match(match=match_of(dispute.tournament, "R1.1"), by=ann)

    with pytest.raises(Conflict) as refused:
        services.appeal_dispute(dispute=dispute, statement="I won.", by=ann)

    assert refused.value.code == "moved_on"


def test_a_tournament_that_is_called_off_ends_its_disputes():
    cup = a_live_tournament_of_people(4)
    first = play(match_of(cup, "R1.1"))
    disputes = [raise_dispute(first, player(first, 1)), _contradict(match_of(cup, "R1.2"))]
    services.escalate_dispute(dispute=disputes[0], by=None)

    tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")

    assert set(Dispute.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert [match_of(cup, code).state for code in ("R1.1", "R1.2")] == ["completed", "cancelled"]
    assert not Match.objects.filter(is_held=True).exists()


def _contradict(match: Match) -> Dispute:
    matches.submit_score(match=match, side=0, result=win(match), by=player(match, 0))
    matches.submit_score(match=match, side=1, result=win(match, 1), by=player(match, 1))
    return match.disputes.get()


def _in_order(cup: Tournament) -> list[Match]:
    rows = Match.objects.filter(tournament=cup).with_stage().order_by("position")
    return list(rows)
