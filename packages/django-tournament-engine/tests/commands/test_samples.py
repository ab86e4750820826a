"""`manage.py seed_tournaments --scale`: as many tournaments as one wants, drawn by a number."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tournament_engine.core.models import Tournament
from tournament_engine.management.seeding.catalogue import CATALOGUE
from tournament_engine.management.seeding.samples import GOALS, samples
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db


def seed(**options: Any) -> str:
    out = StringIO()
    call_command("seed_tournaments", force=True, stdout=out, **options)
    return out.getvalue()


def content() -> list[Any]:
    """Return what was made, without ids and times."""
    reads = (
        Tournament.objects.values_list("slug", "name", "state"),
        Entrant.objects.values_list("tournament__slug", "name", "seed"),
        Match.objects.values_list("tournament__slug", "code", "state", "games", "shootout"),
    )
    return [sorted(map(str, rows)) for rows in reads]


def test_more_tournaments_are_of_every_format_in_every_state_and_the_same_each_time():
    said = seed(scale=20, seed=7)
    first = content()

    again = json.loads(seed(scale=20, seed=7, json=True))

    more = Tournament.objects.filter(slug__startswith="sample-7-")
    assert set(more.values_list("state", flat=True)) == set(GOALS)
    assert more.values_list("stages__format", flat=True).distinct().count() == 8
    assert said.count("  made   ") == len(CATALOGUE) + 20
    assert (again["made"], len(again["there"])) == ([], len(CATALOGUE) + 20)
    assert content() == first


def test_only_one_state_is_made_where_one_is_asked_for():
    made = json.loads(seed(stage="cancelled", scale=2, json=True))["made"]

    assert (len(made), Tournament.objects.filter(state="cancelled").count()) == (3, 3)
    assert Tournament.objects.count() == 3


def test_the_world_cup_is_left_out_where_another_state_is_asked_for():
    file = Path(__file__).parent / "data" / "world_cup_2022.csv"

    assert json.loads(seed(stage="draft", world_cup=file, json=True))["made"] == [
        "school-chess-day"
    ]


def test_no_tournament_is_named_that_is_not_there():
    assert "/tournaments/" not in seed(stage="draft")


def test_two_numbers_draw_different_tournaments():
    assert list(samples(5, seed=1)) == list(samples(9, seed=1))[:5]
    assert [one.name for one in samples(5, seed=1)] != [one.name for one in samples(5, seed=2)]


def test_a_scale_that_is_no_number_is_an_error():
    with pytest.raises(CommandError, match="write 0 or more"):
        call_command("seed_tournaments", "--force", "--scale=-3")
