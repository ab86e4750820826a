"""The pages of a dispute in Chromium, as a side and as the staff see them, in every look."""

import os
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.browser.looks import LOOKS, violations
from tests.disputes import a_finished_duel, a_played_cup, a_referee, player, raise_dispute, taken
from tests.people.models import Person

from tournament_engine.dispute import services

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG_LINK = "https://video.example.org/" + "a-very-long-name-of-a-recording-" * 6
LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 3


def cookie(person: Person, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


@pytest.fixture
def visits() -> list[tuple[Person, str]]:
    """Return who looks at which page: each has something on it."""
    cup, first, loser = a_played_cup()
    winner, referee = player(first, 0), a_referee(cup)
    dispute = raise_dispute(first, loser, statement=f"It was the other way round. {LONG_WORD}")
    services.add_evidence(dispute=dispute, by=winner, text="The recording.", link=LONG_LINK)
    services.add_comment(dispute=dispute, by=loser, text="That is another match.")
    taken(dispute, referee)
    services.add_comment(dispute=dispute, by=referee, text="Second time today.", internal=True)
    match, _ann, bob = a_finished_duel()
    decided = taken(raise_dispute(match, bob), match.tournament.organizer)
    services.dismiss_dispute(
        dispute=decided, decision="Nothing shows it.", by=match.tournament.organizer
    )
    duel, _ann, eve = a_finished_duel()
    return [
        (eve, duel.get_absolute_url()),
        (eve, f"{duel.get_absolute_url()}dispute/"),
        (loser, dispute.get_absolute_url()),
        (referee, dispute.get_absolute_url()),
        (referee, reverse("tournament_engine:disputes", args=(cup.slug,))),
        (referee, reverse("tournament_engine:console", args=(cup.slug,))),
        (bob, decided.get_absolute_url()),
        (bob, reverse("tournament_engine:own_disputes")),
    ]


@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_a_dispute_are_sound_in_every_look(chromium, live_server, visits, look):
    found: list[str] = []
    shots = os.environ.get("SHOTS")
    # axe itself runs as an inline script, which the pages' own policy refuses.
    context = chromium.new_context(bypass_csp=True, **LOOKS[look])
    for number, (person, address) in enumerate(visits):
        context.clear_cookies()
        context.add_cookies([cookie(person, live_server.url)])
        page = context.new_page()
        page.goto(live_server.url + address)
        if shots:
            page.screenshot(path=Path(shots) / f"{look}-{number}.png", full_page=True)
        found += violations(page)
        width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        found += [f"{address} scrolls sideways: {width}"] if width[0] > width[1] else []
        page.close()
    context.close()

    assert found == []
