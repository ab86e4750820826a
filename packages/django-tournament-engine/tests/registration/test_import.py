"""Entrants out of a file: each bad row named, all of them or none, and read back as written."""

import csv
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.desk.browsing import address, csv_file, log_in, post
from tests.factories import (
    a_game,
    a_registration,
    a_site_admin,
    a_staff_member,
    a_tournament,
    a_user,
)

from tournament_engine.core.custom_fields.queries import answers_of
from tournament_engine.core.custom_fields.specs import FieldSpec
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.registration import services
from tournament_engine.registration.imports.checking import problems_of
from tournament_engine.registration.imports.reading import read_clean, read_sheet, split_cell
from tournament_engine.registration.models import Entrant, Registration
from tournament_engine.registration.table import csv_lines, joined
from tournament_engine.text import original_cell, safe_cell

pytestmark = pytest.mark.django_db

SIZE = FieldSpec(code="shirt", label="Shirt", kind="choice", options=("S", "M"), is_required=True)
DAYS = FieldSpec(code="days", label="Days", kind="multi_choice", options=("Fri", "Sat; late"))
VEGAN = FieldSpec(code="vegan", label="Vegan", kind="toggle")


def a_cup(**facts: Any) -> Tournament:
    return a_tournament(entrants=0, **facts)


def a_team_cup(**facts: Any) -> Tournament:
    return a_cup(entrant_kind="team", **facts)


def problems(text: str, cup: Tournament, by: Any = None) -> list[tuple[int, str]]:
    sheet = read_sheet(text, cup)
    found = [*sheet.problems, *problems_of(cup, sheet.rows, by or cup.organizer)]
    return [(one.line, one.message) for one in found]


def bring_in(text: str, cup: Tournament, by: Any = None) -> list[Registration]:
    return services.import_entrants(
        tournament=cup, rows=read_clean(text, cup), by=by or cup.organizer
    )


def told(cup: Tournament) -> list[tuple[Any, ...]]:
    rows = Entrant.objects.filter(tournament=cup, registration__state="confirmed").order_by("pk")
    return [(row.name, row.seed, row.rating, row.club) for row in rows]


def test_every_column_is_read():
    cup = a_team_cup(custom_fields=[SIZE, VEGAN])
    text = "name,seed,rating,club,members,Shirt,vegan\nRooks,1,2400,Castle,Ann; Bob,M,yes\n"

    [row] = bring_in(text, cup)

    assert told(cup) == [("Rooks", 1, 2400, "Castle")]
    assert [member.name for member in row.members.order_by("pk")] == ["Ann", "Bob"]
    assert answers_of(row) == {"shirt": "M", "vegan": True}


def test_seeds_come_first_then_ratings_then_the_order_of_the_file():
    text = "name,seed,rating\nDee,,\nCyd,,900\nBob,,1200\nAnn,1,\n"

    assert [row.name for row in bring_in(text, a_cup())] == ["Ann", "Bob", "Cyd", "Dee"]


def test_each_bad_row_is_named_with_what_to_do():
    cup = a_cup(custom_fields=[SIZE])
    text = "name,seed,rating,shirt\n,1,,M\nAnn,x,,M\nann,,-1,M\nBob,2,,XL\nCyd,2,,M\n"

    assert problems(text, cup) == [
        (2, "Enter a name."),
        (3, "seed: 'x' is no seed; use 1, 2, 3, … or leave it empty."),
        (4, "rating: '-1' is no rating; use a whole number or leave it empty."),
        (4, "'ann' is there twice (line 3); take one of them out."),
        (5, "Shirt: Choose one of the answers."),
        (6, "seed 2 is there twice (line 5); give each entrant its own."),
    ]


def test_what_is_in_the_tournament_already_is_named_too():
    cup = a_cup(max_entrants=2)
    bring_in("name,seed\nAnn,1\n", cup)

    assert problems("name,seed\nAnn,\nBob,1\n", cup) == [
        (0, "Only 1 place is left and the file holds 2 entrants; offer more places first."),
        (2, "'Ann' is already registered; take the line out."),
        (3, "seed 1 is that of Ann; choose another."),
    ]


def test_all_come_in_or_none():
    cup = a_cup()
    bring_in("name\nAnn\n", cup)

    with pytest.raises(InvalidInput):
        bring_in("name,seed\nBob,1\nCyd,x\n", cup)
    with pytest.raises(Conflict) as refused:
        bring_in("name\nBob\nAnn\n", cup)

    assert refused.value.code == "not_imported"
    assert [name for name, *_rest in told(cup)] == ["Ann"]


