"""The public pages: what they show to whom, and what they never do."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from tests.desk.browsing import filled, log_in
from tests.factories import KNOCKOUT, LEAGUE, a_game, a_tournament
from tests.playing import a_duel, a_live_tournament, play, playable, win

from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.match import services as matches

pytestmark = pytest.mark.django_db

RUDE = '<b>"Bobby"</b> & O\'Tables'
PAGES = ("tournament", "entrants", "bracket", "matches", "standings")


def read(client: Client, name: str, *args: str, **query: str) -> str:
    answer = client.get(reverse(f"tournament_engine:{name}", args=args), query)
    return answer.content.decode()


def titles(page: str) -> list[str]:
    return re.findall(r'<h2><a href="[^"]*"><bdi>([^<]*)</bdi>', page)


def test_the_list_shows_what_is_announced_and_no_draft(client):
    a_tournament(name="Spring Open")
    a_tournament(name="Secret", state=TournamentState.DRAFT)

    assert titles(read(client, "list")) == ["Spring Open"]


def test_what_goes_on_now_stands_before_what_is_to_come(client):
    a_live_tournament(name="Live")
    a_tournament(name="Open")
    a_tournament(name="Announced", state=TournamentState.PUBLISHED)

    assert titles(read(client, "list")) == ["Live", "Open", "Announced"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "spring"}, ["Spring Open"]),
        ({"game": "go"}, ["Autumn Cup"]),
        ({"status": "open"}, ["Spring Open"]),
        ({"status": "finished"}, []),
        ({"status": "no such", "page": "minus one"}, ["Spring Open", "Autumn Cup"]),
    ],
)
def test_the_list_is_narrowed_by_words_status_and_game(client, query, found):
    a_tournament(name="Autumn Cup", game=a_game("Go"), state=TournamentState.PUBLISHED)
    a_tournament(name="Spring Open")

    assert titles(read(client, "list", **query)) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"format": "round_robin"}, ["League"]),
        ({"format": "no such"}, ["Knockout", "League"]),
        ({"fee": "free"}, ["League"]),
        ({"fee": "paid"}, ["Knockout"]),
        ({"first": "2030-05-02"}, ["Knockout"]),
        ({"last": "2030-05-01"}, ["League"]),
        ({"first": "2030-05-01", "last": "2030-05-02"}, ["Knockout", "League"]),
        ({"first": "0001-01-01", "last": "9999-12-31"}, ["Knockout", "League"]),
        ({"first": "soon", "last": "2030-02-30"}, ["Knockout", "League"]),
    ],
)
def test_the_list_is_narrowed_by_format_fee_and_day(client, query, found):
    day = datetime(2030, 5, 1, 22, tzinfo=UTC)
    a_tournament(name="League", stages=(LEAGUE,), starts_at=day)
    a_tournament(
        name="Knockout",
        starts_at=day + timedelta(hours=3),
        fee_amount=500,
        fee_currency="EUR",
        payment_methods=["wallet"],
    )

    assert titles(read(client, "list", **query)) == found


def test_the_fold_of_the_list_is_open_where_it_narrows(client):
    opened = '<details class="te-folded" open>'

    pages = [read(client, "list", **query) for query in ({}, {"fee": "free"}, {"fee": "x"})]

    assert [opened in page for page in pages] == [False, True, False]


def test_an_organiser_finds_the_own_drafts(client):
    draft = a_tournament(name="Mine", state=TournamentState.DRAFT)
    client.force_login(draft.organizer)

    assert titles(read(client, "list", status="mine")) == ["Mine"]


def test_an_empty_list_says_what_to_do(client):
    assert "No tournament yet" in read(client, "list")
    assert "Show all tournaments" in read(client, "list", q="nothing like it")


def test_the_champion_stands_on_the_page_of_a_finished_tournament(client):
    tournament = a_live_tournament(entrants=("Ann", "Bob"))
    play(playable(tournament)[0])

    page = read(client, "tournament", tournament.slug)

    assert re.findall(r'class="te-champion"><bdi>([^<]*)<', page) == ["Ann"]


def test_a_cancelled_tournament_gives_its_reason(client):
    tournament = a_tournament(state=TournamentState.CANCELLED)

    assert "This tournament is cancelled. Rain" in read(client, "tournament", tournament.slug)


@pytest.mark.parametrize("name", PAGES)
def test_a_name_is_shown_as_it_was_typed_and_never_as_markup(client, name):
    tournament = a_live_tournament(name=RUDE, entrants=(RUDE, "Ann"))

    page = read(client, name, tournament.slug)

    assert "<bdi>&lt;b&gt;&quot;Bobby&quot;&lt;/b&gt; &amp; O&#x27;Tables</bdi>" in page
    assert "<b>" not in page.replace("<b>0</b>", "")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_inline_style_or_script(client, name):
    page = read(client, name, a_live_tournament(entrants=4).slug)

    assert re.findall(r"<style|<script(?! src)|\sstyle=|\son[a-z]+=", page) == []


def test_standings_give_each_place_and_why(client):
    tournament = a_live_tournament(entrants=("Ann", "Bob"), stages=(LEAGUE,))
    play(playable(tournament)[0])

    page = read(client, "standings", tournament.slug)

    assert re.findall(r'<li value="(\d)"><bdi>(\w+)</bdi>: ([^<]*)<', page) == [
        ("1", "Ann", "ahead of Bob on points (3 to 0)"),
        ("2", "Bob", "behind Ann on points (0 to 3)"),
    ]


def test_claims_are_shown_to_the_sides_and_the_organiser_alone(client):
    match, ann, _bob = a_duel(stages=(KNOCKOUT,))
    matches.submit_score(match=match, side=0, result=win(match, score=(2, 0)), by=ann)
    address = match.get_absolute_url()
    seen = {}
    for person in (None, ann, match.tournament.organizer):
        client.logout()
        if person:
            client.force_login(person)
        seen[person] = "What the sides say" in client.get(address).content.decode()

    assert list(seen.values()) == [False, True, True]


def test_a_missing_match_is_a_404(client):
    tournament = a_live_tournament(entrants=4)

    address = reverse("tournament_engine:match", args=(tournament.slug, "knockout", "R9.9"))

    assert client.get(address).status_code == 404


def test_the_login_is_offered_only_where_the_site_has_one(client, settings):
    assert 'href="/login/?next=%2Ftournaments%2F"' in read(client, "list")

    settings.LOGIN_URL = "/no/such/page/"

    assert "Log in" not in read(client, "list")


def test_htmx_is_used_only_where_the_site_serves_it(client, settings):
    assert "django_htmx/htmx" in read(client, "list")

    settings.INSTALLED_APPS = [app for app in settings.INSTALLED_APPS if app != "django_htmx"]

    assert not apps.is_installed("django_htmx")
    assert "htmx.min.js" not in read(client, "list")


def test_an_organiser_finds_the_way_to_the_console(client):
    tournament = a_tournament()
    client.force_login(tournament.organizer)

    assert reverse("tournament_engine:console", args=(tournament.slug,)) in read(
        client, "tournament", tournament.slug
    )


def test_the_list_has_pages_that_keep_the_filters(client, settings):
    settings.TOURNAMENT_ENGINE = {"PAGE_SIZE": 1}
    for number in range(3):
        a_tournament(name=f"Cup {number}")

    page = read(client, "list", q="cup", page="2")

    assert re.findall(r'rel="(\w+)" href="\?([^"]*)"', page) == [
        ("prev", "q=cup&amp;page=1"),
        ("next", "q=cup&amp;page=3"),
    ]


def test_publishing_makes_a_draft_visible(client):
    draft = a_tournament(state=TournamentState.DRAFT)
    address = reverse("tournament_engine:tournament", args=(draft.slug,))
    before = client.get(address).status_code

    tournaments.publish_tournament(tournament=draft, by=draft.organizer)

    assert (before, client.get(address).status_code) == (404, 200)


def test_the_entrants_page_shows_the_seeds_of_a_published_draw(client):
    tournament = a_live_tournament(entrants=["Ann", "Bob"])

    page = read(client, "entrants", tournament.slug)

    rows = re.findall(r'<td class="te-num">(.*)</td>\s*<th scope="row"><bdi>(.*)</bdi>', page)
    assert rows == [("1", "Ann"), ("2", "Bob")]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"summary": 'Play "Go" & win', "description": "Long."}, "Play &quot;Go&quot; &amp; win"),
        ({"description": "Bring your own board."}, "Bring your own board."),
        ({"description": "x" * 300}, "x" * 199 + "…"),
    ],
)
def test_search_engines_and_links_show_what_the_organiser_says(
    client: Client, facts: dict[str, Any], said: str
):
    cup = a_tournament(**facts)

    page = read(client, "tournament", cup.slug)

    assert f'<meta name="description" content="{said}">' in page
    assert f'<meta property="og:description" content="{said}">' in page
    assert "noindex" not in page


def test_search_engines_leave_what_is_not_for_everybody(client: Client):
    cup = a_tournament(visibility="unlisted")

    pages = [read(client, name, cup.slug) for name in PAGES]

    assert all('<meta name="robots" content="noindex">' in page for page in pages)
    assert '<meta name="description"' not in pages[0]


def test_the_organiser_writes_the_summary_on_the_edit_page():
    cup = a_tournament()
    browser = log_in(cup.organizer)
    form = browser.get(reverse("tournament_engine:edit", args=(cup.slug,))).context["form"]

    answer = browser.post(
        reverse("tournament_engine:edit", args=(cup.slug,)), filled(form, summary=" Eight teams ")
    )

    cup.refresh_from_db()
    assert (answer.status_code, cup.summary) == (302, "Eight teams")
