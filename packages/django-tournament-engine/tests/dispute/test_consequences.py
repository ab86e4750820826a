"""What follows from a case for other matches, and for the tournament."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.disputes import (
    a_case,
    a_contradiction,
    a_dispute,
    a_finished_duel,
    a_played_cup,
    a_referee,
    player,
    raise_dispute,
    taken,
)
from tests.factories import LEAGUE, PLAYOFF, POOLS
from tests.playing import (
    a_live_tournament,
    a_live_tournament_of_people,
    match_of,
    play,
    sides,
    win,
)

from tournament_engine.bracket import services as brackets
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.dispute import services
from tournament_engine.dispute.models import Dispute
from tournament_engine.errors import (
    Conflict,
    NotAllowed,
)
from tournament_engine.match import services as matches
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db


def claims(match):
    return list(match.claims.order_by("pk").values_list("side", "state"))


def decide(dispute, outcome, **facts):
    """Let a new referee take the case, unless somebody has it, and decide it."""
    by = dispute.handler or a_referee(dispute.tournament)
    if dispute.state == "open":
        taken(dispute, by)
    told = {"decision": "We saw it.", **facts}
    return services.resolve_dispute(dispute=dispute, outcome=outcome, by=by, **told)


def now(dispute):
    return match_of(dispute.tournament, dispute.match.code)


def test_the_later_matches_are_named_and_cleared_only_when_asked():
    cup, first, loser = a_played_cup()
    dispute = raise_dispute(first, loser)
    other = win(first, 1)

    with pytest.raises(Conflict) as refused:
        decide(dispute, "custom_result", result=other)
    assert refused.value.code == "later_matches_played"
    assert "R2.1" in refused.value.message
    assert (now(dispute).state, match_of(cup, "R2.1").state) == ("disputed", "completed")

    dispute.refresh_from_db()
    decide(dispute, "custom_result", result=other, cascade=True)

    final = match_of(cup, "R2.1")
    assert (final.state, final.is_held) == ("ready", False)
    assert str(final.sides.get(side=0).entrant_id) == sides(first)[1]
    cup.refresh_from_db()
    assert cup.state == "live"
    assert check_projection(first.bracket) == []


def test_a_replay_clears_the_later_matches_only_when_asked():
    cup, first, loser = a_played_cup()
    dispute = raise_dispute(first, loser)

    with pytest.raises(Conflict) as refused:
        decide(dispute, "replay")
    dispute.refresh_from_db()
    decide(dispute, "replay", cascade=True)

    assert refused.value.code == "later_matches_played"
    assert [match_of(cup, code).state for code in ("R1.1", "R2.1")] == ["ready", "waiting"]


def test_the_later_dispute_waits_for_the_earlier_one_and_ends_with_its_result():
    cup, first, loser = a_played_cup()
    dispute = raise_dispute(first, loser)
    final = match_of(cup, "R2.1")
    second = raise_dispute(final, player(final, 1))

    with pytest.raises(Conflict) as refused:
        decide(second, "double_forfeit")
    assert refused.value.code == "match_held"

    decide(dispute, "custom_result", result=win(first, 1), cascade=True)

    second.refresh_from_db()
    assert (second.state, match_of(cup, "R2.1").state) == ("withdrawn", "ready")
    assert check_projection(first.bracket) == []


def test_a_correction_beside_the_case_waits_for_it():
    cup, first, _loser = a_played_cup()
    final = match_of(cup, "R2.1")
    raise_dispute(final, player(final, 1))

    with pytest.raises(Conflict) as refused:
        matches.override_result(
            match=first, result=win(first, 1), by=cup.organizer, reason="Misread", cascade=True
        )

    assert refused.value.code == "match_held"


def test_what_depends_on_a_contested_result_takes_none():
    cup = a_live_tournament_of_people(4)
    first, other = match_of(cup, "R1.1"), match_of(cup, "R1.2")
    play(first)
    dispute = raise_dispute(first, player(first, 1))

    play(other)

    final = match_of(cup, "R2.1")
    assert (final.state, final.is_held) == ("ready", True)
    with pytest.raises(Conflict) as refused:
        play(final)
    assert refused.value.code == "match_held"

    by = a_referee(cup)
    services.dismiss_dispute(dispute=taken(dispute, by), decision="No.", by=by)
    assert play(match_of(cup, "R2.1")).state == "completed"


def test_what_does_not_depend_on_a_contested_result_goes_on():
    cup = a_live_tournament_of_people(3, stages=(LEAGUE,))
    first, *others = Match.objects.filter(tournament=cup).with_stage()
    play(first)
    raise_dispute(first, player(first, 1))

    assert [play(match).state for match in others] == ["completed", "completed"]


def test_a_stage_that_is_drawn_for_contested_entrants_is_held():
    cup = a_live_tournament_of_people(4, stages=(POOLS, PLAYOFF))
    pools = Match.objects.filter(tournament=cup, bracket__stage__code="pools").with_stage()
    first, *others = pools
    play(first)
    dispute = raise_dispute(first, player(first, 1))

    for match in others:
        play(match)

    playoff = Match.objects.filter(tournament=cup, bracket__stage__code="playoff")
    assert playoff.count() > 0
    assert not playoff.filter(is_held=False).exists()
    by = a_referee(cup)
    services.dismiss_dispute(dispute=taken(dispute, by), decision="No.", by=by)
    assert not playoff.filter(is_held=True).exists()


def test_a_tournament_is_not_concluded_while_a_dispute_is_open():
    dispute, _ann, _bob = a_dispute()
    tournament = Tournament.objects.get()

    with pytest.raises(Conflict) as refused:
        tournaments.conclude_tournament(tournament=tournament, by=None)

    assert tournament.state == "completed"
    assert refused.value.code == "dispute_open"
    assert dispute.state == "open"


def test_a_tournament_is_not_concluded_while_the_sides_may_object():
    match, _ann, _bob = a_finished_duel()
    tournament = match.tournament

    with pytest.raises(Conflict) as refused:
        tournaments.conclude_tournament(tournament=tournament, by=None)
    assert refused.value.code == "dispute_window"

    Tournament.objects.update(dispute_window_minutes=0)
    assert tournaments.conclude_tournament(tournament=tournament, by=None).state == "concluded"


def test_a_tournament_is_not_concluded_while_a_decision_may_be_appealed_against():
    a_case("dismissed")
    Match.objects.update(completed_at=timezone.now() - timedelta(hours=2))

    with pytest.raises(Conflict) as refused:
        tournaments.conclude_tournament(tournament=Tournament.objects.get(), by=None)
    assert refused.value.code == "dispute_window"

    Dispute.objects.update(appealed_at=timezone.now())
    concluded = tournaments.conclude_tournament(tournament=Tournament.objects.get(), by=None)
    assert concluded.state == "concluded"


def test_a_draw_about_which_somebody_decided_is_not_discarded():
    dispute, _ann, _bob = a_contradiction()
    decide(dispute, "replay")

    with pytest.raises(Conflict) as refused:
        brackets.discard_bracket(bracket=now(dispute).bracket, by=dispute.tournament.organizer)

    assert refused.value.code == "play_has_begun"
    assert Dispute.objects.exists()


def test_names_alone_raise_no_dispute():
    cup = a_live_tournament(entrants=4)

    with pytest.raises(NotAllowed):
        raise_dispute(play(match_of(cup, "R1.1")), cup.organizer)
