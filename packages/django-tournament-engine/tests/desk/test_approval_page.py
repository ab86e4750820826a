"""The site's desk of approval: what waits, what is approved, what goes back with a word."""

from typing import Any

import pytest
from pytest_django import Settings
from tests.desk.browsing import address, log_in, post
from tests.factories import a_site_admin, a_tournament, a_user

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.services import publish_tournament

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_approval(settings: Settings) -> None:
    settings.TOURNAMENT_ENGINE = {"REQUIRE_APPROVAL": True}


def handed_in(**facts: Any) -> Tournament:
    tournament = a_tournament(state=TournamentState.DRAFT, entrants=0, **facts)
    return publish_tournament(tournament=tournament, by=tournament.organizer)


def decide(tournament: Tournament, action: str, **fields: object) -> Any:
    browser = log_in(a_site_admin())
    return post(browser, "approval", tournament=tournament.slug, action=action, **fields)


def test_what_waits_longest_is_on_top():
    first, second = handed_in(), handed_in()
    a_tournament(state=TournamentState.DRAFT, entrants=0)

    page = log_in(a_site_admin()).get(address("approval"))

    assert list(page.context["page"]) == [first, second]


def test_an_approved_tournament_is_announced_and_the_organiser_hears_of_it(
    committed: Committed, client
):
    tournament = handed_in()
    assert client.get(tournament.get_absolute_url()).status_code == 404

    with committed():
        answer = decide(tournament, "approve")

    assert answer.url == address("approval")
    assert client.get(tournament.get_absolute_url()).status_code == 200
    entry = AuditEntry.objects.filter(action="tournament.published").get()
    assert (entry.before, entry.by_site_staff) == ({"state": "pending_approval"}, True)
    inbox = log_in(tournament.organizer).get(address("inbox"))
    assert tournament.name in inbox.content.decode()


def test_a_tournament_goes_back_with_the_reason_and_can_be_handed_in_again(committed: Committed):
    tournament = handed_in()

    with committed():
        decide(tournament, "return", reason="Say where it is.")
    tournament.refresh_from_db()
    inbox = log_in(tournament.organizer).get(address("inbox"))

    assert tournament.state == "draft"
    assert "Say where it is." in inbox.content.decode()
    publish_tournament(tournament=tournament, by=tournament.organizer)
    assert tournament.state == "pending_approval"


def test_nothing_goes_back_without_a_reason():
    tournament = handed_in()

    answer = decide(tournament, "return", reason="")

    tournament.refresh_from_db()
    assert (answer.status_code, tournament.state) == (422, "pending_approval")
    assert "Fill this in." in answer.content.decode()


@pytest.mark.parametrize(("action", "status"), [("approve", 409), ("return", 409), ("dance", 422)])
def test_what_was_decided_meanwhile_or_makes_no_sense_is_refused(action: str, status: int):
    tournament = handed_in()
    decide(tournament, "approve")

    assert decide(tournament, action, reason="Too late").status_code == status


def test_nobody_but_the_site_s_staff_decides(client):
    tournament = handed_in()

    answers = [
        browser.post(address("approval"), {"tournament": tournament.slug, "action": "approve"})
        for browser in (log_in(tournament.organizer), log_in(a_user()))
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert client.get(address("approval")).status_code == 302
    assert address("approval") in log_in(a_site_admin()).get("/tournaments/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_takes_as_many_queries_for_three_as_for_one(rows: int, django_assert_num_queries):
    for _number in range(rows):
        handed_in()
    browser = log_in(a_site_admin())

    with django_assert_num_queries(4):
        browser.get(address("approval"))
