"""What time does to tournaments: each step at its moment, late ones in order."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.factories import a_tournament, everybody_checked_in
from tests.playing import a_live_tournament, first_stage, play

from tests.conftest import Committed
from tournament_engine import jobs
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services as brackets
from tournament_engine.core import services
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.match.models import Match

pytestmark = pytest.mark.django_db

_S = TournamentState
NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)

TIMES: dict[str, Any] = {
    "opens_at": NOW + HOUR,
    "closes_at": NOW + 2 * HOUR,
    "check_in_opens_at": NOW + 3 * HOUR,
    "check_in_closes_at": NOW + 4 * HOUR,
    "starts_at": NOW + 5 * HOUR,
}


def a_planned_tournament(**facts: Any) -> Tournament:
    return a_tournament(state=_S.PUBLISHED, **TIMES | facts)


def tick(at: datetime) -> int:
    return services.advance_due_tournaments(at)


def draw(tournament: Tournament) -> None:
    bracket = brackets.generate_bracket(stage=first_stage(tournament), by=None)
    brackets.publish_bracket(bracket=bracket, by=None)


def states(moments: Sequence[datetime], tournament: Tournament) -> list[str]:
    seen = []
    for moment in moments:
        tick(moment)
        tournament.refresh_from_db()
        seen.append(str(tournament.state))
    return seen


def test_each_step_is_taken_at_its_moment_and_not_before():
    tournament = a_planned_tournament()
    moments = [TIMES["opens_at"], TIMES["closes_at"], TIMES["check_in_opens_at"]]
    around = [time for moment in moments for time in (moment - SECOND, moment)]

    assert states(around, tournament) == [
        "published",
        "registration_open",
        "registration_open",
        "registration_closed",
        "registration_closed",
        "check_in",
    ]


def test_the_check_in_is_closed_and_play_begins_at_their_moments():
    tournament = a_planned_tournament()
    states([TIMES["check_in_opens_at"]], tournament)
    everybody_checked_in(tournament)

    tick(TIMES["check_in_closes_at"])
    tournament.refresh_from_db()
    draw(tournament)

    assert tournament.is_check_in_over
    assert states([TIMES["starts_at"] - SECOND, TIMES["starts_at"]], tournament) == [
        "check_in",
        "live",
    ]


def test_the_system_takes_these_steps():
    tournament = a_planned_tournament()

    tick(TIMES["opens_at"])

    entry = AuditEntry.objects.get(action="tournament.registration_open")
    assert (entry.actor, entry.scope) == (None, str(tournament.pk))


def test_a_tick_that_comes_late_catches_up_in_order():
    a_planned_tournament()

    assert tick(TIMES["check_in_opens_at"] + SECOND) == 1

    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions)[-3:] == [
        "tournament.registration_open",
        "tournament.registration_closed",
        "tournament.check_in",
    ]


def test_a_tournament_without_times_waits_for_its_organiser():
    tournament = a_tournament(state=_S.PUBLISHED)

    assert tick(NOW + 99 * HOUR) == 0
    tournament.refresh_from_db()
    assert tournament.state == _S.PUBLISHED


def test_a_draft_and_what_is_over_are_left_alone():
    for state in (_S.DRAFT, _S.CANCELLED):
        a_tournament(state=state, **TIMES)

    assert tick(NOW + 99 * HOUR) == 0


def test_a_step_that_cannot_be_taken_is_told_once_and_the_tournament_stays(committed: Committed):
    tournament = a_tournament(state=_S.REGISTRATION_CLOSED, starts_at=NOW + HOUR)

    with committed():
        done = [tick(NOW + hours * HOUR) for hours in (1, 2, 3)]

    tournament.refresh_from_db()
    assert (done, tournament.state) == ([0, 0, 0], _S.REGISTRATION_CLOSED)
    notice = InboxMessage.objects.get()
    assert (notice.event, notice.user) == ("tournament_stuck", tournament.organizer)
    assert "Draw and publish the first stage" in notice.body


def test_another_moment_is_told_of_again(committed: Committed):
    tournament = a_tournament(state=_S.REGISTRATION_CLOSED, starts_at=NOW + HOUR)

    with committed():
        tick(NOW + HOUR)
        tournament.refresh_from_db()
        services.update_tournament(
            tournament=tournament,
            by=tournament.organizer,
            version=tournament.version,
            starts_at=NOW + 2 * HOUR,
        )
        tick(NOW + 2 * HOUR)

    assert InboxMessage.objects.filter(event="tournament_stuck").count() == 2


def test_what_could_be_done_before_the_step_that_cannot_is_done():
    tournament = a_planned_tournament(check_in_opens_at=None, check_in_closes_at=None)

    assert tick(TIMES["starts_at"]) == 1
    tournament.refresh_from_db()
    assert tournament.state == _S.REGISTRATION_CLOSED


def test_a_check_in_that_was_missed_throws_nobody_out(committed: Committed):
    past: dict[str, Any] = {
        "check_in_opens_at": timezone.now() - 2 * HOUR,
        "check_in_closes_at": timezone.now() - HOUR,
    }
    tournament = a_tournament(state=_S.REGISTRATION_CLOSED, **past)

    with committed():
        tick(timezone.now())

    tournament.refresh_from_db()
    assert (tournament.state, tournament.is_check_in_over) == (_S.REGISTRATION_CLOSED, False)
    assert "move the times of the check-in" in InboxMessage.objects.get().body


def test_too_few_at_the_close_are_told_to_the_organiser_who_extends(committed: Committed):
    tournament = a_planned_tournament(entrants=1, min_entrants=4)

    with committed():
        tick(TIMES["closes_at"])
    tournament.refresh_from_db()
    notice = InboxMessage.objects.get()
    services.open_registration(
        tournament=tournament, by=tournament.organizer, closes_at=TIMES["check_in_opens_at"]
    )

    assert (notice.event, notice.user) == ("too_few_entrants", tournament.organizer)
    assert "1 of at least 4" in notice.body
    assert (tournament.state, tournament.closes_at) == (
        _S.REGISTRATION_OPEN,
        TIMES["check_in_opens_at"],
    )


def test_enough_at_the_close_are_no_news(committed: Committed):
    a_planned_tournament(entrants=4, min_entrants=4)

    with committed():
        tick(TIMES["closes_at"])

    assert not InboxMessage.objects.exists()


def test_registration_opened_again_after_its_time_lasts_until_somebody_closes_it():
    tournament = a_tournament(state=_S.REGISTRATION_CLOSED, closes_at=timezone.now() - HOUR)

    services.open_registration(tournament=tournament, by=tournament.organizer)

    assert (tournament.state, tournament.closes_at) == (_S.REGISTRATION_OPEN, None)
    assert tick(NOW + 99 * HOUR) == 0


def test_a_tournament_that_is_over_is_archived_after_its_time(settings: Settings):
    settings.TOURNAMENT_ENGINE = {"ARCHIVE_AFTER_DAYS": 30}
    tournament = a_tournament(state=_S.CANCELLED, entrants=0)
    assert tournament.cancelled_at is not None

    early = services.archive_due_tournaments(tournament.cancelled_at + timedelta(days=29))
    late = services.archive_due_tournaments(tournament.cancelled_at + timedelta(days=30))

    tournament.refresh_from_db()
    assert (early, late, tournament.state) == (0, 1, _S.ARCHIVED)


def test_a_completed_tournament_is_concluded_and_later_archived():
    tournament = a_live_tournament(entrants=2)
    play(Match.objects.get(tournament=tournament))

    Tournament.objects.update(dispute_window_minutes=0)

    concluded = services.conclude_due_tournaments(timezone.now())
    archived = services.archive_due_tournaments(timezone.now() + timedelta(days=90))

    tournament.refresh_from_db()
    assert (concluded, archived, tournament.state) == (1, 1, _S.ARCHIVED)


@pytest.mark.parametrize(
    "code",
    [
        "advance_due_tournaments",
        "conclude_tournaments",
        "resume_conclusions",
        "archive_tournaments",
    ],
)
def test_the_tick_knows_the_job(code: str):
    assert code in jobs.jobs()
