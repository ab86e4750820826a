"""A score that nobody answers is confirmed by silence, once, and never while it is contested."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.playing import a_duel, bracket_of, win

from tournament_engine import jobs
from tournament_engine.errors import InvalidInput
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match, ScoreClaim

pytestmark = pytest.mark.django_db


def after(minutes):
    now = timezone.now() + timedelta(minutes=minutes)
    return jobs.execute(jobs.jobs()["auto_confirm_results"], now).done


def test_silence_confirms_a_score_when_the_time_is_over():
    match, ann, _bob = a_duel(auto_confirm_minutes=30)
    services.submit_score(match=match, side=0, result=win(match), by=ann)

    done = [after(29), after(31), after(31)]

    match.refresh_from_db()
    assert (done, match.state, match.result_kind) == ([0, 1, 0], "completed", "win")
    assert match.claims.get().state == "auto_confirmed"
    assert check_projection(bracket_of(match.tournament)) == []


def test_where_silence_means_nothing_it_never_confirms():
    match, ann, _bob = a_duel(auto_confirm_minutes=0)
    services.submit_score(match=match, side=0, result=win(match), by=ann)

    assert after(100_000) == 0
    assert ScoreClaim.objects.get().auto_confirm_at is None


def test_a_contradiction_stops_the_clock():
    match, ann, bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match, 0), by=ann)
    services.submit_score(match=match, side=1, result=win(match, 1), by=bob)

    assert after(31) == 0
    match.refresh_from_db()
    assert match.state == "disputed"


def test_a_second_claim_of_a_side_starts_the_clock_again():
    match, ann, _bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match, 0), by=ann)
    ScoreClaim.objects.update(auto_confirm_at=timezone.now())

    services.submit_score(match=match, side=0, result=win(match, 1), by=ann)

    assert after(29) == 0


def test_a_match_that_waits_for_a_decision_is_not_confirmed_by_silence():
    match, ann, _bob = a_duel()
    services.submit_score(match=match, side=0, result=win(match), by=ann)
    Match.objects.update(is_held=True)

    assert after(31) == 0


def test_a_score_comes_with_a_link_to_evidence():
    match, ann, _bob = a_duel()

    services.submit_score(
        match=match,
        side=0,
        result=win(match),
        by=ann,
        evidence_url="https://example.org/replay/1",
    )

    assert match.claims.get().evidence_url == "https://example.org/replay/1"


def test_evidence_that_is_no_address_is_refused_at_its_field():
    match, ann, _bob = a_duel()

    with pytest.raises(InvalidInput) as refused:
        services.submit_score(
            match=match, side=0, result=win(match), by=ann, evidence_url="javascript:alert(1)"
        )

    assert refused.value.field == "evidence_url"
    assert not match.claims.exists()
