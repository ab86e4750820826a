import copy
import json
from fractions import Fraction
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from bracketcore import (
    DoubleElimination,
    DualTournament,
    Entrant,
    FreeForAll,
    InvalidNotation,
    PagePlayoff,
    Points,
    Pools,
    RoundRobin,
    SingleElimination,
    Stepladder,
    Win,
)
from bracketcore.history import Recorded
from bracketcore.notation import FORMATS, event_to_dict, from_dict, to_dict
from bracketcore.notation.versions import VERSION, upgraded
from bracketcore.tiebreaks import Given

from .playing import FOUR, favourites_win
from .test_notation import BAD_STAGES, EVENTS, RESULTS

SCHEMA = json.loads(
    files("bracketcore").joinpath(f"schema/bracketcore-{VERSION}.json").read_text("utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)
CASES = [
    SingleElimination(third_place=True, best_of={1: 3, "3P": 5}),
    SingleElimination(classification="all"),
    DoubleElimination(grand_final="single", drops="natural", upper_entrants=2, best_of=3),
    DoubleElimination(),
    RoundRobin(legs=2, order="circle", points=Points(1, Fraction(1, 2), 0), tiebreaks=("SB",)),
    RoundRobin(tiebreaks=["SD", Given("FP", {"ann": -1}, "fair play")]),
    Pools(pools=2, distribution="effort", best_of={2: 2}),
    Stepladder(best_of=3),
    PagePlayoff(),
    DualTournament(),
    FreeForAll(heat_size=3, advance=1, points=(3, Fraction(1, 2))),
]


def plain(stage):
    return json.loads(json.dumps(to_dict(stage)))


def faults(data):
    return [error.message for error in VALIDATOR.iter_errors(data)]


def good():
    stage = SingleElimination().create(FOUR)
    stage.record("R1.1", Win("ann", score=(2, 1)))
    return plain(stage)


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_every_format():
    known = [one["properties"]["name"]["const"] for one in SCHEMA["$defs"]["format"]["oneOf"]]

    assert known == list(FORMATS)


def test_every_format_is_among_the_cases():
    assert {type(format_) for format_ in CASES} == set(FORMATS.values())


@pytest.mark.parametrize("format_", CASES, ids=repr)
def test_every_format_is_written_as_the_schema_says(format_):
    assert faults(plain(format_.create(FOUR))) == []


@pytest.mark.parametrize("format_", [one for one in CASES if type(one) is not FreeForAll], ids=repr)
def test_a_played_stage_is_written_as_the_schema_says(format_):
    four = [Entrant("ann", name="Ann", rating=1, club="North"), *FOUR[1:]]

    assert faults(plain(favourites_win(format_.create(four)))) == []


@pytest.mark.parametrize("event", EVENTS, ids=repr)
def test_every_event_is_written_as_the_schema_says(event):
    data = good() | {"history": [json.loads(json.dumps(event_to_dict(event)))]}

    assert faults(data) == []


@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_every_result_is_written_as_the_schema_says(result):
    event = event_to_dict(Recorded("R1.1", result))

    assert faults(good() | {"history": [json.loads(json.dumps(event))]}) == []


# The schema sees the shape alone: that zoe does not play is found when it is played.
@pytest.mark.parametrize("data", [one for one in BAD_STAGES if "'zoe'" not in repr(one)], ids=repr)
def test_data_that_is_no_stage_is_refused_by_the_schema(data):
    assert faults(data) != []


def spoilt(path, value):
    """A good stage with another value at a place."""
    data = copy.deepcopy(good())
    *way, last = path
    place = data
    for step in way:
        place = place[step]
    place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["format", "name"], "swiss"),
        (["format", "legs"], 2),
        (["format", "best_of"], 2),
        (["format", "best_of"], {"1": 4}),
        (["format", "third_place"], "yes"),
        (["format"], {"name": "pools"}),
        (["format"], {"name": "round-robin", "points": {"win": "1/0"}}),
        (["format"], {"name": "round-robin", "points": {"win": 0.5}}),
        (["format"], {"name": "free-for-all", "heat_size": 2}),
        (["entrants"], ["ann", ""]),
        (["entrants", 0], {"id": "ann", "age": 7}),
        (["history", 0, "match"], 1),
        (["history", 0, "result", "score"], [2]),
        (["history", 0, "result", "score"], [-2, 1]),
        (["history", 0, "result", "score"], [[2, 1], 3]),
        (["history", 0, "result", "loser"], "bob"),
        (["history", 0, "result"], {"result": "lucky"}),
    ],
    ids=repr,
)
def test_a_malformed_part_is_refused_by_the_schema_and_by_the_reader(path, value):
    data = spoilt(path, value)

    assert faults(data) != []
    with pytest.raises(InvalidNotation, match=r"\.$"):
        from_dict(data)


@pytest.mark.parametrize("version", [None, 0, -1, "1", True, 1.0])
def test_data_without_a_version_is_refused(version):
    with pytest.raises(InvalidNotation, match='A stage says "bracketcore": 1'):
        from_dict(good() | {"bracketcore": version})


def test_a_newer_version_is_refused_with_what_to_do():
    with pytest.raises(InvalidNotation, match=r"written in version 2 .* update bracketcore"):
        from_dict(good() | {"bracketcore": 2})


def test_an_older_version_goes_through_every_step_from_its_own_on():
    steps = [
        lambda body: body | {"bracketcore": 2, "way": "1-2"},
        lambda body: body | {"bracketcore": 3, "way": f"{body.get('way', '2')}-3"},
    ]

    assert upgraded({"bracketcore": 1}, steps) == {"bracketcore": 3, "way": "1-2-3"}
    assert upgraded({"bracketcore": 2}, steps) == {"bracketcore": 3, "way": "2-3"}
    assert upgraded({"bracketcore": 3}, steps) == {"bracketcore": 3}
