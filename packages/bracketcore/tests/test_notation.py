import json
from fractions import Fraction

import pytest

from bracketcore import (
    DoubleElimination,
    DoubleForfeit,
    Draw,
    DualTournament,
    Entrant,
    Forfeit,
    FreeForAll,
    InvalidNotation,
    PagePlayoff,
    Placement,
    Points,
    Pools,
    RoundRobin,
    SingleElimination,
    Stepladder,
    Walkover,
    Win,
)
from bracketcore.history import (
    Corrected,
    Recorded,
    Reopened,
    Replaced,
    Swapped,
    TiebreakGiven,
    Withdrawn,
)
from bracketcore.notation import (
    dumps,
    entrant_from_dict,
    entrant_to_dict,
    event_from_dict,
    event_to_dict,
    format_from_dict,
    format_to_dict,
    from_dict,
    loads,
    result_from_dict,
    result_to_dict,
    to_dict,
)
from bracketcore.tiebreaks import fair_play, lots

from .playing import EIGHT, FOUR, favourites_win

FORMATS = [
    SingleElimination(),
    SingleElimination(third_place=True, best_of={1: 3, "3P": 5}),
    DoubleElimination(grand_final="single", drops="natural", best_of=3),
    RoundRobin(legs=2, order="circle", points=Points(1, Fraction(1, 2), 0), tiebreaks=("SB",)),
    RoundRobin(tiebreaks=("DE", fair_play({"ann": -1, "bob": Fraction(-1, 2)}), lots(["ann"]))),
    Pools(pools=2, distribution="effort", tiebreaks="football_head_to_head", best_of={2: 2}),
    SingleElimination(classification="all"),
    DoubleElimination(upper_entrants=4),
    Stepladder(best_of=3),
    FreeForAll(),
    FreeForAll(heat_size=5, advance=3, points=(5, Fraction(5, 2), 1)),
]
FOR_FOUR = [PagePlayoff(best_of={3: 5}), DualTournament(best_of=3)]
RESULTS = [
    Win("ann"),
    Win("ann", score=(2, 1)),
    Win("ann", score=((2, 1), (3, 0))),
    Win("ann", score=(1, 1), shootout=(5, 4)),
    Draw(),
    Draw(score=(1, 1)),
    Walkover("ann"),
    Forfeit("ann"),
    DoubleForfeit(),
    Placement(("ann", "bob", "cyd")),
    Placement(("ann", "bob", "cyd"), (3, 1, 0)),
]
EVENTS = [
    Recorded("R1.1", Win("ann")),
    Corrected("R1.1", Draw(), ("R2.1",)),
    Reopened("R1.1", ("R2.1", "3P")),
    Withdrawn("ann"),
    Replaced("ann", Entrant("zoe", name="Zoe", rating=1800, club="North")),
    Swapped("ann", "bob"),
    TiebreakGiven(fair_play({"ann": -1, "bob": Fraction(-1, 2)})),
]


def through_json(data):
    return json.loads(json.dumps(data))


@pytest.mark.parametrize("format_", FORMATS + FOR_FOUR, ids=repr)
def test_a_format_comes_back_from_plain_data(format_):
    assert format_from_dict(through_json(format_to_dict(format_))) == format_


@pytest.mark.parametrize("result", RESULTS, ids=repr)
def test_a_result_comes_back_from_plain_data(result):
    assert result_from_dict(through_json(result_to_dict(result))) == result


@pytest.mark.parametrize("event", EVENTS, ids=repr)
def test_an_event_comes_back_from_plain_data(event):
    assert event_from_dict(through_json(event_to_dict(event))) == event


def test_an_entrant_with_an_id_alone_is_that_id():
    assert entrant_to_dict(Entrant("ann")) == "ann"
    assert entrant_from_dict("ann") == Entrant("ann")


def test_options_that_are_left_out_have_their_defaults():
    assert format_from_dict({"name": "round-robin"}) == RoundRobin()


@pytest.mark.parametrize("format_", FORMATS + FOR_FOUR, ids=repr)
def test_a_played_stage_comes_back_from_json(format_):
    others = FOUR[1:] if format_ in FOR_FOUR else EIGHT[1:]
    stage = favourites_win(format_.create([Entrant("ann", name="Ann é"), *others]))

    again = loads(dumps(stage))

    assert again == stage
    assert dumps(again) == dumps(stage)
    assert str(again) == str(stage)


def test_a_troubled_stage_comes_back_from_its_history():
    stage = SingleElimination(third_place=True).create(FOUR)
    stage.replace("dee", "zoe")
    favourites_win(stage)
    stage.correct("R1.1", Win("zoe", score=(0, 1)), cascade=True)
    stage.withdraw("bob")
    stage.reopen("R1.1", cascade=True)

    again = from_dict(through_json(to_dict(stage)))

    assert again == stage
    assert str(again) == str(stage)


def test_the_data_of_a_stage_is_what_the_readme_of_the_format_says():
    stage = SingleElimination().create(["ann", Entrant("bob", rating=7)])
    stage.record("R1.1", Win("ann", score=(2, 1)))

    assert to_dict(stage) == {
        "bracketcore": 1,
        "format": {
            "name": "single-elimination",
            "third_place": False,
            "classification": "none",
            "best_of": 1,
        },
        "entrants": ["ann", {"id": "bob", "rating": 7}],
        "history": [
            {
                "event": "recorded",
                "match": "R1.1",
                "result": {"result": "win", "winner": "ann", "score": [2, 1]},
            }
        ],
    }


