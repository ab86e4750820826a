"""What results give: once, taken back with them, and the same however often it is counted."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.challenges import a_challenge, a_cup_of_teams, scores, standings
from tests.factories import LEAGUE, a_user
from tests.playing import (
    a_live_tournament,
    any_result,
    entrant_at,
    play,
    playable,
    sides,
)

from bracketcore import Win
from tournament_engine import events
from tournament_engine.bracket import services as brackets
from tournament_engine.challenge import services
from tournament_engine.challenge.models import (
    ChallengeCompletion,
    ChallengeProgress,
    ChallengeScore,
)
from tournament_engine.errors import NotAllowed
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.outbox import OutboxMessage
from tournament_engine.registration.models import RosterMember

pytestmark = pytest.mark.django_db


def rows(challenge):
    """Return all that is counted, without what names the rows."""
    progress = ChallengeProgress.objects.filter(challenge=challenge)
    own = ChallengeScore.objects.filter(challenge=challenge)
    done = ChallengeCompletion.objects.filter(challenge=challenge)
    subject = ("entrant", "member")
    return (
        set(progress.values_list(*subject, "match", "version", "credit", "played_at")),
        set(own.values_list(*subject, "total", "reached_at")),
        set(done.values_list(*subject, "state", "reached_at")),
    )


def correct(match, side):
    match = Match.objects.with_stage().get(pk=match.pk)
    by = match.tournament.organizer
    matches.override_result(
        match=match, result=Win(sides(match)[side]), by=by, reason="Typed wrongly", cascade=True
    )


def test_a_confirmed_result_counts_for_the_winner(committed):
    cup = a_live_tournament(entrants=4)
    challenge = a_challenge(cup)

    with committed():
        match = play(playable(cup)[0])

    winner = entrant_at(match).name
    assert scores(challenge) == {winner: 1}
    assert standings(challenge) == [(winner, "verified")]


def test_the_same_news_again_changes_nothing(committed):
    cup = a_live_tournament(entrants=4)
    challenge = a_challenge(cup)
    with committed():
        match = play(playable(cup)[0])
    before = rows(challenge)

    for _again in range(3):
        services.count_match(match=match)

    assert rows(challenge) == before


def test_a_correction_takes_back_and_counts_for_the_other(committed):
    cup = a_live_tournament(entrants=4)
    challenge = a_challenge(cup)
    with committed():
        match = play(playable(cup)[0])

    with committed():
        correct(match, 1)

    loser = entrant_at(match, 1).name
    assert standings(challenge) == [(loser, "verified")]


def test_a_reopened_match_counts_for_nobody(committed):
    cup = a_live_tournament(entrants=4)
    challenge = a_challenge(cup)
    with committed():
        match = play(playable(cup)[0])

    with committed():
        matches.reopen_match(match=match, by=cup.organizer, reason="Again")

    assert rows(challenge) == (set(), set(), set())


def test_results_outside_the_window_do_not_count(committed):
    cup = a_live_tournament(entrants=8)
    now = timezone.now()
    past = a_challenge(cup, name="Past", closes_at=now - timedelta(minutes=1))
    future = a_challenge(cup, name="Future", opens_at=now + timedelta(hours=1))
    present = a_challenge(
        cup, name="Present", opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1)
    )

    with committed():
        play(playable(cup)[0])

    assert [len(scores(one)) for one in (past, future, present)] == [0, 0, 1]


def test_the_window_is_half_open(committed):
    cup = a_live_tournament(entrants=4)
    with committed():
        match = play(playable(cup)[0])
    moment = Match.objects.get(pk=match.pk).completed_at

    begins = a_challenge(cup, name="Begins then", opens_at=moment)
    ends = a_challenge(cup, name="Ends then", closes_at=moment)

    assert (len(scores(begins)), len(scores(ends))) == (1, 0)


def test_each_member_of_that_time_takes_part(committed):
    cup = a_cup_of_teams(members=3)
    challenge = a_challenge(cup, subject="member")
    match = playable(cup)[0]
    team = entrant_at(match).registration
    gone, *staying = team.members.order_by("-pk")
    RosterMember.objects.filter(pk=gone.pk).update(is_active=False, left_at=timezone.now())

    with committed():
        play(match)
    RosterMember.objects.create(tournament=cup, registration=team, user=a_user(), name="Late")
    services.recount_challenge(challenge=challenge, by=cup.organizer)

    counted = ChallengeScore.objects.filter(challenge=challenge, total=1)
    assert set(counted.values_list("member", flat=True)) == {row.pk for row in staying}


def test_undefeated_is_told_when_the_stage_is_over(committed):
    cup = a_live_tournament(entrants=3, stages=(LEAGUE,))
    challenge = a_challenge(cup, rule="undefeated", params={"stage": "league"})
    first = playable(cup)[0]
    favourite = entrant_at(first)

    with committed():
        play(first)
    early = standings(challenge)
    with committed():
        while ready := playable(cup):
            won = next(iter(ready)).sides.filter(entrant=favourite).first()
            play(ready[0], won.side if won else 0)

    assert early == []
    assert standings(challenge) == [(favourite.name, "verified")]


def test_a_hybrid_one_waits_for_the_staff(committed):
    cup = a_live_tournament(entrants=4)
    challenge = a_challenge(cup, kind="hybrid")

    with committed():
        match = play(playable(cup)[0])

    assert [state for _name, state in standings(challenge)] == ["claimed"]

    with committed():
        correct(match, 1)
    assert [state for _name, state in standings(challenge)] == ["claimed"]
    assert standings(challenge)[0][0] == entrant_at(match, 1).name


def test_what_was_rejected_stays_so_when_it_is_counted_again(committed):
    cup = a_live_tournament(entrants=4)
    challenge = a_challenge(cup, kind="hybrid")
    with committed():
        play(playable(cup)[0])
    claim = ChallengeCompletion.objects.get()
    services.reject_completion(completion=claim, by=cup.organizer, reason="He was carried")

    services.recount_challenge(challenge=challenge, by=cup.organizer)

    assert [state for _name, state in standings(challenge)] == ["rejected"]


def test_a_challenge_counts_what_was_played_before_it_was_set(committed):
    cup = a_live_tournament(entrants=4)
    with committed():
        match = play(playable(cup)[0])

    challenge = a_challenge(cup)

    assert scores(challenge) == {entrant_at(match).name: 1}


def test_a_count_that_went_wrong_is_put_right():
    cup = a_live_tournament(entrants=4)
    play(playable(cup)[0])
    challenge = a_challenge(cup)
    right = rows(challenge)
    ChallengeScore.objects.update(total=9)
    ChallengeProgress.objects.update(version=77)
    ChallengeCompletion.objects.all().delete()

    services.recount_challenge(challenge=challenge, by=cup.organizer)

    assert rows(challenge) == right


def test_strangers_count_nothing_anew():
    challenge = a_challenge(a_live_tournament(entrants=4))

    with pytest.raises(NotAllowed):
        services.recount_challenge(challenge=challenge, by=a_user())


def test_nobody_beaten_by_a_withdrawal_is_counted(committed):
    cup = a_live_tournament(entrants=4)
    challenge = a_challenge(cup, rule="matches_played")
    match = playable(cup)[0]

    with committed():
        brackets.withdraw_entrant(entrant=entrant_at(match), by=cup.organizer)

    assert scores(challenge) == {}


def test_a_cancelled_challenge_counts_nothing_more(committed):
    cup = a_live_tournament(entrants=4)
    challenge = a_challenge(cup)
    services.cancel_challenge(challenge=challenge, reason="Too easy", by=cup.organizer)

    with committed():
        play(playable(cup)[0])

    assert rows(challenge) == (set(), set(), set())


def test_to_count_eight_anew_takes_as_many_queries_as_four():
    cups = [a_live_tournament(entrants=size, stages=(LEAGUE,)) for size in (4, 8)]
    for cup in cups:
        for match in playable(cup):
            play(match)
        a_challenge(cup, rule="matches_played", target=99)

    few, many = (queries_of(cup) for cup in cups)

    assert few == many


def queries_of(cup):
    with CaptureQueriesContext(connection) as asked:
        services.recount_tournament(tournament=cup)
    return len(asked)


acts = st.lists(
    st.tuples(st.sampled_from(["play", "play", "play", "correct", "reopen"]), st.integers(0, 9)),
    min_size=4,
    max_size=10,
)

RULES: tuple[dict[str, Any], ...] = (
    {"rule": "match_wins", "target": 2},
    {"rule": "win_streak", "target": 2},
    {"rule": "matches_played", "kind": "hybrid"},
    {"rule": "wins_by_difference", "params": {"difference": 2}},
    {"rule": "upsets", "params": {"seeds": 1}},
    {"rule": "undefeated", "params": {"stage": "league"}},
)


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=acts, random=st.randoms(use_true_random=False))
def test_news_in_any_order_and_twice_gives_what_a_count_from_scratch_gives(acts, random):
    cup = a_live_tournament(entrants=4, stages=(LEAGUE,))
    set_early = [a_challenge(cup, name=f"Early {n}", **rule) for n, rule in enumerate(RULES)]
    OutboxMessage.objects.all().delete()
    for act, number in acts:
        do(cup, act, number, random)

    news = [*OutboxMessage.objects.filter(topic__startswith="event:result_")] * 2
    random.shuffle(news)
    for message in news:
        name = message.topic.removeprefix("event:")
        events.deliver(name=name, key=message.key, payload=message.payload)

    set_late = [a_challenge(cup, name=f"Late {n}", **rule) for n, rule in enumerate(RULES)]
    assert [rows(one) for one in set_early] == [rows(one) for one in set_late]


def do(cup, act, number, random):
    ready = playable(cup)
    if act == "play" and ready:
        match = ready[number % len(ready)]
        matches.confirm_result(match=match, result=any_result(match, random), by=cup.organizer)
        return
    done = list(Match.objects.filter(tournament=cup, state="completed").with_stage())
    if not done or act == "play":
        return
    match = done[number % len(done)]
    told = {"match": match, "by": cup.organizer, "reason": "Again", "cascade": True}
    if act == "correct":
        matches.override_result(result=any_result(match, random), **told)
    else:
        matches.reopen_match(**told)
