"""The 2022 World Cup, imported: its tables cell by cell, its knockout, its champion."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.factories import a_user
from tests.people.models import Person

from tournament_engine.bracket import stages
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.tables import stage_tables
from tournament_engine.core.models import Tournament
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parent / "data"
FILE = DATA / "world_cup_2022.csv"


@pytest.fixture
def organizer() -> Person:
    return a_user("organizer")


@pytest.fixture
def world_cup(organizer: Person) -> Tournament:
    call_command("import_tournament", FILE, organizer=organizer.email, stdout=StringIO())
    return Tournament.objects.get(slug="world-cup-2022")


def names(tournament: Tournament) -> dict[str, str]:
    rows = Entrant.objects.filter(tournament=tournament)
    return {str(entrant.pk): entrant.name for entrant in rows}


def test_the_pools_tables_are_the_official_ones(world_cup: Tournament):
    official = list(csv.reader((DATA / "world_cup_2022_tables.csv").read_text().splitlines()))[1:]
    drawn = {row.stage_id: row for row in Bracket.objects.for_page(world_cup)}

    pools, _knockout = stage_tables(list(world_cup.stages.all()), drawn, names(world_cup))

    counted = [
        [
            table.anchor.removeprefix("pools-"),
            str(line.place),
            line.name,
            line.points,
            str(line.tally.scored),
            str(line.tally.conceded),
        ]
        for table in pools.tables
        for line in table.lines
    ]
    assert counted == official


def test_every_match_has_the_round_and_the_score_of_the_file(world_cup: Tournament):
    with FILE.open(newline="") as file:
        wanted = {
            (row["stage"], row["pool"], row["round"].removeprefix("R"), row["first"]): [
                row["second"],
                *(int(row[name]) for name in ("first_score", "second_score")),
                *(int(row[name]) for name in ("first_penalties", "second_penalties") if row[name]),
            ]
            for row in csv.DictReader(file)
        }

    found = {}
    for match in Match.objects.for_tournament_page(world_cup):
        first, second = (str(side.entrant) for side in match.sides.all())
        is_knockout = match.bracket.stage.code == "knockout"
        stage, pool = ("knockout", "") if is_knockout else ("pools", match.part)
        number = "3P" if match.code == "3P" else str(match.round)
        for one, other, turn in ((first, second, 1), (second, first, -1)):
            key = (stage, pool, number, one)
            if key in wanted:
                found[key] = [other, *match.games[0][::turn], *match.shootout[::turn]]
    assert found == wanted


def test_argentina_france_croatia_and_morocco_are_the_first_four(world_cup: Tournament):
    stage = stages.load(Bracket.objects.get(tournament=world_cup, stage__code="knockout"))
    name = names(world_cup)

    assert [(row.place, name[row.entrant]) for row in stage.standings()[:4]] == [
        (1, "Argentina"),
        (2, "France"),
        (3, "Croatia"),
        (4, "Morocco"),
    ]


def test_the_tournament_is_over_and_has_an_organiser(world_cup: Tournament, organizer: Person):
    assert (world_cup.state, world_cup.organizer, world_cup.name, world_cup.game.name) == (
        "completed",
        organizer,
        "World Cup 2022",
        "Football",
    )


def test_the_knockout_is_seeded_by_the_places_of_the_pools(world_cup: Tournament):
    knockout = world_cup.stages.get(code="knockout")

    assert (knockout.sources, knockout.seeding[:4], knockout.options) == (
        [{"stage": "pools", "places": [1, 2]}],
        ["A1", "B2", "C1", "D2"],
        {"third_place": True},
    )


def test_other_tiebreaks_give_other_places_and_the_same_champion(organizer: Person):
    call_command(
        "import_tournament",
        FILE,
        organizer=organizer.email,
        tiebreaks="football_head_to_head",
        stdout=StringIO(),
    )

    options = Tournament.objects.get().stages.get(code="pools").options
    assert options["tiebreaks"] == ["football_head_to_head"]
