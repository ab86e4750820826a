"""Another time for a match: proposed, countered, agreed, refused, taken back, or left too late."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.factories import a_user
from tests.playing import a_duel, organizer

from tournament_engine import jobs
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.match import services
from tournament_engine.match.models import RescheduleRequest
from tournament_engine.outbox import OutboxMessage

pytestmark = pytest.mark.django_db

NOON = timezone.now() + timedelta(days=2)
LATER = NOON + timedelta(hours=5)
LATEST = NOON + timedelta(hours=9)


@pytest.fixture
def duel():
    match, ann, bob = a_duel()
    match = services.schedule_match(match=match, scheduled_at=NOON, by=organizer(match))
    return match, ann, bob


def propose(match, by, **more):
    facts = {"side": 0, "proposed_at": LATER, **more}
    return services.propose_time(match=match, by=by, **facts)


def test_a_match_has_the_time_that_both_sides_agree_to(duel):
    match, ann, bob = duel

    request = propose(match, ann, note="Exam that day")
    services.accept_time(request=request, by=bob)

    match.refresh_from_db()
    assert (match.scheduled_at, RescheduleRequest.objects.get().state) == (LATER, "accepted")
    assert OutboxMessage.objects.filter(key__startswith="match_scheduled:").exists()


def test_one_side_alone_moves_nothing(duel):
    match, ann, _bob = duel
    request = propose(match, ann)

    for by in (ann, a_user()):
        with pytest.raises(NotAllowed):
            services.accept_time(request=request, by=by)

    match.refresh_from_db()
    assert match.scheduled_at == NOON


def test_a_counter_offer_is_answered_by_who_asked_first(duel):
    match, ann, bob = duel
    request = propose(match, ann)

    counter = services.counter_time(request=request, proposed_at=LATEST, by=bob)
    with pytest.raises(NotAllowed):
        services.accept_time(request=counter, by=bob)
    services.accept_time(request=counter, by=ann)

    match.refresh_from_db()
    request.refresh_from_db()
    assert (match.scheduled_at, request.state, counter.counters) == (LATEST, "countered", request)


@pytest.mark.parametrize(
    ("act", "side", "state"),
    [
        (services.decline_time, 1, "declined"),
        (services.withdraw_time, 0, "withdrawn"),
    ],
)
def test_a_proposal_that_is_refused_or_taken_back_moves_nothing(duel, act, side, state):
    match, *people = duel
    request = propose(match, people[0])

    act(request=request, by=people[side])

    match.refresh_from_db()
    assert (request.state, match.scheduled_at) == (state, NOON)


def test_there_is_one_proposal_at_a_time(duel):
    match, ann, bob = duel
    propose(match, ann)

    with pytest.raises(Conflict) as refused:
        propose(match, bob, side=1)

    assert refused.value.code == "request_pending"


def test_what_nobody_answers_before_the_match_expires_once(duel):
    match, ann, bob = duel
    request = propose(match, ann)
    job = jobs.jobs()["expire_reschedule_requests"]

    done = [jobs.execute(job, NOON).done for _time in range(2)]

    request.refresh_from_db()
    assert (done, request.state) == ([1, 0], "expired")
    with pytest.raises(Conflict) as refused:
        services.accept_time(request=request, by=bob)
    assert refused.value.code == "request_closed"


def test_an_answer_comes_too_late_even_before_the_clock_ticks(duel):
    match, ann, bob = duel
    request = propose(match, ann)

    with pytest.raises(Conflict) as refused:
        services.accept_time(request=request, by=bob, now=NOON)

    assert refused.value.code == "request_closed"


def test_a_match_that_has_begun_is_not_moved(duel):
    match, ann, _bob = duel

    with pytest.raises(Conflict) as refused:
        propose(match, ann, now=NOON)

    assert refused.value.code == "not_movable"


def test_a_proposal_stays_in_the_window_of_its_round(duel):
    match, ann, _bob = duel
    services.set_round_window(
        bracket=match.bracket,
        part="R",
        number=1,
        opens_at=NOON - timedelta(days=1),
        closes_at=LATER,
        by=organizer(match),
    )

    with pytest.raises(InvalidInput) as refused:
        propose(match, ann)
    request = propose(match, ann, proposed_at=LATER - timedelta(minutes=1))

    assert (refused.value.code, request.state) == ("outside_window", "pending")


@pytest.mark.parametrize(
    "proposed_at",
    [NOON, timezone.now() - timedelta(hours=1), datetime(2030, 1, 1)],  # noqa: DTZ001
    ids=["the same", "the past", "no zone"],
)
def test_a_time_that_cannot_be_meant_is_refused_at_its_field(duel, proposed_at):
    match, ann, _bob = duel

    with pytest.raises(InvalidInput) as refused:
        propose(match, ann, proposed_at=proposed_at)

    assert refused.value.field == "proposed_at"


def test_a_time_that_staff_sets_closes_what_was_proposed(duel):
    match, ann, _bob = duel
    request = propose(match, ann)

    services.reschedule_match(
        match=match, scheduled_at=LATEST, by=organizer(match), reason="Hall closed"
    )

    request.refresh_from_db()
    assert request.state == "expired"


def test_a_window_is_in_order_and_of_a_round_that_there_is(duel):
    match, _ann, _bob = duel
    window = {"bracket": match.bracket, "part": "R", "by": organizer(match)}

    with pytest.raises(InvalidInput) as backwards:
        services.set_round_window(number=1, opens_at=LATER, closes_at=NOON, **window)
    with pytest.raises(InvalidInput) as nowhere:
        services.set_round_window(number=7, opens_at=NOON, closes_at=LATER, **window)

    assert (backwards.value.field, nowhere.value.field) == ("closes_at", "round")
