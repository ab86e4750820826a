from datetime import UTC, datetime
from functools import partial

import pytest
from tests.factories import LEAGUE
from tests.playing import (
    a_closed_tournament,
    a_live_tournament,
    bracket_of,
    first_stage,
    match_of,
    organizer,
    play,
    sides,
    win,
)

from bracketcore import DoubleForfeit, Walkover, Win
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket.stages import LaterMatchesPlayed
from tournament_engine.core import services as tournaments
from tournament_engine.errors import Conflict, IllegalTransition, InvalidInput, StaleVersion
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.outbox import OutboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup():
    return a_live_tournament(entrants=4)


def occupants(match):
    return [side.entrant_id for side in match.sides.order_by("side")]


def states(tournament):
    return dict(tournament.matches.order_by("position").values_list("code", "state"))


def test_a_result_moves_the_winner_on_and_writes_only_what_it_changed(cup):
    before = dict(cup.matches.values_list("code", "version"))

    match = play(match_of(cup, "R1.1"))

    changed = {
        code
        for code, version in cup.matches.values_list("code", "version")
        if version != before[code]
    }
    assert changed == {"R1.1", "R2.1"}
    assert occupants(match_of(cup, "R2.1")) == [occupants(match)[0], None]
    assert states(cup) == {"R1.1": "completed", "R1.2": "ready", "R2.1": "waiting"}


def test_the_last_missing_side_makes_a_match_ready_and_that_is_told(cup):
    play(match_of(cup, "R1.1"))

    play(match_of(cup, "R1.2"))

    final = match_of(cup, "R2.1")
    told = OutboxMessage.objects.get(topic="event:match_ready")
    assert final.state == "ready"
    assert told.payload["match"] == final.pk


def test_a_match_is_not_decided_twice(cup):
    match = play(match_of(cup, "R1.1"))

    with pytest.raises(Conflict) as refused:
        play(match, side=1)

    assert refused.value.code == "match_already_played"
    assert check_projection(bracket_of(cup)) == []


def test_a_match_that_waits_for_a_side_takes_no_result(cup):
    semi = play(match_of(cup, "R1.1"))
    final = match_of(cup, "R2.1")

    with pytest.raises(Conflict) as refused:
        services.confirm_result(match=final, result=win(semi), by=cup.organizer)

    assert refused.value.code == "match_not_ready"


def test_a_result_names_one_of_the_two_sides(cup):
    other = sides(match_of(cup, "R1.2"))[0]

    with pytest.raises(InvalidInput) as refused:
        services.confirm_result(match=match_of(cup, "R1.1"), result=Win(other), by=cup.organizer)

    assert refused.value.code == "not_an_occupant"


def test_no_result_is_taken_before_the_start():
    tournament = a_live_tournament(entrants=4)
    tournaments.cancel_tournament(tournament=tournament, by=tournament.organizer, reason="Rain")

    with pytest.raises(Conflict, match="while the tournament is live"):
        play(match_of(tournament, "R1.1"))

    assert set(states(tournament).values()) == {"cancelled"}


def test_the_organiser_decides_a_match_that_nobody_reported(cup):
    match = match_of(cup, "R1.1")
    present = sides(match)[1]

    services.override_result(match=match, result=Walkover(present), by=cup.organizer)

    assert (match.state, match.result_kind) == ("completed", "walkover")
    assert match.sides.get(is_winner=True).side == 1


def test_a_double_forfeit_leaves_a_bye_behind(cup):
    services.override_result(match=match_of(cup, "R1.1"), result=DoubleForfeit(), by=cup.organizer)
    play(match_of(cup, "R1.2"))

    final = match_of(cup, "R2.1")
    assert (final.state, final.sides.get(is_bye=True).side) == ("skipped", 0)
    cup.refresh_from_db()
    assert cup.state == "completed"


def test_a_correction_needs_a_reason(cup):
    match = play(match_of(cup, "R1.1"))

    with pytest.raises(InvalidInput) as refused:
        services.override_result(match=match, result=win(match, 1), by=cup.organizer)

    assert refused.value.field == "reason"


def test_a_correction_replaces_the_winner_in_the_next_match(cup):
    match = play(match_of(cup, "R1.1"))

    services.override_result(match=match, result=win(match, 1), by=cup.organizer, reason="Misread")

    assert occupants(match_of(cup, "R2.1")) == [occupants(match)[1], None]
    assert check_projection(bracket_of(cup)) == []
    entry = AuditEntry.objects.get(action="match.corrected")
    assert (entry.reason, entry.actor, entry.after["changed"]) == (
        "Misread",
        cup.organizer,
        ["R1.1", "R2.1"],
    )
    assert OutboxMessage.objects.filter(topic="event:result_corrected").count() == 1


def test_a_correction_names_the_later_matches_in_its_way_and_changes_nothing(cup):
    match = play(match_of(cup, "R1.1"))
    play(match_of(cup, "R1.2"))
    play(match_of(cup, "R2.1"))

    with pytest.raises(LaterMatchesPlayed) as refused:
        services.override_result(
            match=match, result=win(match, 1), by=cup.organizer, reason="Misread"
        )

    assert refused.value.matches == ("R2.1",)
    assert "R2.1" in refused.value.message
    assert set(states(cup).values()) == {"completed"}
    assert check_projection(bracket_of(cup)) == []


