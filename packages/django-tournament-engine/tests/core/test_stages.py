from dataclasses import replace
from typing import Any

import pytest
from tests.factories import KNOCKOUT, PLAYOFF, POOLS

from tournament_engine.core.models import Tournament
from tournament_engine.core.stages import StageSpec, stage_rows
from tournament_engine.errors import InvalidInput

CUP = Tournament(name="Cup")


def test_stages_become_rows_in_their_order():
    rows = stage_rows([POOLS, PLAYOFF], CUP)

    assert [(row.position, row.code, row.format, row.options) for row in rows] == [
        (1, "pools", "pools", {"pools": 2}),
        (2, "playoff", "single_elimination", {}),
    ]
    assert [(row.sources, row.seeding) for row in rows] == [
        ([], ""),
        ([{"stage": "pools", "places": [1, 2]}], "cross"),
    ]


def test_a_seeding_may_list_the_places_in_bracket_order():
    [_pools, row] = stage_rows([POOLS, replace(PLAYOFF, seeding=("A1", "B2", "B1", "A2"))], CUP)

    assert row.seeding == ["A1", "B2", "B1", "A2"]


def fed_by(stage: Any, places: Any) -> StageSpec:
    return replace(PLAYOFF, sources=({"stage": stage, "places": places},))


WRONG: list[tuple[list[StageSpec], str]] = [
    ([replace(KNOCKOUT, code="")], "no address"),
    ([replace(KNOCKOUT, code="Top 8")], "'Top 8' is no address"),
    ([replace(KNOCKOUT, code="x" * 41)], "no address"),
    ([KNOCKOUT, KNOCKOUT], "give each its own"),
    ([PLAYOFF], "must be fed by a stage before it"),
    ([POOLS, fed_by("playoff", [1])], "must be fed by a stage before it"),
    ([POOLS, replace(PLAYOFF, sources=({"places": [1]},))], "must be fed by"),
    ([POOLS, fed_by("pools", [])], "Say which places of 'pools' go on to 'playoff'"),
    ([POOLS, fed_by("pools", [0, 1])], "Say which places"),
    ([POOLS, fed_by("pools", [1, 1])], "Say which places"),
    ([POOLS, fed_by("pools", [True])], "Say which places"),
    ([POOLS, fed_by("pools", "12")], "Say which places"),
    ([POOLS, replace(PLAYOFF, seeding="upside down")], "must be seeded"),
    ([replace(KNOCKOUT, name=" ")], "Enter a name"),
    ([replace(KNOCKOUT, code=f"s{n}") for n in range(9)], "at most 8 stages"),
]


@pytest.mark.parametrize(("specs", "sentence"), WRONG)
def test_stages_that_cannot_be_are_refused(specs: list[StageSpec], sentence: str):
    with pytest.raises(InvalidInput, match=sentence) as refused:
        stage_rows(specs, CUP)

    assert refused.value.field == "stages"
