"""What people do, done in Chromium: with scripts and without, at a desk and on a phone."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page
from tests.browser.looks import DESKTOP, LOOKS, PHONE, violations
from tests.desk.browsing import address, log_in, match_address
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person
from tests.playing import a_closed_tournament, a_duel, a_live_tournament, match_of, play

from tournament_engine.core.lifecycle import TournamentState as S
from tournament_engine.core.models import Tournament
from tournament_engine.hooks.models import InboxMessage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = "Ann\nBob\nCyd\nDee\nEve\nFay"


def sit_down(chromium: Browser, site: str, person: Person, **look: Any) -> Page:
    """Return the page of somebody who is logged in."""
    context = chromium.new_context(base_url=site, **look)
    session = log_in(person).cookies[settings.SESSION_COOKIE_NAME].value
    cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}
    context.add_cookies([cookie])
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


def send(page: Page, button: str) -> None:
    """Send a form and wait for the answer: what comes next may be somebody else's."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("has_script", [True, False], ids=["scripts", "no scripts"])
def test_pasted_names_are_a_drawn_bracket_after_three_clicks(chromium, live_server, has_script):
    page = sit_down(chromium, live_server.url, a_user(), java_script_enabled=has_script)
    page.goto(reverse("tournament_engine:list"))

    page.get_by_role("link", name="New tournament").click()
    page.get_by_label("Name", exact=True).fill("Club Cup")
    page.get_by_label("Game").fill("Chess")
    page.get_by_label("Names of the entrants").fill(NAMES)
    page.get_by_role("button", name="Create the tournament").click()
    page.get_by_role("button", name="Draw the bracket now").click()

    drawn = page.locator("main").inner_text()
    assert page.url.endswith("/tournaments/club-cup/bracket/")
    assert [name for name in NAMES.split() if name not in drawn] == []


@pytest.mark.parametrize("has_script", [True, False], ids=["scripts", "no scripts"])
def test_players_register_play_and_agree_on_their_phones(chromium, live_server, has_script):
    cup = a_tournament(entrants=0, slug="cup")
    phone = {"viewport": PHONE, "java_script_enabled": has_script}
    organiser = sit_down(chromium, live_server.url, cup.organizer, java_script_enabled=has_script)
    ann, bob = (sit_down(chromium, live_server.url, a_user(who), **phone) for who in ("ann", "bob"))

    for player in (ann, bob):
        player.goto(address("tournament", "cup"))
        player.get_by_role("link", name="Register").click()
        send(player, "Register")
    organiser.goto(address("console", "cup"))
    send(organiser, "Draw the bracket now")
    organiser.get_by_role("link", name="Manage").click()
    send(organiser, "Start")
    ann.goto(address("tournament", "cup"))
    ann.get_by_role("link", name="Report the score").click()
    ann.get_by_label("ann").first.fill("2")
    ann.get_by_label("bob").first.fill("1")
    send(ann, "Send the score")
    bob.goto(address("tournament", "cup"))
    bob.get_by_role("link", name="Look at the score").click()
    send(bob, "That is right")

    cup.refresh_from_db()
    assert "Both sides agree: the result counts." in bob.locator("main").inner_text()
    assert (cup.state, cup.matches.get().games) == (S.COMPLETED, [[2, 1]])


def test_the_first_wrong_field_has_the_focus(chromium, live_server):
    page = sit_down(chromium, live_server.url, a_user(), java_script_enabled=True)
    page.goto(address("create"))
    page.get_by_label("Name", exact=True).fill("Club Cup")
    page.get_by_label("Game").fill("Chess")
    page.get_by_label("Names of the entrants").fill("Ann\nAnn")

    page.get_by_role("button", name="Create the tournament").click()

    focused = page.evaluate("document.activeElement.name")
    described = page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby')"
        ".split(' ').pop()).textContent.trim()"
    )
    message = "Line 2: 'Ann' is there twice (line 1); take one of them out."
    assert (focused, described) == ("names", message)


def test_an_option_shows_beside_the_formats_that_have_it(chromium, live_server):
    page = sit_down(chromium, live_server.url, a_user(), java_script_enabled=False)
    page.goto(address("create"))
    shown = {}

    for recipe in ("Knockout:", "Round robin:", "Pools,"):
        page.get_by_label(recipe).check()
        shown[recipe] = [
            page.get_by_label(option, exact=True).is_visible()
            for option in ("Number of pools", "Everybody meets everybody", "Match for third place")
        ]

    assert shown == {
        "Knockout:": [False, False, True],
        "Round robin:": [False, True, False],
        "Pools,": [True, False, True],
    }


def visited(person: Person) -> list[str]:
    """Return the addresses of the pages on which this person acts, each in its states."""
    draft: Tournament = a_tournament(state=S.DRAFT, by=person)
    opened = a_tournament(entrants=3, by=person)
    closed = a_closed_tournament(entrants=6, by=person)
    live = a_live_tournament(entrants=4, by=person)
    played = play(match_of(live, "R1.1"))
    teams = a_tournament(entrants=0, entrant_kind="team", by=person)
    joined = a_registration(a_tournament(entrants=0), person)
    InboxMessage.objects.create(user=person, key="1", event="test", subject="News", body="Text")
    entrant = opened.registrations.order_by("pk")[0]
    return [
        address("create"),
        address("inbox"),
        *(address("console", cup.slug) for cup in (draft, opened, closed, live)),
        address("edit", draft.slug),
        address("transition", opened.slug),
        address("manage_entrants", opened.slug),
        address("cancel_entrant", opened.slug, entrant.pk),
        address("manage_stage", closed.slug, "knockout"),
        address("manage_stage", live.slug, "knockout"),
        match_address("official", played),
        match_address("official", match_of(live, "R1.2")),
        address("register", teams.slug),
        address("tournament", joined.tournament.slug),
        address("withdraw", joined.tournament.slug),
    ]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_where_people_act(chromium, live_server, look):
    person = a_user()
    page = sit_down(chromium, live_server.url, person, bypass_csp=True, **LOOKS[look])
    found: list[str] = []

    for place in visited(person):
        page.goto(place)
        found += [place] if page.title() == "Not found" else violations(page)

    assert found == []


def test_axe_finds_nothing_where_a_score_is_reported(chromium, live_server):
    match, ann, _bob = a_duel()
    page = sit_down(chromium, live_server.url, ann, bypass_csp=True, viewport=PHONE)
    page.goto(match_address("report", match))
    found = violations(page)

    page.get_by_role("button", name="Send the score").click()

    assert [*found, *violations(page)] == []


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_scrolls_sideways_or_breaks_the_policy(chromium, live_server, viewport):
    person = a_user()
    page = sit_down(chromium, live_server.url, person, viewport=viewport)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    wide = []

    for place in visited(person):
        page.goto(place)
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            wide.append(place)

    assert (wide, said) == ([], [])
