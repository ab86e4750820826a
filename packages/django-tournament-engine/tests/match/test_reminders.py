"""Reminders before a match: each person once for each time, and only while it is ahead."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.playing import a_duel, organizer, play

from tournament_engine import jobs
from tournament_engine.match import services
from tournament_engine.match.models import MatchReminder

pytestmark = pytest.mark.django_db

NOON = timezone.now() + timedelta(days=1)


@pytest.fixture
def duel():
    match, _ann, _bob = a_duel()
    return services.schedule_match(match=match, scheduled_at=NOON, by=organizer(match))


def remind(minutes):
    now = NOON - timedelta(minutes=minutes)
    jobs.execute(jobs.jobs()["send_match_reminders"], now)
    return sorted(MatchReminder.objects.values_list("minutes", flat=True))


def test_each_person_is_reminded_once_of_each_time(duel):
    told = [remind(minutes) for minutes in (61, 60, 55, 16, 15, 10)]

    assert told == [[], [60, 60], [60, 60], [60, 60], [15, 15, 60, 60], [15, 15, 60, 60]]


def test_who_is_late_to_remind_sends_the_shorter_notice_alone(duel):
    assert remind(5) == [15, 15]


def test_nobody_is_reminded_of_what_has_begun_or_is_over(duel):
    begun = remind(0)
    play(duel)

    assert (begun, remind(10)) == ([], [])


def test_another_time_is_reminded_of_anew(duel):
    remind(60)
    later = NOON + timedelta(hours=3)
    services.reschedule_match(match=duel, scheduled_at=later, by=organizer(duel), reason="Rain")

    jobs.execute(jobs.jobs()["send_match_reminders"], later - timedelta(minutes=60))

    assert MatchReminder.objects.filter(scheduled_at=later).count() == 2
