"""Badges for many at once: as much work for the database as for a few."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.playing import a_live_tournament_of_people

from tests.conftest import Committed
from tournament_engine import events, outbox
from tournament_engine.awards import services
from tournament_engine.awards.models import Badge
from tournament_engine.core.models import Tournament
from tournament_engine.errors import HookError
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.match.models import Match
from tournament_engine.outbox import OutboxMessage
from tournament_engine.testing import FakeProfiles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _long_statements(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SQLite take as long a statement as PostgreSQL does."""
    # Of the class: Django 6.0 asks each connection, by a property.
    monkeypatch.setattr(type(connection.features), "max_query_params", 10_000)


@pytest.fixture
def regular() -> None:
    """Define what everybody earns who has played."""
    for code in ("regular", "here"):
        services.define_achievement(
            code=code,
            name=code,
            rule="tournaments_played",
            params={"times": 1},
            per_tournament=code == "here",
            by=None,
        )


def over(entrants: int) -> Tournament:
    """Return a tournament that was played to its end, somehow, with all its news delivered."""
    cup = a_live_tournament_of_people(entrants, max_entrants=64)
    Tournament.objects.filter(pk=cup.pk).update(state="completed")
    matches = Match.objects.filter(tournament=cup)
    matches.update(state="completed", result_kind="win", completed_at=timezone.now())
    OutboxMessage.objects.all().delete()
    cup.refresh_from_db()
    return cup


@pytest.mark.usefixtures("regular")
def test_badges_for_sixty_four_take_as_many_queries_as_for_eight(committed: Committed):
    counts = []
    for size in (8, 64):
        cup = over(size)
        with CaptureQueriesContext(connection) as asked, committed():
            given = services.award_achievements(tournament=cup)
        assert len(given) == 2 * size
        told = InboxMessage.objects.filter(event="badge_awarded")
        assert told.filter(user__in=[badge.user for badge in given]).count() == 2 * size
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.usefixtures("regular")
def test_the_site_gets_a_signal_for_each_badge_and_each_holder_a_notice(committed: Committed):
    heard: list[tuple[str, str, Any]] = []

    def hear(*, key: str, badge: str, user: str, **_: Any) -> None:
        heard.append((key, badge, user))

    events.achievement_awarded.connect(hear)
    with committed():
        services.award_achievements(tournament=over(2))
    events.achievement_awarded.disconnect(hear)

    badges = Badge.objects.order_by("achievement_id", "user_id")
    assert heard == [
        (f"achievement_awarded:{one.pk}", str(one.pk), str(one.user_id)) for one in badges
    ]
    told = InboxMessage.objects.filter(event="badge_awarded").order_by("user")
    holders = Badge.objects.order_by("user").values_list("user", flat=True)
    assert list(told.values_list("user", flat=True)) == list(holders)


@pytest.mark.usefixtures("regular")
def test_a_profile_that_fails_keeps_no_other_waiting(
    committed: Committed, fake_profiles: FakeProfiles, monkeypatch: pytest.MonkeyPatch
):
    cup = over(2)
    listen, failing = FakeProfiles.on_achievement, {"left": 1}

    def fail_once(self: FakeProfiles, user: Any, code: str, idempotency_key: str) -> None:
        if failing["left"]:
            failing["left"] -= 1
            raise HookError("away", "The profiles are away.", retryable=True)
        listen(self, user, code, idempotency_key)

    monkeypatch.setattr(FakeProfiles, "on_achievement", fail_once)
    with committed():
        services.award_achievements(tournament=cup)
    assert len(fake_profiles.achievements) == 3

    OutboxMessage.objects.update(available_at=timezone.now())
    outbox.flush()

    assert len(fake_profiles.achievements) == 4
