"""Logos in Chromium: counted when they come into view, and a way on without a script."""

from typing import Any

import pytest
from tests.browser.looks import PHONE
from tests.factories import a_tournament
from tests.sponsoring import BROWSER, a_sponsorship

from tournament_engine.community import services
from tournament_engine.sponsor.models import SponsorDay

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def a_long_page(settings: Any) -> Any:
    settings.TOURNAMENT_ENGINE = {"SPONSOR_SAMPLE": 1}
    cup = a_tournament(entrants=0)
    # So much stands before the sponsors that a phone shows none of them at first.
    for number in range(3):
        services.publish_announcement(
            tournament=cup, title=f"News {number}", text="Rain.\n" * 60, by=cup.organizer
        )
    return a_sponsorship(cup)


def test_logos_are_counted_when_they_come_into_view_and_not_before(chromium, live_server, settings):
    row = a_long_page(settings)
    page = chromium.new_context(viewport=PHONE, user_agent=BROWSER).new_page()

    page.goto(live_server.url + row.tournament.get_absolute_url())
    page.wait_for_load_state("networkidle")
    assert not SponsorDay.objects.exists()

    with page.expect_response("**/sponsors/seen/") as answer:
        page.locator("#sponsors").scroll_into_view_if_needed()
    assert answer.value.status == 204
    assert SponsorDay.objects.get().impressions == 1


def test_a_logo_leads_to_the_sponsor_without_a_script(chromium, live_server, settings):
    row = a_long_page(settings)
    context = chromium.new_context(user_agent=BROWSER, java_script_enabled=False)
    context.route("https://sponsor*/**", lambda route: route.fulfill(body="Welcome."))
    page = context.new_page()

    page.goto(live_server.url + row.tournament.get_absolute_url())
    page.get_by_role("link", name=row.sponsor.name).click()
    page.wait_for_url(row.sponsor.url)

    day = SponsorDay.objects.get()
    assert (day.impressions, day.clicks) == (0, 1)
