"""The example site as its visitors see it."""

from html.parser import HTMLParser
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from tournament_engine.core.models import Tournament
from tournament_engine.management.seeding.catalogue import LIVE_KNOCKOUT
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db

WORLD_CUP = "world-cup-2022"
PAGES = ("tournament", "entrants", "bracket", "matches", "standings")
POLICY = {
    "default-src 'self'",
    "script-src 'self' 'nonce'",
    "style-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'self'",
}


class Inline(HTMLParser):
    """Collects what a strict content security policy would not run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not {"src", "nonce"} & set(given)):
            self.found.append(tag)
        self.found += [
            f"{tag} {name}" for name in given if name == "style" or name.startswith("on")
        ]


def page(name: str, slug: str) -> str:
    return reverse(f"tournament_engine:{name}", args=(slug,))


def test_the_home_page_leads_to_the_tournaments_with_the_world_cup(client: Client):
    response = client.get("/", follow=True)

    assert (response.status_code, "World Cup 2022" in response.text) == (200, True)


def test_the_bracket_page_of_the_world_cup_names_all_its_teams(client: Client):
    teams = set(Entrant.objects.filter(tournament__slug=WORLD_CUP).values_list("name", flat=True))

    text = client.get(page("bracket", WORLD_CUP)).text

    assert (len(teams), {name for name in teams if name not in text}) == (32, set())


def test_every_page_of_every_public_tournament_answers(client: Client):
    slugs = Tournament.objects.exclude(state="draft").exclude(visibility="private")

    answers = {
        (name, slug): client.get(page(name, slug)).status_code
        for name, slug in product(PAGES, slugs.values_list("slug", flat=True))
    }

    assert {place: status for place, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("slug", ["school-chess-day", "office-table-tennis-evening"])
def test_a_draft_and_a_private_tournament_are_as_if_absent(client: Client, slug: str):
    hidden, absent = client.get(page("tournament", slug)), client.get(page("tournament", "none"))

    assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_the_console_shows_its_organiser_what_waits(client: Client):
    client.login(username="organizer", password="demo")

    response = client.get(page("console", LIVE_KNOCKOUT))

    assert response.status_code == 200
    assert "Ann Becker" in response.text
    assert "Cleo Marsh" in response.text


def test_the_console_is_for_its_organiser_alone(client: Client):
    client.login(username="ann", password="demo")

    assert client.get(page("console", LIVE_KNOCKOUT)).status_code == 403


def test_somebody_logs_in_and_out_again(client: Client):
    login = client.post("/accounts/login/", {"username": "ann", "password": "demo"}, follow=True)
    logout = client.post("/accounts/logout/", follow=True)

    assert ("Log out" in login.text, "Log out" in logout.text) == (True, False)


def test_a_wrong_password_is_told_on_the_login_page(client: Client):
    response = client.post("/accounts/login/", {"username": "ann", "password": "wrong"})

    assert (response.status_code, 'role="alert"' in response.text) == (200, True)


def test_the_logins_of_the_demo_are_not_shown_when_debug_is_off(client: Client):
    assert "The demo" not in client.get("/accounts/login/").text


@pytest.mark.parametrize("path", ["/accounts/login/", "/tournaments/", "/tournaments/none/"])
def test_every_page_has_the_strict_policy(client: Client, path: str):
    header = client.get(path)["Content-Security-Policy"]

    without_nonce = {
        " ".join("'nonce'" if "nonce-" in word else word for word in directive.split())
        for directive in header.split(";")
    }
    assert without_nonce - POLICY <= {"script-src 'self'"}
    assert {one.split()[0] for one in without_nonce} == {one.split()[0] for one in POLICY}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_style_or_a_script_of_its_own(client: Client, name: str):
    inline = Inline()

    inline.feed(client.get(page(name, WORLD_CUP)).text)

    assert inline.found == []


def test_the_style_sheet_is_served_when_debug_is_off(client: Client):
    response = client.get("/static/tournament_engine/engine.css")

    response.close()
    assert (response.status_code, response["Content-Type"]) == (200, 'text/css; charset="utf-8"')
