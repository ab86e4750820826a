"""The guides for code run as they stand, block after block, against a real database."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.awards.prizes import concluded
from tests.factories import a_user
from tests.paying import FEE, a_paying_cup, a_payment
from tests.playing import a_live_tournament_of_people

from tournament_engine import events
from tournament_engine.challenge import badges
from tournament_engine.challenge.played import Played
from tournament_engine.checks import check_settings
from tournament_engine.conf import DEFAULT_LIMITS
from tournament_engine.match.models import ResultKind

GUIDES = Path(__file__).resolve().parents[4] / "docs/how-to"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(guide: str, **given: Any) -> dict[str, Any]:
    """Run every block of a guide and return what it made."""
    made = dict(given)
    for block in BLOCK.findall((GUIDES / f"{guide}.md").read_text()):
        exec(compile(block, guide, "exec"), made)  # noqa: S102 - our own documents
    return made


@pytest.mark.django_db
def test_a_tournament_is_run_from_code():
    made = run("run-a-tournament-from-code", organizer=a_user("org"), ann=a_user(), bob=a_user())

    made["match"].refresh_from_db()
    assert [side.score for side in made["match"].sides.order_by("side")] == [1, 2]


@pytest.mark.django_db
def test_a_hook_is_written_and_tested():
    made = run("write-a-hook")

    assert made["ClubRankings"]().rating("user:7", "1") == 2105.0


def test_the_limits_of_the_guide_are_limits(settings: Settings):
    for block in BLOCK.findall((GUIDES / "limit-how-often.md").read_text()):
        made: dict[str, Any] = {}
        exec(compile(block, "limit-how-often", "exec"), made)  # noqa: S102 - the same
        settings.TOURNAMENT_ENGINE = made["TOURNAMENT_ENGINE"]

        assert check_settings() == []


def test_the_guide_names_every_limit():
    rows = (GUIDES / "limit-how-often.md").read_text()

    for action, limit in DEFAULT_LIMITS.items():
        assert f"| `{action}` |" in rows
        assert f"| `{limit}` |" in rows


@pytest.mark.django_db
def test_a_gateway_is_added(settings: Any, monkeypatch: pytest.MonkeyPatch):
    made = run("add-a-gateway")
    monkeypatch.setitem(globals(), "Cards", made["Cards"])
    settings.TOURNAMENT_ENGINE = {"PAYMENT_METHODS": {"cards": f"{__name__}.Cards"}}
    payment = a_payment(a_paying_cup(payment_methods=["cards"]))
    told = {"kind": "charge", "status": "captured", "charge": "c", "merchant": "club-17"}
    order = {"id": "m", "order": str(payment.pk), "time": 0, "cents": FEE, "currency": "EUR"}

    answer = made["send"](told | order, timezone.now())

    assert answer.json() == {"outcome": "booked"}


def test_celery_is_set_up():
    made = run("run-with-celery")

    made["app"].finalize()
    assert "tournament_engine.flush_outbox" in made["app"].conf.beat_schedule
    made["app"].close()


@pytest.mark.django_db
def test_achievements_are_defined_given_and_counted():
    made = run("let-people-earn-achievements", ann=a_user())

    assert made["same"] == made["badge"]
    assert made["Runs"]().target({"place": 2, "times": 3}) == 3


@pytest.mark.django_db
def test_challenges_are_set_and_a_badge_is_given(monkeypatch: pytest.MonkeyPatch, committed: Any):
    monkeypatch.setattr(badges, "_offers", [])
    monkeypatch.setattr(events.challenge_awarded, "followers", [])
    cup = a_live_tournament_of_people(4)
    made = run("set-challenges", tournament=cup, organizer=cup.organizer)

    with committed():
        concluded(cup)

    assert [badge for badge, _person in made["shelf"]] == ["giant_killer"]
    played = Played(stage="final", kind=ResultKind.WIN, place=1, score=3, other_score=0)
    assert made["Shutouts"]().credit(played, {"least": 2}) == 1