def test_only_the_site_s_staff_enters_people_by_their_login():
    cup, admin, ann = a_cup(), a_site_admin(), a_user("ann")
    text = "name,login\nAnn,ANN@example.org\n"

    told_organiser = problems(text, cup)
    [row] = bring_in(text, cup, by=admin)

    assert told_organiser == [
        (2, "Leave the column “login” empty: only the site's staff enters people by it.")
    ]
    assert row.user == ann
    assert problems("name,login\nAnna,ann@example.org\nX,nobody@example.org", cup, admin) == [
        (2, "'ann@example.org' is in this tournament already."),
        (3, "Nobody here logs in as 'nobody@example.org'; leave it empty."),
    ]


def test_who_may_not_seed_brings_in_the_order_alone():
    cup = a_cup()
    clerk = a_staff_member(cup, Role.REGISTRATION_STAFF)

    bring_in("name,seed\nBob,2\nAnn,1\n", cup, by=clerk)

    assert told(cup) == [("Ann", None, None, ""), ("Bob", None, None, "")]


def test_strangers_bring_nobody_in():
    cup = a_cup()

    with pytest.raises(NotAllowed):
        bring_in("name\nAnn\n", cup, by=a_user())


def test_a_team_is_held_to_the_size_of_its_game():
    game = a_game("Rally")
    game.team_min, game.team_max, game.substitutes_max = 2, 2, 0
    game.save()
    cup = a_team_cup(game=game)

    found = problems("name,members\nA,Ann\nB,C;D\nE,F;G;H\nI,\n", cup)

    assert [line for line, _message in found] == [2, 4]


def test_what_leaves_as_a_file_comes_back_equal():
    cup = a_team_cup(custom_fields=[SIZE, DAYS, VEGAN], max_entrants=8)
    text = (
        "name;seed;rating;club;members;shirt;days;vegan\n"
        '=Rooks;1;2000;\'+Castle;"Lee, Ann;""B;o;b""";M;"Fri;""Sat; late""";yes\n'
        "\"''=x\";;;;;S;;no\n"
    )
    bring_in(text, cup)
    gone = a_registration(cup, answers={"shirt": "S"})
    services.cancel_registration(registration=gone, by=cup.organizer, reason="No")
    first = "".join(csv_lines(cup)).removeprefix("\ufeff")
    other = a_team_cup(custom_fields=[SIZE, DAYS, VEGAN])

    bring_in(first, other)

    assert told(other) == told(cup) == [("=Rooks", 1, 2000, "+Castle"), ("'=x", None, None, "")]
    again = "".join(csv_lines(other)).removeprefix("\ufeff")
    assert rows_of(again) == [row for row in rows_of(first) if row["state"] == "confirmed"]


def rows_of(text: str) -> list[dict[str, str]]:
    rows = csv.DictReader(StringIO(text, newline=""))
    return [{key: cell for key, cell in row.items() if key != "asked"} for row in rows]


@given(st.text())
def test_a_cell_is_read_back_as_it_was_written(text: str):
    assert original_cell(str(safe_cell(text))) == text


names = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1)


@given(st.lists(names))
def test_several_names_share_a_cell(several: list[str]):
    assert split_cell(joined(several)) == several


def test_the_page_shows_the_rows_and_then_adds_them():
    cup = a_cup()
    client = log_in(cup.organizer)
    file = csv_file("name,seed,hat\nBob,2,x\nAnn,1,y\n")

    shown = post(client, "manage_entrants", cup.slug, action="check", file=file)
    table = shown.context["import_form"]["table"].value()
    added = post(client, "manage_entrants", cup.slug, action="import", table=table)

    assert list(shown.context["sheet"].unread) == ["hat"]
    assert added.status_code == 302
    assert told(cup) == [("Ann", 1, None, ""), ("Bob", 2, None, "")]


def test_a_file_with_problems_has_no_button_and_adds_nothing():
    cup = a_cup()
    client = log_in(cup.organizer)
    text = "name,seed\nAnn,x\n"

    shown = post(client, "manage_entrants", cup.slug, action="check", file=csv_file(text))
    refused = post(client, "manage_entrants", cup.slug, action="import", table=text)

    assert 'id="import"' not in shown.content.decode()
    assert (refused.status_code, told(cup)) == (422, [])
    assert "Line 2: seed: &#x27;x&#x27; is no seed" in refused.content.decode()


def test_the_template_names_every_column_that_is_read():
    cup = a_team_cup(custom_fields=[SIZE])

    answer: Any = log_in(cup.organizer).get(address("entrants_template", cup.slug))

    line = b"".join(answer.streaming_content).decode("utf-8-sig")
    titles = ["name", "seed", "rating", "club", "login", "members", "Shirt"]
    assert next(csv.reader([line])) == titles
    assert read_sheet(line, cup).unread == []
