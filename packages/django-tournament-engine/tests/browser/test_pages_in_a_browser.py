"""The pages in Chromium: accessible in every look, whole on a phone, alive without a script."""

import pytest
from django.urls import reverse
from tests.browser.looks import DESKTOP, LOOKS, PHONE, violations
from tests.factories import PLAYOFF, POOLS, a_tournament
from tests.playing import a_live_tournament, match_of, play, playable

from tournament_engine.core.stages import StageSpec

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "The Extraordinarily Long-Winded Athletic & Social Club of North Wiltshire, 1887"
NAMES = (LONG, "نادي الهلال السعودي", "Donaudampfschifffahrtsgesellschaft", "李娜", "Eve", "Fay")
KNOCKOUT = StageSpec(
    code="knockout",
    name="Knockout",
    format="single_elimination",
    options={"third_place": True},
)


@pytest.fixture
def pages() -> list[str]:
    """Return the addresses of the public pages, each with something on it."""
    knockout = a_live_tournament(slug="knockout", entrants=NAMES, stages=(KNOCKOUT,))
    play(playable(knockout)[0])
    pools = a_live_tournament(slug="pools", entrants=8, stages=(POOLS, PLAYOFF))
    play(playable(pools)[0])
    a_tournament(slug="open", description="Bring your own boots.", rules="Be kind.")
    below = ("tournament", "entrants", "bracket", "matches", "standings")
    addresses = [
        reverse(f"tournament_engine:{name}", args=(slug,))
        for slug in ("knockout", "pools", "open")
        for name in below
    ]
    home = reverse("tournament_engine:list")
    match = match_of(knockout, "R1.2").get_absolute_url()
    return [home, f"{home}?q=nothing", f"{home}missing/", match, *addresses]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_page(chromium, live_server, pages, look):
    # axe itself runs as an inline script, which the pages' own policy refuses.
    page = chromium.new_page(bypass_csp=True, **LOOKS[look])
    found: list[str] = []

    for address in pages:
        page.goto(live_server.url + address)
        found += violations(page)

    page.close()
    assert found == []


def test_no_page_scrolls_sideways_on_a_phone(chromium, live_server, pages):
    page = chromium.new_page(viewport=PHONE)
    wide = []

    for address in pages:
        page.goto(live_server.url + address)
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            wide.append(address)

    page.close()
    assert wide == []


def test_the_content_security_policy_has_nothing_to_report(chromium, live_server, pages):
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    for address in pages:
        page.goto(live_server.url + address)

    page.close()
    assert [line for line in said if "404 (Not Found)" not in line] == []


def test_a_phone_turns_the_rounds_without_a_script(chromium, live_server):
    a_live_tournament(slug="cup", entrants=8)
    page = chromium.new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(live_server.url + reverse("tournament_engine:bracket", args=("cup",)))
    rounds = page.locator(".te-round")
    before = [rounds.nth(number).is_visible() for number in range(3)]

    page.get_by_role("link", name="Semi-finals", exact=True).click()

    after = [rounds.nth(number).is_visible() for number in range(3)]
    page.close()
    assert (before, after) == ([True, False, False], [False, True, False])


def test_arrow_keys_lead_from_match_to_match(chromium, live_server):
    a_live_tournament(slug="cup", entrants=8)
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(live_server.url + reverse("tournament_engine:bracket", args=("cup",)))
    reached: list[str] = []
    page.locator(".te-match").first.focus()

    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        reached.append(page.evaluate("document.activeElement.pathname").split("/")[-2])

    page.close()
    assert reached == ["R1.2", "R2.1", "R3.1", "R2.1", "R2.1"]


def test_the_keyboard_reaches_every_match(chromium, live_server):
    a_live_tournament(slug="cup", entrants=8)
    page = chromium.new_page(viewport=DESKTOP)
    page.goto(live_server.url + reverse("tournament_engine:bracket", args=("cup",)))
    reached = set()

    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.className"))
        reached.add(page.evaluate("document.activeElement.pathname ?? ''").split("/")[-2:][0])

    page.close()
    assert {f"R1.{n}" for n in range(1, 5)} | {"R2.1", "R2.2", "R3.1"} <= reached


def test_the_colours_chosen_stay_chosen(chromium, live_server):
    page = chromium.new_page(color_scheme="light")
    page.goto(live_server.url + reverse("tournament_engine:list"))

    page.get_by_role("button", name="Colours").click()
    page.get_by_role("button", name="Colours").click()
    page.reload()

    theme = page.evaluate("document.documentElement.dataset.theme")
    page.close()
    assert theme == "dark"


def test_the_list_is_narrowed_in_place_and_the_address_follows(chromium, live_server):
    a_tournament(name="Spring Open")
    a_tournament(name="Autumn Cup")
    page = chromium.new_page()
    page.goto(live_server.url + reverse("tournament_engine:list"))

    page.get_by_label("Search").fill("spring")
    page.get_by_label("Search").press("Tab")
    page.get_by_text("1 tournament", exact=True).wait_for()

    shown = page.locator(".te-ticket h2").all_inner_texts()
    address = page.url
    page.close()
    assert (shown, "q=spring" in address) == (["Spring Open"], True)
