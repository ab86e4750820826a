"""Schedules: who is where when, that all of it can be played, and how short they are."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations, pairwise
from math import ceil
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import EIGHT, FOUR, favourites_win, names

from bracketcore import (
    DoubleElimination,
    FreeForAll,
    Pools,
    RoundRobin,
    SingleElimination,
    Win,
    WinnerOf,
)
from bracketcore.schedule import ScheduledMatch, schedule

START = datetime(2026, 5, 9, 10)  # noqa: DTZ001  those who meet in one place need no zone
MINUTE = timedelta(minutes=1)

FORMATS = st.sampled_from(
    [
        SingleElimination(),
        SingleElimination(third_place=True),
        DoubleElimination(),
        DoubleElimination(grand_final="none"),
        RoundRobin(),
        RoundRobin(legs=2),
        Pools(pools=2),
    ]
)
INTERVALS = st.builds(
    lambda begin, length: (at(begin), at(begin + length)),
    st.integers(-60, 300),
    st.integers(1, 120),
)


def at(minutes):
    return START + minutes * MINUTE


def timetable(slots):
    """What a reader sees: the minute of the start, the court and the match."""
    return [((one.starts_at - START) // MINUTE, one.court, one.match) for one in slots]


def length(slots):
    return max(one.ends_at for one in slots) - START


@st.composite
def stages(draw):
    """A stage at some moment: a part of it is played and some have left."""
    stage = draw(FORMATS).create(names(draw(st.integers(2, 9))))
    for match in [match.id for match in stage.matches[: draw(st.integers(0, 8))]]:
        if stage.state(match) == "ready":
            sides = [side for side in stage.pairing(match) if isinstance(side, str)]
            stage.record(match, Win(draw(st.sampled_from(sides))))
    for entrant in draw(st.lists(st.sampled_from(stage.entrants), max_size=2, unique=True)):
        stage.withdraw(entrant.id)
    return stage


def play(stage, slots, random):
    """Play the matches in the order of the schedule: for each entrant what it played."""
    played = defaultdict(list)
    for one in slots:
        if stage.state(one.match) != "skipped":
            sides = stage.pairing(one.match)
            stage.record(one.match, Win(random.choice(sides)))
            for side in sides:
                played[side].append(one)
    return played


@given(
    stage=stages(),
    courts=st.integers(1, 4),
    minutes=st.integers(1, 60),
    rest=st.integers(0, 45),
    away=st.lists(st.tuples(st.integers(0, 8), INTERVALS), max_size=4),
    closed=st.lists(INTERVALS, max_size=3),
    random=st.randoms(use_true_random=False),
)
def test_a_schedule_can_be_played_to_the_end_with_every_rest(
    stage, courts, minutes, rest, away, closed, random
):
    unavailable = {"Court 1": closed}
    for number, interval in away:
        entrant = stage.entrants[number % len(stage.entrants)].id
        unavailable.setdefault(entrant, []).append(interval)

    slots = schedule(stage, courts, minutes, START, rest, unavailable)
    played = play(stage, slots, random)

    assert stage.is_complete
    assert {one.ends_at - one.starts_at for one in slots} <= {minutes * MINUTE}
    assert_apart([one for one in slots if one.court == "Court 1"], 0, unavailable["Court 1"])
    for court in {one.court for one in slots}:
        assert_apart([one for one in slots if one.court == court], 0, [])
    for entrant, own in played.items():
        assert_apart(own, rest, unavailable.get(entrant, []))


def assert_apart(slots, rest, closed):
    for one, other in pairwise(slots):
        assert one.ends_at + rest * MINUTE <= other.starts_at
    for one in slots:
        assert all(one.ends_at <= begin or end <= one.starts_at for begin, end in closed)


@given(stages(), st.integers(1, 4), st.integers(0, 45))
def test_what_somebody_may_have_to_play_is_scheduled_once(stage, courts, rest):
    gone = set(stage.withdrawn)

    slots = schedule(stage, courts, 30, START, rest)

    assert sorted(one.match for one in slots) == sorted(
        match.id
        for match in stage.matches
        if stage.state(match.id) in {"waiting", "ready"}
        and gone.isdisjoint(stage.pairing(match.id))
    )


@given(stages(), st.integers(1, 4), st.integers(0, 45))
def test_the_same_question_has_the_same_answer_and_leaves_the_stage_alone(stage, courts, rest):
    history = stage.history

    first = schedule(stage, courts, 30, START, rest)

    assert schedule(stage, courts, 30, START, rest) == first
    assert stage.history == history


@pytest.mark.parametrize("courts", [1, 2, 3, 4])
@pytest.mark.parametrize("rest", [0, 1, 2])
@pytest.mark.parametrize("size", range(2, 9))
def test_a_knockout_is_as_short_as_any_schedule_of_it(size, rest, courts):
    stage = SingleElimination().create(names(size))

    slots = schedule(stage, courts, 30, START, 30 * rest)

    assert length(slots) == 30 * MINUTE * shortest(stage, courts, rest)


def shortest(stage, courts, rest):
    """The fewest turns that a knockout takes, by trying everything."""
    feeders = {
        match.id: {
            slot.match
            for slot in match.slots
            if isinstance(slot, WinnerOf) and stage.state(slot.match) != "skipped"
        }
        for match in stage.matches
        if stage.state(match.id) != "skipped"
    }

    @cache
    def turns_left(resting):
        # For each match that was begun how many turns it and the rest still take.
        begun = dict(resting)
        if len(begun) == len(feeders):
            return max(max(begun.values()) - rest, 0)
        open_matches = [
            match
            for match, fed in feeders.items()
            if match not in begun and all(begun.get(feeder) == 0 for feeder in fed)
        ]
        later = {match: max(turns - 1, 0) for match, turns in begun.items()}
        return 1 + min(
            turns_left(frozenset((later | dict.fromkeys(chosen, rest)).items()))
            for count in {min(courts, len(open_matches))}
            for chosen in combinations(open_matches, count)
        )

    return turns_left(frozenset())


@pytest.mark.parametrize("size", range(2, 17))
@pytest.mark.parametrize("courts", [1, 2, 3, 5, 8])
def test_a_round_robin_never_leaves_a_court_empty_that_could_be_used(size, courts):
    stage = RoundRobin().create(names(size))
    rounds = size - 1 if size % 2 == 0 else size

    slots = schedule(stage, courts, 30, START)

    assert length(slots) == 30 * MINUTE * max(rounds, ceil(len(stage.matches) / courts))


def test_the_others_play_while_one_is_away():
    stage = RoundRobin().create(EIGHT)

    slots = schedule(stage, 2, 30, START, unavailable={"cyd": [(START, at(120))]})

    assert length(slots) == 30 * MINUTE * len(stage.matches) / 2


def test_those_who_have_the_longest_way_to_go_begin():
    stage = Pools(pools=2).create([*FOUR, "eve"])

    slots = schedule(stage, 1, {"A": 10, "B": 50}, START, 30)

    assert timetable(slots) == [
        (0, "Court 1", "A.R1.1"),
        (10, "Court 1", "B.R1.1"),
        (60, "Court 1", "A.R2.1"),
        (100, "Court 1", "A.R3.1"),
    ]


def test_matches_come_on_named_courts_in_order_of_time():
    stage = SingleElimination(third_place=True).create(FOUR)

    slots = schedule(stage, ["Centre", "Court 7"], 45, START, 15)

    assert slots == (
        ScheduledMatch("R1.1", "Centre", at(0), at(45)),
        ScheduledMatch("R1.2", "Court 7", at(0), at(45)),
        ScheduledMatch("3P", "Centre", at(60), at(105)),
        ScheduledMatch("R2.1", "Court 7", at(60), at(105)),
    )


def test_one_name_is_one_court():
    stage = SingleElimination().create(["ann", "bob"])

    slots = schedule(stage, "Centre", 45, START)

    assert timetable(slots) == [(0, "Centre", "R1.1")]


def test_minutes_may_differ_by_round_and_bracket():
    stage = SingleElimination(third_place=True).create(FOUR)

    slots = schedule(stage, 1, {1: 20, "3P": 30, "R2": 60}, START)

    assert timetable(slots) == [
        (0, "Court 1", "R1.1"),
        (20, "Court 1", "R1.2"),
        (40, "Court 1", "R2.1"),
        (100, "Court 1", "3P"),
    ]


def test_a_shorter_match_goes_where_a_longer_one_does_not_fit():
    stage = Pools(pools=2).create(FOUR)
    closed = {"Court 1": [(at(30), at(90))]}

    slots = schedule(stage, 1, {"A": 40, "B": 30}, START, unavailable=closed)

    assert timetable(slots) == [(0, "Court 1", "B.R1.1"), (90, "Court 1", "A.R1.1")]


def test_who_could_come_into_a_match_counts_as_one_who_plays_in_it():
    stage = SingleElimination().create(FOUR)
    away = {"dee": [(at(30), at(200))]}

    slots = schedule(stage, 2, 30, START, unavailable=away)

    assert timetable(slots)[-1] == (200, "Court 1", "R2.1")


def test_who_is_out_holds_nobody_up():
    stage = favourites_win(SingleElimination().create(FOUR), until="R2.1")
    away = {"dee": [(at(0), at(200))]}

    slots = schedule(stage, 1, 30, START, unavailable=away)

    assert timetable(slots) == [(0, "Court 1", "R2.1")]


def test_a_walkover_to_come_takes_no_time_and_hands_on_who_gets_it():
    stage = SingleElimination().create(EIGHT)
    stage.record("R1.1", Win("ann"))
    stage.withdraw("ann")

    slots = schedule(stage, 4, 30, START)

    assert timetable(slots) == [
        (0, "Court 1", "R1.3"),
        (0, "Court 2", "R1.4"),
        (0, "Court 3", "R1.2"),
        (30, "Court 1", "R2.2"),
        (60, "Court 1", "R3.1"),
    ]


def test_a_stage_that_is_over_has_an_empty_schedule():
    stage = favourites_win(SingleElimination().create(FOUR))

    assert schedule(stage, 1, 30, START) == ()


def test_an_hour_is_an_hour_in_the_night_in_which_the_clocks_change():
    zone = ZoneInfo("Europe/Berlin")
    stage = SingleElimination().create(["ann", "bob", "cyd"])
    away = {"ann": [(datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC))]}

    slots = schedule(stage, 1, 60, datetime(2026, 3, 29, 1, tzinfo=zone), unavailable=away)

    assert [(one.starts_at.isoformat(), one.ends_at.isoformat()) for one in slots] == [
        ("2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00"),
        ("2026-03-29T04:00:00+02:00", "2026-03-29T05:00:00+02:00"),
    ]


def test_a_heat_runs_without_those_who_left():
    stage = FreeForAll(heat_size=4, advance=2).create(names(8))
    stage.withdraw(stage.entrants[0].id)

    planned = schedule(stage, 1, 10, START)

    assert [one.match for one in planned] == ["R1.1", "R1.2", "R2.1"]
