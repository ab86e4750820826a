import pytest

from bracketcore import (
    DoubleElimination,
    DualTournament,
    FreeForAll,
    InvalidNotation,
    RoundRobin,
    SingleElimination,
)
from bracketcore.brackets_model import dump, load

from .playing import FOUR, favourites_win, names


@pytest.mark.parametrize(
    "format_",
    [
        SingleElimination(classification="all"),
        DoubleElimination(upper_entrants=2),
        DualTournament(),
        FreeForAll(heat_size=4, advance=2),
    ],
    ids=repr,
)
def test_formats_that_the_tables_cannot_hold_are_refused(format_):
    with pytest.raises(InvalidNotation, match=r"save this stage with notation\.$"):
        dump(format_.create(FOUR))


def knockout(**changes):
    tables = dump(favourites_win(SingleElimination(best_of=3).create(FOUR)))
    return tables | changes


def changed(tables, table, at, /, **values):
    rows = [dict(one) for one in tables[table]]
    rows[at] |= values
    return tables | {table: rows}


def league():
    return dump(RoundRobin().create(FOUR))


def double():
    return dump(DoubleElimination(drops="natural").create(names(16)))


BAD = {
    "no object": [],
    "no stage": knockout(stage=[]),
    "two stages": knockout(stage=[{}, {}]),
    "no tables": {},
    "a table that is no list": knockout(match={}),
    "a row that is no object": knockout(match=[7]),
    "a type of its own": changed(knockout(), "stage", 0, type="swiss"),
    "a type that is no text": changed(knockout(), "stage", 0, type=7),
    "settings that are none": changed(knockout(), "stage", 0, settings=None),
    "a round that is not there": changed(knockout(), "match", 0, round_id=99),
    "a group that is not there": changed(knockout(), "round", 0, group_id=99),
    "an id that is none": changed(knockout(), "match", 0, id=None),
    "a number that is none": changed(knockout(), "match", 0, number="1"),
    "a forfeit that is none": changed(
        knockout(), "match", 0, opponent1={"id": "ann", "forfeit": 1}
    ),
    "a score that is no number": changed(
        knockout(), "match", 0, opponent1={"id": "ann", "score": "2"}
    ),
    "a side that is no object": changed(knockout(), "match", 0, opponent1="ann"),
    "no participants": knockout(participant=[]),
    "no matches": knockout(match=[]),
    "a seat that nobody has": changed(knockout(), "match", 0, opponent1={"id": None}),
    "a bye for the last seed": changed(knockout(), "match", 1, opponent2=None),
    "a missing round": knockout(match=knockout()["match"][:-1]),
    "sides that lost before": changed(knockout(), "match", 2, opponent1={"id": "dee"}),
    "a second final that nobody has to play": changed(
        dump(favourites_win(DoubleElimination().create(FOUR))),
        "match",
        -1,
        opponent1={"id": "ann", "result": "win"},
        opponent2={"id": "bob"},
    ),
    "two winners": changed(
        knockout(),
        "match",
        0,
        opponent1={"id": "ann", "result": "win"},
        opponent2={"id": "dee", "result": "win"},
    ),
    "a draw in a knockout": changed(
        knockout(),
        "match",
        0,
        opponent1={"id": "ann", "result": "draw"},
        opponent2={"id": "dee", "result": "draw"},
    ),
    "an even number of games": changed(knockout(), "match", 2, child_count=2),
    "games that differ in a round": changed(knockout(), "match", 0, child_count=5),
    "a final of no kind": changed(double(), "stage", 0, settings={"grandFinal": "triple"}),
    "another order of drops": changed(double(), "match", 19, opponent1={"id": None, "position": 3}),
    "meetings that are missing": league() | {"match": league()["match"][1:]},
    "meetings too many": league()
    | {"match": [*league()["match"], league()["match"][0] | {"number": 9}]},
    "pools that are none": changed(league(), "stage", 0, settings={"groupCount": "A"}),
    "pools of other sizes": changed(league(), "stage", 0, settings={"groupCount": 2}),
}


@pytest.mark.parametrize("tables", BAD.values(), ids=BAD)
def test_tables_of_no_stage_are_refused_with_a_sentence(tables):
    with pytest.raises(InvalidNotation, match=r"\.$"):
        load(tables)
