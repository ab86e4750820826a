"""Every page of the demo, found by its links: none is forgotten, none is broken to the eye."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser
from tests.browser.looks import DESKTOP, PHONE, crooked, violations
from tests.browser.walking import Walk, walk
from tests.people.models import Person

from tournament_engine import urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PEOPLE = ("organizer", "ann", "dan")
#: Pages of one route that are looked at on a phone: each of another tournament.
_ON_A_PHONE = 3
#: Routes that no page of the demo leads to, each with the reason.
APART = {
    "approval": "for the site's staff, where the site looks at each tournament first",
    "join": "by a link that a captain hands on",
    "waive_step": "where a step of the conclusion fails",
    "payment_webhook": "for gateways, not for people",
    "reinstate_entrant": "after a disqualification",
    "sponsors_seen": "asked by the script of a page, when sponsors come into view",
}


def browser_of(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email=f"{name}@example.org"))
    return client


@pytest.fixture
def walks() -> dict[str, Walk]:
    """Return what each of these people finds in the demo."""
    call_command("seed_tournaments", force=True, stdout=StringIO())
    return {name: walk(browser_of(name)) for name in PEOPLE}


def test_every_page_is_led_to_and_none_is_broken_to_the_eye(chromium, live_server, walks):
    led_to = {route for found in walks.values() for route in found.routes}
    forgotten = {str(route.name) for route in urls.urlpatterns} - led_to - APART.keys()
    wrong = [
        fault for name in PEOPLE for fault in looked_at(chromium, live_server, name, walks[name])
    ]

    assert "\n".join([*wrong, *sorted(forgotten)]) == ""


def looked_at(chromium: Browser, live_server: Any, name: str, found: Walk) -> Iterator[str]:
    """Yield what is wrong with the pages that somebody finds, some of each route."""
    context = chromium.new_context(viewport=DESKTOP, bypass_csp=True)
    cookie = browser_of(name).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    for addresses in found.pages.values():
        page.set_viewport_size(DESKTOP)
        page.goto(live_server.url + addresses[-1])
        yield from violations(page)
        yield from crooked(page)
        page.set_viewport_size(PHONE)
        for address in addresses[-_ON_A_PHONE:]:
            page.goto(live_server.url + address)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PHONE["width"]:
                yield f"{page.url} is {width} wide"
    context.close()
