"""Who is there for a match, and what becomes of it where somebody is not."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.factories import a_user
from tests.playing import a_duel, a_live_tournament, bracket_of, match_of, organizer, play

from tournament_engine import jobs
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.logistics import Logistics
from tournament_engine.match.models import Match
from tournament_engine.outbox import OutboxMessage

pytestmark = pytest.mark.django_db

NOON = timezone.now() + timedelta(hours=6)
MINUTE = timedelta(minutes=1)


def a_planned_duel(**facts):
    """Return a match at NOON whose sides check in from 20 minutes before it, with 5 of grace."""
    match, ann, bob = a_duel(match_check_in_minutes=20, no_show_minutes=5, **facts)
    match = services.schedule_match(match=match, scheduled_at=NOON, by=organizer(match))
    return match, ann, bob


def tick(now, code):
    return jobs.execute(jobs.jobs()[code], now).done


def test_a_match_with_a_time_waits_for_its_window():
    match, _ann, _bob = a_planned_duel()

    early = tick(NOON - 21 * MINUTE, "open_match_check_ins")
    opened = tick(NOON - 20 * MINUTE, "open_match_check_ins")

    assert match.state == "scheduled"
    match.refresh_from_db()
    assert (early, opened, match.state) == (0, 1, "check_in")
    assert match.check_in_closes_at > NOON


def test_a_match_without_a_time_is_ready_at_once():
    match, _ann, _bob = a_duel(match_check_in_minutes=20)

    assert match.state == "ready"


def test_a_match_is_ready_once_both_sides_are_there():
    match, ann, bob = a_planned_duel()

    first = services.check_in_side(match=match, side=0, by=ann, now=NOON - 10 * MINUTE)
    state = first.state
    second = services.check_in_side(match=match, side=1, by=bob, now=NOON - 5 * MINUTE)

    assert (state, second.state) == ("check_in", "ready")
    assert OutboxMessage.objects.filter(key__startswith="match_ready:").exists()


def test_to_check_in_again_changes_nothing():
    match, ann, _bob = a_planned_duel()
    services.check_in_side(match=match, side=0, by=ann, now=NOON)
    version = match.version

    again = services.check_in_side(match=match, side=0, by=ann, now=NOON)

    assert (again.version, match.check_ins.count()) == (version, 1)
    assert AuditEntry.objects.filter(action="match.checked_in").count() == 1


def test_whoever_runs_the_match_checks_a_side_in():
    match, _ann, _bob = a_planned_duel()

    services.check_in_side(match=match, side=1, by=organizer(match), now=NOON)

    assert [row.entrant for row in match.check_ins.all()] == [match.sides.get(side=1).entrant]


def test_nobody_checks_in_for_the_other_side_or_as_a_stranger():
    match, ann, _bob = a_planned_duel()

    for by in (ann, a_user()):
        with pytest.raises(NotAllowed):
            services.check_in_side(match=match, side=1, by=by, now=NOON)

    assert not match.check_ins.exists()


@pytest.mark.parametrize(
    ("minutes", "code"), [(-21, "too_early"), (200, "too_late")], ids=["early", "late"]
)
def test_check_in_has_its_window(minutes, code):
    match, ann, _bob = a_planned_duel()
    if minutes > 0:
        tick(NOON, "open_match_check_ins")

    with pytest.raises(Conflict) as refused:
        services.check_in_side(match=match, side=0, by=ann, now=NOON + minutes * MINUTE)

    assert refused.value.code == code


def test_where_nobody_checks_in_nobody_can():
    match, ann, _bob = a_duel()

    with pytest.raises(Conflict) as refused:
        services.check_in_side(match=match, side=0, by=ann)

    assert refused.value.code == "no_check_in"


def test_nobody_checks_in_on_an_empty_side():
    tournament = a_live_tournament(entrants=4, match_check_in_minutes=20)
    final = match_of(tournament, "R2.1")

    with pytest.raises(InvalidInput):
        services.check_in_side(match=final, side=0, by=tournament.organizer, now=NOON)


def late(match):
    """Return a moment at which the grace of a match is over."""
    tick(NOON - MINUTE, "open_match_check_ins")
    return Match.objects.get(pk=match.pk).check_in_closes_at


def test_who_is_there_goes_on_when_the_grace_is_over():
    match, _ann, bob = a_planned_duel()
    closes_at = late(match)
    services.check_in_side(match=match, side=1, by=bob, now=NOON)

    early = tick(closes_at - MINUTE, "detect_no_shows")
    done = tick(closes_at, "detect_no_shows")

    match.refresh_from_db()
    assert (early, done) == (0, 1)
    assert (match.state, match.result_kind) == ("completed", "walkover")
    assert match.sides.get(is_winner=True).side == 1
    assert check_projection(match.bracket) == []


def test_where_nobody_came_both_lose_once():
    match, _ann, _bob = a_planned_duel()
    closes_at = late(match)

    done = [tick(closes_at, "detect_no_shows") for _time in range(2)]

    match.refresh_from_db()
    assert (done, match.result_kind) == ([1, 0], "double_forfeit")


def test_a_referee_need_not_wait_for_the_clock_but_for_the_grace():
    match, ann, _bob = a_planned_duel()
    closes_at = late(match)
    services.check_in_side(match=match, side=0, by=ann, now=NOON)

    with pytest.raises(Conflict) as refused:
        services.mark_no_show(match=match, by=organizer(match), now=closes_at - MINUTE)
    decided = services.mark_no_show(match=match, by=organizer(match), now=closes_at)

    assert refused.value.code == "too_early"
    assert decided.result_kind == "walkover"


def test_nobody_is_missed_where_nobody_checks_in():
    match, _ann, _bob = a_duel()

    with pytest.raises(Conflict):
        services.mark_no_show(match=match, by=organizer(match))


def test_a_side_cannot_mark_the_other_as_absent():
    match, ann, _bob = a_planned_duel()

    with pytest.raises(NotAllowed):
        services.mark_no_show(match=match, by=ann, now=late(match))


def test_a_match_that_is_ready_late_has_its_full_check_in():
    tournament = a_live_tournament(entrants=4, match_check_in_minutes=20, no_show_minutes=5)
    final = match_of(tournament, "R2.1")
    past = timezone.now() - timedelta(hours=2)
    services.schedule_match(match=final, scheduled_at=past, by=tournament.organizer)

    for code in ("R1.1", "R1.2"):
        play(match_of(tournament, code))

    final.refresh_from_db()
    assert final.state == "check_in"
    assert final.check_in_closes_at is not None
    assert final.check_in_closes_at > timezone.now() + timedelta(minutes=24)
    assert tick(timezone.now(), "detect_no_shows") == 0


def test_another_time_begins_the_check_in_anew():
    match, ann, _bob = a_planned_duel()
    services.check_in_side(match=match, side=0, by=ann, now=NOON)

    moved = services.reschedule_match(
        match=match, scheduled_at=NOON + timedelta(days=1), by=organizer(match), reason="Rain"
    )

    assert (moved.state, moved.check_in_closes_at) == ("scheduled", None)
    assert not match.check_ins.exists()


def test_a_result_needs_no_check_in():
    match, _ann, _bob = a_planned_duel()

    play(match)

    assert check_projection(bracket_of(match.tournament)) == []


def test_nobody_checks_in_before_the_tournament_is_live():
    match, ann, _bob = a_planned_duel()
    Tournament.objects.filter(pk=match.tournament_id).update(state="registration_closed")
    Match.objects.filter(pk=match.pk).update(state="scheduled")

    with pytest.raises(Conflict) as refused:
        services.check_in_side(match=match, side=0, by=ann, now=NOON - 10 * MINUTE)

    assert refused.value.code == "no_check_in"
    shown = Logistics.of(
        match, match.tournament, frozenset({0}), NOON - 10 * MINUTE, may_manage=False
    )
    assert not shown.may_act
