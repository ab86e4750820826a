"""`manage.py export_tournament`: what everybody may read, in files that can be imported again."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.factories import a_tournament, a_user
from tests.playing import a_live_tournament_of_people, match_of, play

from tournament_engine.core.models import Tournament
from tournament_engine.management.exporting.contents import contents

pytestmark = pytest.mark.django_db

FILE = Path(__file__).parent / "data" / "world_cup_2022.csv"


def imported(file: Path, slug: str) -> Tournament:
    organizer = a_user().email
    words = {"organizer": organizer, "slug": slug, "name": "World Cup", "stdout": StringIO()}
    call_command("import_tournament", file, **words)
    return Tournament.objects.get(slug=slug)


def exported(slug: str, folder: Path) -> str:
    out = StringIO()
    call_command("export_tournament", slug, output=folder, stdout=out)
    return out.getvalue()


def without_moments(data: dict[str, Any]) -> dict[str, Any]:
    """Return what is exported, the address and the hour apart."""
    del data["tournament"]["slug"], data["tournament"]["completed_at"]
    return data


def test_what_is_exported_and_imported_again_is_the_same_tournament(tmp_path: Path):
    first = imported(FILE, "first")

    said = exported("first", tmp_path)
    second = imported(tmp_path / "matches.csv", "second")

    assert "matches.csv: 64 matches played" in said
    assert without_moments(contents(second)) == without_moments(contents(first))


def test_the_json_says_who_won(tmp_path: Path):
    imported(FILE, "world-cup")

    exported("world-cup", tmp_path)

    data = json.loads((tmp_path / "tournament.json").read_text())
    _pools, knockout = data["stages"]
    assert knockout["standings"][0]["places"][0] == {
        "place": 1,
        "name": "Argentina",
        "points": knockout["standings"][0]["places"][0]["points"],
    }
    assert (data["tournament"]["state"], len(data["entrants"])) == ("completed", 32)


def test_a_program_reads_the_json_from_the_terminal(tmp_path: Path):
    tournament, out = a_tournament(entrants=2), StringIO()

    call_command("export_tournament", tournament.slug, json=True, stdout=out)

    data = json.loads(out.getvalue())
    assert [entrant["name"] for entrant in data["entrants"]] == ["Entrant 1", "Entrant 2"]
    assert [stage["matches"] for stage in data["stages"]] == [[]]


def test_people_are_in_no_file_but_by_the_name_of_their_entrant(tmp_path: Path):
    tournament = a_live_tournament_of_people(2)
    play(match_of(tournament, "R1.1"))

    exported(tournament.slug, tmp_path)

    assert not any("@" in path.read_text() for path in tmp_path.iterdir())


def test_a_name_that_looks_like_a_formula_is_text_to_a_spreadsheet(tmp_path: Path):
    tournament = a_tournament(entrants=["=1+1", "\uff1d2", "Ann"])

    exported(tournament.slug, tmp_path)

    rows = csv.DictReader((tmp_path / "entrants.csv").read_text().splitlines())
    assert [row["name"] for row in rows] == ["'=1+1", "'\uff1d2", "Ann"]


def test_a_tournament_that_is_not_there_is_an_error():
    with pytest.raises(CommandError, match="There is no tournament 'nowhere'"):
        call_command("export_tournament", "nowhere")


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path):
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match="choose another --output"):
        exported(a_tournament().slug, tmp_path / "file")
