"""A whole tournament: its stages kept together, and as JSON."""

import json

import pytest

from bracketcore import (
    Advance,
    InvalidNotation,
    InvalidStage,
    Pools,
    RunningTournament,
    SingleElimination,
    Stage,
    Tournament,
    Win,
)
from bracketcore.notation import dumps, from_dict, loads, to_dict

from .playing import FOUR, favourites_win
from .test_schema import faults

PLANS = [
    Tournament(
        [("groups", Pools(pools=2)), ("playoff", SingleElimination(third_place=True))],
        [Advance("groups", places=(1,), to="playoff", seeding="standings")],
    ),
    Tournament(
        [("groups", Pools(pools=2)), ("playoff", SingleElimination())],
        [
            Advance("groups", places=(1,), to="playoff"),
            Advance("groups", (2,), "playoff", {"A2": ["A1", "A2", "B1"]}, best=1),
        ],
    ),
    Tournament(
        [("groups", Pools(pools=2)), ("playoff", SingleElimination())],
        [Advance("groups", to="playoff", seeding=["A1", "B2", "B1", "A2"])],
    ),
]


@pytest.fixture
def cup():
    cup = PLANS[0].start(FOUR)
    favourites_win(cup.stages["groups"])
    cup.create_next("playoff")
    return cup


@pytest.mark.parametrize("plan", PLANS, ids=["standings", "best", "order"])
def test_a_plan_comes_back_from_json_as_the_schema_has_it(plan):
    assert loads(dumps(plan)) == plan
    assert faults(json.loads(dumps(plan))) == []


def test_a_tournament_comes_back_from_json_with_its_stages(cup):
    favourites_win(cup.stages["playoff"])

    again = loads(dumps(cup), RunningTournament)

    assert again == cup
    assert (again.is_complete, again.outdated) == (True, ())
    assert dumps(again) == dumps(cup)
    assert str(again) == str(cup)
    assert faults(json.loads(dumps(cup))) == []


def test_a_correction_tells_which_stages_are_no_longer_of_those_who_qualify(cup):
    cup.stages["groups"].correct("A.R1.1", Win("dee"))

    assert cup.outdated == ("playoff",)
    again = cup.create_next("playoff")

    assert [one.id for one in again.entrants] == ["bob", "dee"]
    assert cup.outdated == ()


def test_a_reopened_stage_leaves_the_next_one_without_ground(cup):
    cup.stages["groups"].reopen("A.R1.1")

    assert cup.outdated == ("playoff",)
    assert not cup.is_complete


def test_a_stage_that_is_under_way_is_not_created_anew(cup):
    favourites_win(cup.stages["playoff"])

    with pytest.raises(InvalidStage, match="'playoff' is under way"):
        cup.create_next("playoff")


def test_stages_that_are_not_there_yet_say_where_their_entrants_come_from():
    text = str(PLANS[1].start(FOUR))

    assert text.endswith("playoff\n\nNot there yet: its entrants come from groups.")
    assert str(PLANS[1]).splitlines()[-2:] == ["  1st of groups", "  2nd of groups"]


@pytest.mark.parametrize(
    "stages",
    [
        {},
        {"playoff": SingleElimination(third_place=True).create(FOUR)},
        {"groups": Pools(pools=1).create(FOUR)},
        {"groups": Pools(pools=2).create(FOUR), "final": SingleElimination().create(FOUR)},
    ],
    ids=["none", "not the first", "another format", "another name"],
)
def test_stages_that_are_not_of_the_plan_are_refused(stages):
    with pytest.raises(InvalidStage, match=r"\.$"):
        RunningTournament(PLANS[0], stages)


def test_tournaments_are_equal_by_their_plans_and_stages(cup):
    assert cup == RunningTournament(cup.plan, cup.stages)
    assert cup != PLANS[0].start(FOUR)
    assert cup != "a tournament"


def test_a_seeding_by_a_function_cannot_be_written():
    plan = Tournament(PLANS[0].stages, [Advance("groups", (1,), "playoff", seeding=sorted)])

    with pytest.raises(InvalidNotation, match="a function, which cannot be written"):
        dumps(plan)


def test_another_kind_than_the_one_that_is_wanted_is_refused(cup):
    with pytest.raises(InvalidNotation, match="This is a tournament, and a stage is wanted"):
        loads(dumps(cup), Stage)


@pytest.mark.parametrize(
    "change",
    [
        {"tournament": []},
        {"stages": []},
        {"stages": {}},
        {"stages": {"final": {"entrants": FOUR, "history": []}}},
        {"stages": {"groups": {"entrants": FOUR}}},
        {"tournament": {"stages": [], "advance": []}},
        {"tournament": {"stages": [{"name": "groups"}], "advance": []}},
        {"extra": 1},
    ],
    ids=repr,
)
def test_data_that_is_no_tournament_is_refused(cup, change):
    with pytest.raises(InvalidNotation, match=r"\.$"):
        from_dict(to_dict(cup) | change)
