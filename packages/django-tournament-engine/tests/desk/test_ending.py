"""The pages of a registration opened again, and of the end of a tournament."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.desk.browsing import address, log_in, post
from tests.factories import a_tournament, a_user
from tests.playing import a_closed_tournament, a_live_tournament, play, playable

from tournament_engine import workflow
from tournament_engine.core import conclusion
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.workflow import Step

pytestmark = pytest.mark.django_db

_S = TournamentState


@pytest.fixture(autouse=True)
def no_other_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflow, "_steps", defaultdict(dict))


def break_down(_: Tournament) -> None:
    raise ConnectionError("The bank is closed.")


def a_completed_tournament() -> Tournament:
    # Nobody may object: the end waits for nothing but its steps.
    tournament = a_live_tournament(entrants=2, dispute_window_minutes=0)
    play(playable(tournament)[0])
    tournament.refresh_from_db()
    return tournament


def press(tournament: Tournament, action: str) -> Any:
    return post(log_in(tournament.organizer), "transition", tournament.slug, action=action)


def test_registration_is_opened_again_until_a_moment():
    tournament = a_closed_tournament(closes_at=timezone.now() - timedelta(hours=1))
    client = log_in(tournament.organizer)

    offered = client.get(address("console", tournament.slug)).content.decode()
    answer = post(client, "extend", tournament.slug, closes_at="2035-01-01T12:00")

    tournament.refresh_from_db()
    assert "Open registration until…" in offered
    assert answer.status_code == 302
    assert (tournament.state, str(tournament.closes_at)) == (
        _S.REGISTRATION_OPEN,
        "2035-01-01 12:00:00+00:00",
    )


def test_registration_is_not_opened_again_where_it_never_closed():
    tournament = a_tournament(state=_S.REGISTRATION_OPEN)
    client = log_in(tournament.organizer)

    assert client.get(address("extend", tournament.slug)).status_code == 200
    assert post(client, "extend", tournament.slug).status_code == 409


def test_a_tournament_is_concluded_and_archived_from_its_console():
    tournament = a_completed_tournament()

    answers = [press(tournament, action).status_code for action in ("conclude", "archive")]

    tournament.refresh_from_db()
    assert (answers, tournament.state) == ([302, 302], _S.ARCHIVED)


def test_an_archived_tournament_is_in_no_list_and_still_at_its_address():
    tournament = a_completed_tournament()
    for action in ("conclude", "archive"):
        press(tournament, action)
    visitor = log_in(a_user())

    listed = visitor.get(address("list"), {"q": tournament.name}).content.decode()

    assert "No tournament matches" in listed
    assert visitor.get(address("tournament", tournament.slug)).status_code == 200


def test_a_step_that_keeps_the_end_is_shown_and_waived_with_a_reason():
    conclusion.register(Step(code="prizes", label="Prizes", order=1, run=break_down))
    tournament = a_completed_tournament()
    client = log_in(tournament.organizer)
    refused = press(tournament, "conclude")

    console = client.get(address("console", tournament.slug)).content.decode()
    asked = client.get(address("waive_step", tournament.slug, "prizes")).content.decode()
    nothing = post(client, "waive_step", tournament.slug, "prizes", reason="")
    waived = post(client, "waive_step", tournament.slug, "prizes", reason="Paid in cash.")
    concluded = press(tournament, "conclude")

    assert refused.status_code == 409
    assert ("Until it is concluded" in console, "Waive…" in console) == (True, True)
    assert "Conclude without “Prizes”" in asked
    assert (nothing.status_code, waived.status_code, concluded.status_code) == (422, 302, 302)


def test_an_unknown_step_is_not_there():
    tournament = a_completed_tournament()

    page = log_in(tournament.organizer).get(address("waive_step", tournament.slug, "medals"))

    assert page.status_code == 404
