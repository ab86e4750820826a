"""Every page of the demo on a phone: what is wide scrolls in its own box, never the page."""

from collections import Counter, deque
from collections.abc import Iterator
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import Browser, BrowserContext, Page
from tests.browser.looks import PHONE
from tests.people.models import Person

from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: The same page of several tournaments, each in another state.
AT_MOST = 4


@pytest.fixture
def readers() -> list[Person]:
    """An organiser and a player of a site with tournaments in every state."""
    call_command("seed_tournaments", force=True, stdout=StringIO())
    first = Tournament.objects.earliest("pk")
    player = Registration.objects.exclude(user=None).exclude(user=first.organizer).earliest("pk")
    assert player.user is not None
    return [first.organizer, player.user]


def as_reader(chromium: Browser, person: Person, site: str) -> BrowserContext:
    """Return a phone on which this person is logged in."""
    client = Client()
    client.force_login(person)
    context = chromium.new_context(viewport=PHONE)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    return context


def walk(page: Page, site: str) -> Iterator[str]:
    """Go to every page that the links of the site lead to; yield the address of each."""
    known = [reverse("tournament_engine:list"), reverse("tournament_engine:create_guided")]
    known += [
        reverse("tournament_engine:console", args=(cup.slug,)) for cup in Tournament.objects.all()
    ]
    waiting, seen, of_route = deque(known), set(known), Counter[str]()
    while waiting:
        address = waiting.popleft()
        route = route_of(address)
        if not route or of_route[route] >= AT_MOST:
            continue
        of_route[route] += 1
        answer = page.goto(site + address)
        if answer is None or "text/html" not in answer.headers["content-type"]:
            continue
        yield address
        for link in page.evaluate("[...document.links].map(a => a.pathname + a.search)"):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def route_of(address: str) -> str:
    """Return the name of the engine's route; a file that is sent is no page."""
    path = urlsplit(address).path
    try:
        name = resolve(path).view_name
    except Resolver404:
        return ""
    is_file = path.endswith((".csv", ".ics", ".pdf")) or "export" in name
    return "" if is_file or not name.startswith("tournament_engine:") else name


def test_no_page_of_the_demo_is_wider_than_a_phone(chromium, live_server, readers):
    wide, routes = [], set()

    for person in readers:
        context = as_reader(chromium, person, live_server.url)
        page = context.new_page()
        for address in walk(page, live_server.url):
            routes.add(route_of(address))
            if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
                wide.append(address)
        context.close()

    assert wide == []
    assert len(routes) > 50
