"""The pages in other languages, and the catalogues that they are written from."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import LEAGUE
from tests.playing import a_live_tournament, play, playable
from tests.site.catalogues import read_mo, read_po

import tournament_engine
from bracketcore import tiebreaks
from tournament_engine.bracket.wording import CRITERIA

LOCALE = Path(tournament_engine.__file__).parent / "locale"
GERMAN = LOCALE / "de" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def german(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de-AT,de;q=0.9,en;q=0.5"
    return client


def read(client: Client, name: str, *args: str) -> str:
    return client.get(reverse(f"tournament_engine:{name}", args=args)).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("tournament", ["Veranstalter", "Nächste Begegnungen", "läuft"]),
        ("entrants", ["Teilnehmer", "Setzplatz", "4 von 64 Plätzen belegt"]),
        ("bracket", ["Spielplan", "Halbfinale", "Sieger von R1.1"]),
        ("matches", ["3 Begegnungen", "Halbfinale", "Alle Begegnungen"]),
        ("standings", ["Tabelle", "spielt noch R1.1"]),
    ],
)
def test_the_pages_speak_german_to_those_who_ask_for_it(german, name, words):
    tournament = a_live_tournament(entrants=4)

    page = read(german, name, tournament.slug)

    assert '<html lang="de" dir="ltr">' in page
    assert [word for word in words if word not in page] == []


@pytest.mark.django_db
def test_the_pages_of_a_language_written_from_the_right_say_so(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "ar"

    assert '<html lang="ar" dir="rtl">' in read(client, "list")


@pytest.mark.django_db
def test_the_reasons_of_places_are_german(german):
    tournament = a_live_tournament(entrants=("Ann", "Bob"), stages=(LEAGUE,))
    play(playable(tournament)[0])

    page = read(german, "standings", tournament.slug)

    assert "vor Bob (Punkte: 3 zu 0)" in page


def test_every_tie_break_of_the_library_has_words_to_translate():
    chains = (step for chain in tiebreaks.CHAINS.values() for step in chain)
    given = (tiebreaks.fair_play({}).step(), tiebreaks.lots([]).step())
    steps = [*tiebreaks.RULES.values(), *chains, *given]
    library = {one.code: one.words for step in steps for one in step.criteria}

    assert {code: str(words) for code, words in CRITERIA.items()} == library


def test_every_message_is_translated_into_german():
    messages = read_po(GERMAN)

    assert [one.key for one in messages if one.is_fuzzy or not all(one.translations)] == []
    assert {len(one.translations) for one in messages if "\0" in one.key} == {2}


def test_a_translation_has_the_places_of_its_message_and_no_other():
    places = re.compile(r"%\(\w+\)[sd]|%[sd]")

    wrong = [
        one.key
        for one in read_po(GERMAN)[1:]
        for form, text in zip(one.key.split("\0"), one.translations, strict=True)
        if set(places.findall(text)) != set(places.findall(form))
    ]

    assert wrong == []


@pytest.mark.parametrize("source", sorted(LOCALE.rglob("*.po")), ids=lambda path: path.parts[-3])
def test_what_is_compiled_is_what_is_written(source):
    written = {
        one.key: "\0".join(one.translations) for one in read_po(source) if any(one.translations)
    }

    assert read_mo(source.with_suffix(".mo")) == written