@pytest.mark.parametrize("text", ["", "Ann\nBob\n", "{", "NaN", '{"a": Infinity}', "[" * 100_000])
def test_a_text_that_is_no_json_is_refused(text):
    with pytest.raises(InvalidNotation, match="no JSON"):
        loads(text)


def good():
    stage = SingleElimination().create(FOUR)
    stage.record("R1.1", Win("ann"))
    stage.record("R1.2", Win("bob"))
    stage.record("R2.1", Win("ann"))
    stage.correct("R1.1", Win("dee"), cascade=True)
    return to_dict(stage)


def without(key):
    return {name: value for name, value in good().items() if name != key}


BAD_STAGES = [
    None,
    [],
    "stage",
    {},
    good() | {"bracketcore": 2},
    good() | {"bracketcore": True},
    good() | {"bracketcore": "1"},
    good() | {"extra": 1},
    without("format"),
    without("entrants"),
    without("history"),
    good() | {"entrants": "ann"},
    good() | {"entrants": ["ann"]},
    good() | {"entrants": ["ann", 7]},
    good() | {"entrants": ["ann", {"name": "Bob"}]},
    good() | {"entrants": ["ann", {"id": "bob", "rating": "7"}]},
    good() | {"entrants": ["ann", {"id": "bob", "rating": 7.5}]},
    good() | {"entrants": ["ann", {"id": "bob", "age": 7}]},
    good() | {"history": {}},
    good() | {"history": ["recorded"]},
    good() | {"history": [{"event": "won"}]},
    good() | {"history": [{"event": []}]},
    good() | {"history": [{"event": "recorded", "match": "R1.1"}]},
    good() | {"history": [{"event": "withdrawn", "entrant": "zoe"}]},
    good() | {"history": [{"event": "withdrawn", "entrant": "ann", "by": "bob"}]},
    good() | {"history": [{"event": "reopened", "match": "R1.1", "cleared": "R2.1"}]},
    good() | {"history": [{"event": "reopened", "match": "R1.1", "cleared": [1]}]},
    good() | {"history": [{"event": "swapped", "entrant": "ann"}]},
    good() | {"history": [{"event": "swapped", "entrant": "ann", "other": "zoe"}]},
    good() | {"history": [{"event": "tiebreak-given", "tiebreak": "SD"}]},
]


@pytest.mark.parametrize("data", BAD_STAGES, ids=repr)
def test_data_that_is_no_stage_is_refused_with_a_sentence(data):
    with pytest.raises(InvalidNotation, match=r"\.$"):
        from_dict(data)


def test_an_event_that_clears_something_else_than_it_says_is_refused():
    data = good()
    data["history"][-1]["cleared"] = ["R1.2"]

    with pytest.raises(InvalidNotation, match="Event 4 of the history does not clear"):
        from_dict(data)


@pytest.mark.parametrize(
    "data",
    [
        {"name": "swiss"},
        {"name": 7},
        {},
        {"name": "pools"},
        {"name": "pools", "pools": "4"},
        {"name": "pools", "pools": 0},
        {"name": "single-elimination", "legs": 2},
        {"name": "single-elimination", "third_place": 1},
        {"name": "single-elimination", "best_of": {"1": "3"}},
        {"name": "single-elimination", "best_of": 2},
        {"name": "round-robin", "order": 7},
        {"name": "round-robin", "tiebreaks": "DE"},
        {"name": "round-robin", "tiebreaks": ["XX"]},
        {"name": "round-robin", "tiebreaks": [{"code": "SD", "numbers": {}, "words": "no"}]},
        {"name": "round-robin", "tiebreaks": [{"code": "X", "numbers": {"a": 0.5}, "words": ""}]},
        {"name": "round-robin", "points": 3},
        {"name": "round-robin", "points": {"win": "three"}},
        {"name": "round-robin", "points": {"win": "1/0"}},
        {"name": "round-robin", "points": {"win": 0.5}},
        {"name": "round-robin", "points": {"win": "1e999999999"}},
        {"name": "round-robin", "points": {"win": 0}},
        {"name": "round-robin", "points": {"lose": 0}},
        {"name": "round-robin", "points": [3, 1, 0]},
        {"name": "round-robin", "legs": None},
        {"name": "single-elimination", "classification": "some"},
        {"name": "double-elimination", "upper_entrants": "4"},
        {"name": "double-elimination", "upper_entrants": 1},
        {"name": "stepladder", "third_place": True},
        {"name": "free-for-all", "heat_size": 2},
        {"name": "free-for-all", "advance": 0.5},
        {"name": "free-for-all", "points": {"win": 3}},
        {"name": "free-for-all", "points": [1, 2]},
        {"name": "free-for-all", "points": ["1/0"]},
        {"name": "free-for-all", "best_of": 3},
    ],
    ids=repr,
)
def test_data_that_is_no_format_is_refused(data):
    with pytest.raises(InvalidNotation, match=r"\.$"):
        format_from_dict(data)


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"result": "lucky"},
        {"result": "win"},
        {"result": "win", "winner": None},
        {"result": "win", "winner": "ann", "score": "2-1"},
        {"result": "win", "winner": "ann", "score": [2]},
        {"result": "win", "winner": "ann", "score": [[2, 1], 3]},
        {"result": "win", "winner": "ann", "score": [2, True]},
        {"result": "win", "winner": "ann", "score": [2.0, 1]},
        {"result": "win", "winner": "ann", "loser": "bob"},
        {"result": "placement", "order": "ann"},
        {"result": "placement", "order": ["ann"], "points": ["3"]},
    ],
    ids=repr,
)
def test_data_that_is_no_result_is_refused(data):
    with pytest.raises(InvalidNotation, match=r"\.$"):
        result_from_dict(data)
