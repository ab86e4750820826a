from typing import Any

import pytest

from bracketcore import (
    Advance,
    InvalidStage,
    Points,
    Pools,
    QualifiersUndecided,
    RoundRobin,
    SingleElimination,
    Tournament,
)
from bracketcore.standings import Split
from bracketcore.tiebreaks import Tiebreak, fair_play, lots

from .football import record, table, teams_of
from .playing import vectors

LEVEL = vectors("level_groups")["groups"]
EURO = vectors("euro_2024")


def group_stage(group: Any, *outside: Tiebreak):
    format_ = RoundRobin(points=Points(win=group["win"]), tiebreaks=(*group["tiebreaks"], *outside))
    return record(format_.create(teams_of(group["results"])), group["results"])


@pytest.mark.parametrize("group", LEVEL, ids=[group["name"] for group in LEVEL])
def test_level_teams_are_parted_as_they_were(group):
    outside = [fair_play(group.get("fair_play", {})), lots(group.get("lots", []))]

    standings = group_stage(group, *outside).standings()

    assert table(standings) == group["table"]
    assert [row.place for row in standings] == [1, 2, 3, 4]


@pytest.mark.parametrize("name", ["World Cup 1990, group F", "World Cup 2018, group H"])
def test_without_what_came_from_outside_the_place_is_shared(name):
    group = next(group for group in LEVEL if group["name"] == name)

    standings = group_stage(group).standings()

    assert [row.place for row in standings] == [1, 2, 2, 4]


def test_a_row_tells_that_fair_play_decided():
    group = next(group for group in LEVEL if group["name"] == "World Cup 2018, group H")

    standings = group_stage(group, fair_play(group["fair_play"])).standings()

    assert standings[1].below == Split("Senegal", "FP", "fair play", -4, -6)
    assert "ahead of Senegal on fair play (-4 to -6)" in standings[1].explain()


# The four best third places go on, and where they meet whom is written for each four pools.
EURO_2024 = Tournament(
    stages=[
        (
            "groups",
            Pools(pools=6, distribution="effort", tiebreaks=("football_head_to_head",)),
        ),
        ("knockout", SingleElimination()),
    ],
    advance=[
        Advance("groups", places=(1, 2), to="knockout"),
        Advance(
            "groups",
            places=(3,),
            best=4,
            to="knockout",
            seeding={"C3 D3 E3 F3": EURO["bracket"]},
        ),
    ],
)
OUTSIDE: dict[str, list[Tiebreak]] = {"groups": ["football_head_to_head", lots(EURO["outside"])]}


def euro_groups():
    pools = [teams_of(results) for results in EURO["groups"].values()]
    stage = EURO_2024.create([pool[turn] for turn in range(4) for pool in pools])
    return record(stage, [text for results in EURO["groups"].values() for text in results])


def test_the_groups_of_euro_2024_come_out_as_they_did():
    groups = euro_groups()

    tables = {
        pool: ", ".join(table(groups.standings(pool=pool, tiebreaks=OUTSIDE["groups"])))
        for pool in groups.pools
    }

    assert tables == EURO["tables"]


def test_the_third_places_of_euro_2024_rank_as_they_did():
    standings = euro_groups().standings(tiebreaks=OUTSIDE["groups"])

    assert [f"{row.entrant} {row.place - 12}" for row in standings[12:18]] == EURO["third_places"]


def test_the_knockout_of_euro_2024_is_that_which_was_played():
    knockout = EURO_2024.create_next("knockout", {"groups": euro_groups()}, tiebreaks=OUTSIDE)

    record(knockout, EURO["knockout"])

    assert knockout.champion == "Spain"
    assert [row.entrant for row in knockout.standings()[:4]] == [
        "Spain",
        "England",
        "France",
        "Netherlands",
    ]


def test_euro_2024_waits_for_what_parts_denmark_and_slovenia():
    with pytest.raises(QualifiersUndecided, match="Denmark, Slovenia share a place in pool C"):
        EURO_2024.create_next("knockout", {"groups": euro_groups()})


def test_the_table_of_third_places_must_have_the_four_that_went_on():
    seeding = {"A3 B3 C3 D3": EURO["bracket"]}
    ways = [Advance("groups", to="knockout"), Advance("groups", (3,), "knockout", seeding, best=4)]
    plan = Tournament(EURO_2024.stages, ways)

    with pytest.raises(InvalidStage, match="no bracket order for 'C3 D3 E3 F3'"):
        plan.create_next("knockout", {"groups": euro_groups()}, tiebreaks=OUTSIDE)