def test_a_cascade_clears_the_later_results_and_the_tournament_goes_on(cup):
    match = play(match_of(cup, "R1.1"))
    play(match_of(cup, "R1.2"))
    play(match_of(cup, "R2.1"))

    services.override_result(
        match=match, result=win(match, 1), by=cup.organizer, reason="Misread", cascade=True
    )

    cup.refresh_from_db()
    assert (cup.state, bracket_of(cup).state) == ("live", "in_progress")
    assert states(cup) == {"R1.1": "completed", "R1.2": "completed", "R2.1": "ready"}
    assert check_projection(bracket_of(cup)) == []


def test_a_score_is_corrected_whatever_was_played_later(cup):
    match = play(match_of(cup, "R1.1"))
    play(match_of(cup, "R1.2"))
    play(match_of(cup, "R2.1"))

    services.override_result(
        match=match, result=win(match, 0, score=(5, 0)), by=cup.organizer, reason="Typing"
    )

    cup.refresh_from_db()
    assert (match.games, cup.state) == ([[5, 0]], "completed")
    assert check_projection(bracket_of(cup)) == []


def test_a_preview_says_what_a_correction_changes_and_clears(cup):
    match = play(match_of(cup, "R1.1"))
    play(match_of(cup, "R1.2"))
    play(match_of(cup, "R2.1"))

    preview = brackets.preview_correction(
        bracket=bracket_of(cup), match_id="R1.1", result=win(match, 1)
    )

    assert preview == brackets.Preview(changed=("R1.1", "R2.1"), cleared=("R2.1",))
    assert set(states(cup).values()) == {"completed"}


def test_somebody_who_read_an_older_match_is_told(cup):
    match = match_of(cup, "R1.1")
    read = match.version
    play(match_of(cup, "R1.1"))

    with pytest.raises(StaleVersion):
        services.override_result(
            match=match, result=win(match, 1), by=cup.organizer, reason="Misread", version=read
        )


def test_a_correction_ends_what_the_wrong_sides_had_begun(cup):
    match = play(match_of(cup, "R1.1"))
    play(match_of(cup, "R1.2"))
    services.start_match(match=match_of(cup, "R2.1"), by=cup.organizer)

    services.override_result(match=match, result=win(match, 1), by=cup.organizer, reason="Misread")

    assert match_of(cup, "R2.1").state == "ready"
    assert check_projection(bracket_of(cup)) == []


def test_time_and_place_are_set_and_cleared(cup):
    match = match_of(cup, "R1.1")
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)

    services.schedule_match(match=match, scheduled_at=noon, station="Court 1", by=cup.organizer)
    planned = Match.objects.get(pk=match.pk)
    services.schedule_match(match=match, scheduled_at=None, by=cup.organizer)

    open_again = Match.objects.get(pk=match.pk)
    assert (planned.scheduled_at, planned.station) == (noon, "Court 1")
    assert (open_again.scheduled_at, open_again.station) == (None, "")
    entry = AuditEntry.objects.filter(action="match.scheduled").order_by("pk")[0]
    assert entry.after == {
        "scheduled_at": "2026-05-01T12:00:00+00:00",
        "station": "Court 1",
        "minutes": 60,
    }


def test_a_time_without_a_zone_is_refused(cup):
    with pytest.raises(InvalidInput) as refused:
        services.schedule_match(
            match=match_of(cup, "R1.1"),
            scheduled_at=datetime(2026, 5, 1, 12),  # noqa: DTZ001
            by=cup.organizer,
        )

    assert refused.value.field == "scheduled_at"


def test_a_finished_match_has_no_time_to_plan(cup):
    match = play(match_of(cup, "R1.1"))

    with pytest.raises(Conflict, match="over"):
        services.schedule_match(match=match, scheduled_at=None, by=organizer(match))


def test_who_withdraws_walks_over_in_every_later_match():
    league = a_live_tournament(entrants=3, stages=(LEAGUE,))
    entrant = league.entrants.order_by("pk")[0]

    brackets.withdraw_entrant(entrant=entrant, by=league.organizer, reason="Ill")

    theirs = league.matches.filter(sides__entrant=entrant)
    assert set(theirs.values_list("state", "result_kind")) == {("completed", "walkover")}
    assert check_projection(bracket_of(league)) == []
    assert AuditEntry.objects.get(action="bracket.withdrawn").reason == "Ill"


def test_nobody_withdraws_twice():
    league = a_live_tournament(entrants=4, stages=(LEAGUE,))
    withdraw = partial(
        brackets.withdraw_entrant,
        entrant=league.entrants.order_by("pk")[0],
        by=league.organizer,
        reason="Ill",
    )
    withdraw()

    with pytest.raises(IllegalTransition):
        withdraw()


def test_a_match_of_a_stage_that_nobody_has_seen_takes_no_result():
    tournament = a_closed_tournament(entrants=2)
    brackets.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)

    with pytest.raises(Conflict, match="Publish the stage first"):
        play(match_of(tournament, "R1.1"))
