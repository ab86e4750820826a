"""What makes no schedule: the message says what cannot be met, and what to do."""

from datetime import UTC, datetime, timedelta

import pytest
from playing import FOUR

from bracketcore import NoSchedule, SingleElimination
from bracketcore.schedule import schedule

START = datetime(2026, 5, 9, 10)  # noqa: DTZ001  those who meet in one place need no zone


def at(minutes):
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("courts", "rest", "away", "message"),
    [
        (
            2,
            45,
            {},
            (
                "R2.1 cannot end by 2026-05-09 11:30:00, as those who play it have "
                "matches and rests up to 2026-05-09 11:15:00: "
                "end later, add courts, or shorten the matches or the rests."
            ),
        ),
        (
            2,
            0,
            {"dee": [(at(50), at(70))]},
            (
                "R2.1 cannot end by 2026-05-09 11:30:00, as somebody who could play it is away: "
                "end later, or change when entrants are away."
            ),
        ),
        (
            2,
            0,
            {"Court 1": [(at(30), at(90))], "Court 2": [(at(30), at(90))]},
            (
                "R2.1 finds no free court that lets it end by 2026-05-09 11:30:00: "
                "add courts, end later, or shorten the matches."
            ),
        ),
    ],
)
def test_what_cannot_be_met_is_said_with_what_to_do(courts, rest, away, message):
    stage = SingleElimination().create(FOUR)

    with pytest.raises(NoSchedule) as refused:
        schedule(stage, courts, 30, START, rest, away, until=at(90))

    assert str(refused.value) == message


def test_the_last_match_may_end_at_the_end():
    stage = SingleElimination().create(FOUR)

    slots = schedule(stage, 2, 30, START, until=at(60))

    assert slots[-1].ends_at == at(60)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"courts": 0}, "courts is a whole number from 1, and 0 is none."),
        ({"courts": True}, "courts is a whole number from 1, and True is none."),
        ({"courts": []}, "Give one court or more, each with a name of its own."),
        ({"courts": ["A", "A"]}, "Give one court or more, each with a name of its own."),
        ({"match_minutes": 0}, "match_minutes is a whole number from 1, and 0 is none."),
        ({"match_minutes": {"R1": 30}}, "R2.1 has no minutes: name its round or its bracket."),
        ({"rest_minutes": -1}, "rest_minutes is a whole number from 0, and -1 is none."),
        (
            {"unavailable": {"zoe": []}},
            "zoe is away, and neither a court nor an entrant: name one.",
        ),
        (
            {"courts": ["ann"], "unavailable": {"ann": []}},
            "ann is a court and an entrant: give the court another name.",
        ),
        (
            {"unavailable": {"ann": [(START, START)]}},
            (
                "ann is away from 2026-05-09 10:00:00 to 2026-05-09 10:00:00: "
                "let it end after it begins."
            ),
        ),
        (
            {"until": datetime(2026, 5, 9, 12, tzinfo=UTC)},
            (
                "2026-05-09 12:00:00+00:00 and the start, 2026-05-09 10:00:00, cannot be compared: "
                "give both with a time zone, or both without."
            ),
        ),
    ],
)
def test_bad_input_is_refused_with_what_to_do(asked, message):
    stage = SingleElimination().create(FOUR)

    with pytest.raises(NoSchedule) as refused:
        schedule(stage, **({"courts": 1, "match_minutes": 30, "start": START} | asked))

    assert str(refused.value) == message
