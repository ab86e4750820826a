"""No text of the engine is beyond translation: every page is read in a language of quotes."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from tests.factories import KNOCKOUT, PLAYOFF, POOLS, a_registration, a_tournament
from tests.playing import (
    a_closed_tournament,
    a_duel,
    a_live_tournament,
    play,
    playable,
    win,
)
from tests.site.catalogues import compiled, read_po
from tests.site.visible import unmarked
from tests.site.walking import answers, pages, typed_in

import tournament_engine
from bracketcore import Walkover
from tournament_engine.bracket import services as brackets
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.match import services as matches

# Everything once more: what it reaches, the tests of each part hold to account.
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]

GERMAN = Path(tournament_engine.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n!=1;\n"


@pytest.fixture(scope="module")
def in_quotes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a language in which every message stands in quotes."""
    marked = {
        one.key: "\0".join(f"«{text}»" for text in _english(one.key)) for one in read_po(GERMAN)[1:]
    }
    root = tmp_path_factory.mktemp("locale")
    folder = root / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.mo").write_bytes(compiled({"": HEADER} | marked))
    return root


@pytest.fixture
def pseudo(client: Client, in_quotes: Path, settings) -> Client:
    """Return somebody who reads that language."""
    settings.LANGUAGES = [("en", "English"), ("xx", "Pseudo")]
    settings.LOCALE_PATHS = [str(in_quotes)]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "xx"
    return client


def _english(key: str) -> list[str]:
    return key.rpartition("\x04")[2].split("\0")


def test_a_text_outside_the_quotes_is_found_wherever_it_is_read():
    page = """
        <title>«Cup»</title> <h1 title="Wrong 1">«A «nested» one», 2, R1.2: Ann</h1>
        <p>«Right» wrong 2 <bdi>Name</bdi> <time>May</time> <br>Wrong 3</p>
    """

    assert list(unmarked(page, {"Ann"})) == ["Wrong 1", "«Right» wrong 2", "Wrong 3"]


def a_draft() -> Tournament:
    return a_tournament(state=TournamentState.DRAFT, stages=(POOLS, PLAYOFF), entrants=0)


def an_open_one_of_teams() -> Tournament:
    tournament = a_tournament(entrant_kind=EntrantKind.TEAM, max_entrants=9)
    for _number in range(2):
        a_registration(tournament)
    return tournament


def a_drawn_one() -> Tournament:
    tournament = a_closed_tournament(entrants=5)
    brackets.generate_bracket(stage=tournament.stages.get(), by=tournament.organizer)
    return tournament


def pools_with_results() -> Tournament:
    tournament = a_live_tournament(entrants=8, stages=(POOLS, PLAYOFF))
    for match in playable(tournament)[:5]:
        play(match)
    return tournament


def a_series_in_dispute() -> Tournament:
    match, ann, bob = a_duel(stages=(replace(KNOCKOUT, options={"best_of": 3}),))
    matches.submit_score(match=match, side=0, result=win(match, score=(2, 0)), by=ann)
    matches.submit_score(match=match, side=1, result=win(match, side=1, score=(0, 2)), by=bob)
    return match.tournament


def a_report_to_answer() -> Tournament:
    match, ann, _bob = a_duel()
    matches.submit_score(match=match, side=0, result=win(match, score=(2, 0)), by=ann)
    return match.tournament


def a_finished_one() -> Tournament:
    tournament = a_live_tournament(entrants=2)
    match = playable(tournament)[0]
    winner = str(match.sides.get(side=0).entrant_id)
    matches.confirm_result(match=match, result=Walkover(winner), by=tournament.organizer)
    return tournament


def a_cancelled_one() -> Tournament:
    return a_tournament(state=TournamentState.CANCELLED)


MADE = [
    a_draft,
    an_open_one_of_teams,
    a_drawn_one,
    pools_with_results,
    a_series_in_dispute,
    a_report_to_answer,
    a_finished_one,
    a_cancelled_one,
]


@pytest.mark.django_db
@pytest.mark.parametrize("made", MADE)
def test_every_text_of_every_page_is_in_the_catalogue(pseudo: Client, made):
    tournament = made()
    typed = typed_in(tournament)

    missing = {
        f"{route}: {text}"
        for route, page in pages(pseudo, tournament)
        for text in unmarked(page, typed)
    }

    assert missing == set()


@pytest.mark.django_db
@pytest.mark.parametrize("made", MADE)
def test_every_word_about_an_empty_form_is_in_the_catalogue(pseudo: Client, made):
    tournament = made()
    typed = typed_in(tournament)

    missing = {
        f"{route}: {text}"
        for route, page in answers(pseudo, tournament)
        for text in unmarked(page, typed)
    }

    assert missing == set()
