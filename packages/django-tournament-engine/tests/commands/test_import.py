"""`manage.py import_tournament`: what it takes, what it refuses, and that it leaves nothing."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.factories import a_site_admin, a_user
from tests.people.models import Person

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.models import Game, Tournament
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Registration

pytestmark = pytest.mark.django_db

HEAD = "stage,pool,round,first,second,first_score,second_score,first_penalties,second_penalties"
POOLS = (
    "pools,A,1,Ajax,Benfica,2,0,,",
    "pools,B,1,Celtic,Dinamo,1,0,,",
)
FINAL = "knockout,,R1,Ajax,Celtic,1,1,5,4"
SEMIFINALS = (
    "knockout,,R1,Ajax,Benfica,2,0,,",
    "knockout,,R1,Celtic,Dinamo,1,0,,",
)


@pytest.fixture
def organizer() -> Person:
    return a_user("organizer")


@pytest.fixture
def folder(tmp_path: Path, organizer: Person) -> Path:
    return tmp_path


def a_file(folder: Path, *lines: str, name: str = "city_cup.csv") -> Path:
    path = folder / name
    path.write_text("\n".join((HEAD, *lines, "")), encoding="utf-8")
    return path


def run(path: Path, **options: Any) -> str:
    out = StringIO()
    options.setdefault("organizer", "organizer@example.org")
    call_command("import_tournament", path, stdout=out, **options)
    return out.getvalue()


def refusal(path: Path, **options: Any) -> str:
    """Return what the command says, and see that nothing is left of the attempt."""
    with pytest.raises(CommandError) as caught:
        run(path, **options)
    tables = (Tournament, Registration, Match, Game, AuditEntry)
    assert [table for table in tables if table._default_manager.exists()] == []
    assert caught.value.returncode == 1
    return str(caught.value)


def results() -> list[tuple[str, str, list[str], list[list[int]], list[int]]]:
    return [
        (
            match.bracket.stage.code,
            match.code,
            [side.entrant.name for side in match.sides.all() if side.entrant],
            match.games,
            match.shootout,
        )
        for match in Match.objects.for_tournament_page(Tournament.objects.get())
    ]


def test_pools_and_a_knockout_are_played(folder: Path):
    said = run(a_file(folder, *POOLS, FINAL))

    assert said == "'City Cup': completed, at /tournaments/city-cup/.\n"
    assert results() == [
        ("pools", "A.R1.1", ["Ajax", "Benfica"], [[2, 0]], []),
        ("pools", "B.R1.1", ["Celtic", "Dinamo"], [[1, 0]], []),
        ("knockout", "R1.1", ["Ajax", "Celtic"], [[1, 1]], [5, 4]),
    ]


def test_pools_alone_are_played(folder: Path):
    said = run(a_file(folder, *POOLS))

    assert (said, len(results())) == ("'City Cup': completed, at /tournaments/city-cup/.\n", 2)


def test_a_knockout_alone_is_played_with_its_byes(folder: Path):
    run(
        a_file(
            folder,
            "knockout,,R1,Dinamo,Everton,0,1,,",
            "knockout,,R2,Everton,Ajax,0,3,,",
            "knockout,,R2,Benfica,Celtic,2,1,,",
            "knockout,,R3,Benfica,Ajax,0,1,,",
        )
    )

    played = [row[1:4] for row in results() if row[3]]
    assert played == [
        ("R1.2", ["Dinamo", "Everton"], [[0, 1]]),
        ("R2.1", ["Ajax", "Everton"], [[3, 0]]),
        ("R2.2", ["Benfica", "Celtic"], [[2, 1]]),
        ("R3.1", ["Ajax", "Benfica"], [[1, 0]]),
    ]


def test_what_is_not_in_the_file_is_still_to_be_played(folder: Path):
    said = run(a_file(folder, *SEMIFINALS))

    final = Match.objects.get(code="R2.1")
    assert (said, final.state) == ("'City Cup': live, at /tournaments/city-cup/.\n", "ready")


def test_name_address_game_and_kind_may_be_given(folder: Path):
    run(
        a_file(folder, *SEMIFINALS),
        name="Town Championship",
        slug="town",
        game="Chess",
        entrants="solo",
    )

    made = Tournament.objects.get()
    assert (made.name, made.slug, made.game.name, made.entrant_kind) == (
        "Town Championship",
        "town",
        "Chess",
        "solo",
    )


def test_the_first_superuser_runs_it_where_nobody_is_named(folder: Path):
    admin = a_site_admin()

    run(a_file(folder, *POOLS), organizer=None)

    assert Tournament.objects.get().organizer == admin


def test_a_dry_run_says_how_it_would_end_and_keeps_nothing(folder: Path):
    said = run(a_file(folder, *POOLS, FINAL), dry_run=True)

    assert said == "'City Cup': completed. This was a dry run: nothing is kept.\n"
    assert not Tournament.objects.exists()
    assert not Registration.objects.exists()


def test_a_dry_run_finds_what_is_wrong(folder: Path):
    path = a_file(folder, *POOLS, "knockout,,R1,Ajax,Celtik,1,0,,")

    assert refusal(path, dry_run=True).startswith("city_cup.csv: Line 4: Celtik is in no pool")


def test_a_file_is_not_imported_twice(folder: Path):
    path = a_file(folder, *POOLS)
    run(path)

    with pytest.raises(CommandError) as caught:
        run(path)

    assert str(caught.value) == (
        "'City Cup' is already there, at /tournaments/city-cup/: "
        "choose another address with --slug."
    )
    assert Tournament.objects.count() == 1


def test_a_file_that_is_there_is_passed_over_when_asked(folder: Path):
    path = a_file(folder, *POOLS)
    run(path)

    said = run(path, skip_existing=True)

    assert said == (
        "'City Cup' is already there, at /tournaments/city-cup/; nothing is imported.\n"
    )
    assert Tournament.objects.count() == 1


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            [*POOLS, "knockout,,R1,Ajax,Celtik,1,0,,"],
            "Line 4: Celtik is in no pool: did you mean 'Celtic'?",
        ),
        (
            [FINAL, *POOLS],
            "Line 2: the pools are not over yet: move this line below the last of theirs.",
        ),
        (
            ["knockout,,R2,Ajax,Celtic,1,0,,", *SEMIFINALS],
            "Line 2: R2.1 is not ready, it waits for R1.1: move line 3 above this one.",
        ),
        (
            [*SEMIFINALS, "knockout,,R2,Benfica,Celtic,1,0,,"],
            "Line 4: Benfica is not in R2.1: by the lines above Ajax and Celtic meet there.",
        ),
        (
            [*SEMIFINALS, "knockout,,R2,Ajax,Benfica,1,0,,"],
            "Line 4: Ajax and Benfica cannot meet in R2: the bracket has them in R1.",
        ),
        (
            [*SEMIFINALS, SEMIFINALS[0]],
            "Line 4: this is the match of line 2 again: delete one of the two.",
        ),
        (
            [
                "pools,A,1,a,b,0,0,,",
                "pools,A,2,a,c,2,0,,",
                "pools,A,3,b,c,2,0,,",
                *POOLS[1:],
                FINAL,
            ],
            "Line 6: Ajax is in no pool",
        ),
        (
            ["pools,A,1,a,b,1,0,,", "pools,A,2,a,c,2,0,,", "knockout,,R1,a,b,1,0,,"],
            "Line 4: the pools are not over, b and c have not met: add their match.",
        ),
        (
            [
                "pools,A,1,a,b,0,0,,",
                "pools,A,2,a,c,2,0,,",
                "pools,A,3,b,c,2,0,,",
                "knockout,,R1,a,c,1,0,,",
            ],
            "Line 5: a shares a place in its pool, so nothing says who went on",
        ),
        (
            [*POOLS, "knockout,,R1,Ajax,Dinamo,1,0,,"],
            "Line 4: Ajax goes on as A1, and B1 does not: the same places of every pool must",
        ),
    ],
)
def test_a_tournament_that_cannot_have_been_is_refused(
    folder: Path, lines: list[str], message: str
):
    assert refusal(a_file(folder, *lines)).startswith(f"city_cup.csv: {message}")


def test_a_file_that_is_not_there_is_refused(folder: Path):
    assert "cannot be read" in refusal(folder / "city_cup.csv")


def test_an_address_that_is_none_is_refused(folder: Path):
    assert "slug" in refusal(a_file(folder, *POOLS), slug="city cup").lower()


def test_an_organiser_whom_nobody_knows_is_refused(folder: Path):
    said = refusal(a_file(folder, *POOLS), organizer="zoe@example.org")

    assert said == "Nobody has the login 'zoe@example.org': name another with --organizer."


def test_a_site_without_a_superuser_asks_for_an_organiser(folder: Path):
    said = refusal(a_file(folder, *POOLS), organizer=None)

    assert said == "This site has no superuser: name the organiser with --organizer."
