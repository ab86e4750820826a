import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import (
    DoubleElimination,
    DoubleForfeit,
    Draw,
    Entrant,
    Forfeit,
    Pools,
    RoundRobin,
    SingleElimination,
    Walkover,
    Win,
)
from bracketcore.brackets_model import dump, load

from .playing import EIGHT, FOUR, favourites_win, names, states

FORMATS = [
    SingleElimination(),
    SingleElimination(third_place=True, best_of=3),
    DoubleElimination(),
    DoubleElimination(grand_final="single", drops="natural"),
    DoubleElimination(grand_final="none", drops="reverse", best_of={"U1": 3, "L2": 5}),
    RoundRobin(legs=2),
    RoundRobin(order="circle", best_of=2),
    Pools(pools=2),
    Pools(pools=3, distribution="effort"),
    Pools(pools=2, distribution="bracket", order="circle"),
]


def through_json(data):
    return json.loads(json.dumps(data))


def again(stage):
    return load(through_json(dump(stage)))


@st.composite
def scored(draw, stage, match):
    """A result that the tables can hold, with a score or without."""
    winner, best_of = draw(st.integers(0, 1)), stage.best_of(match.id)
    if not match.decisive and best_of % 2 == 0:
        return Draw(score=(best_of // 2, best_of // 2))
    sides = stage.pairing(match.id)
    score = (best_of // 2 + 1, draw(st.integers(0, best_of // 2)))
    games = [*[(0, 1)] * score[1], *[(5, 2)] * score[0]]
    if winner:
        score, games = score[::-1], [(second, first) for first, second in games]
    return draw(
        st.sampled_from(
            [
                Win(sides[winner]),
                Win(sides[winner], score=score),
                Win(sides[winner], score=tuple(games)) if best_of > 1 else Win(sides[winner]),
                Forfeit(sides[winner]),
                DoubleForfeit(),
            ]
        )
    )


@given(data=st.data(), format_=st.sampled_from(FORMATS), entrants=st.integers(3, 12))
def test_a_stage_comes_back_with_its_sides_and_results(data, format_, entrants):
    stage = format_.create(names(entrants))
    for _ in range(data.draw(st.integers(0, len(stage.matches)))):
        if ready := stage.ready_matches():
            match = data.draw(st.sampled_from(ready))
            stage.record(match.id, data.draw(scored(stage, match)))

    read = again(stage)

    assert states(read) == states(stage)
    assert [read.best_of(match.id) for match in read.matches] == [
        stage.best_of(match.id) for match in stage.matches
    ]
    assert dump(read)["match"] == dump(stage)["match"]
    assert dump(read)["match_game"] == dump(stage)["match_game"]


def test_the_names_of_entrants_come_back():
    stage = SingleElimination().create([Entrant("a", name="Ann é"), "bob"])

    assert again(stage).entrants == stage.entrants


def test_the_tables_of_a_knockout_are_those_of_the_widget():
    stage = SingleElimination(third_place=True).create(FOUR)
    stage.record("R1.1", Win("ann", score=(2, 1)))

    tables = dump(stage, name="Cup")

    assert tables["participant"][0] == {"id": "ann", "tournament_id": 0, "name": "ann"}
    assert tables["stage"] == [
        {
            "id": 0,
            "tournament_id": 0,
            "number": 1,
            "name": "Cup",
            "type": "single_elimination",
            "settings": {"seedOrdering": ["inner_outer"], "size": 4, "consolationFinal": True},
        }
    ]
    assert tables["group"] == [
        {"id": 0, "stage_id": 0, "number": 1},
        {"id": 1, "stage_id": 0, "number": 2},
    ]
    assert tables["round"] == [
        {"id": 0, "stage_id": 0, "group_id": 0, "number": 1},
        {"id": 1, "stage_id": 0, "group_id": 0, "number": 2},
        {"id": 2, "stage_id": 0, "group_id": 1, "number": 1},
    ]
    assert tables["match"][0] == {
        "id": 0,
        "stage_id": 0,
        "group_id": 0,
        "round_id": 0,
        "number": 1,
        "child_count": 0,
        "status": 4,
        "opponent1": {"id": "ann", "position": 1, "result": "win", "score": 2},
        "opponent2": {"id": "dee", "position": 4, "result": "loss", "score": 1},
    }
    assert tables["match_game"] == []


def test_the_status_tells_where_a_match_stands():
    stage = SingleElimination(third_place=True).create(EIGHT)
    stage.record("R1.1", Win("ann"))
    stage.record("R1.2", Win("dee"))
    stage.record("R2.1", Win("ann"))

    numbers = [row["status"] for row in dump(stage)["match"]]

    assert numbers == [*[5, 5, 2, 2], *[4, 0], *[1], *[1]]


def test_a_bye_is_null_and_the_other_side_has_won():
    tables = dump(SingleElimination().create(["ann", "bob", "cyd"]))

    first = tables["match"][0]

    assert (first["status"], first["opponent1"], first["opponent2"]) == (
        0,
        {"id": "ann", "position": 1, "result": "win"},
        None,
    )


def test_a_second_final_that_nobody_plays_names_nobody():
    stage = favourites_win(DoubleElimination().create(FOUR))

    last = dump(stage)["match"][-1]

    assert (last["status"], last["opponent1"], last["opponent2"]) == (0, {"id": None}, {"id": None})


def test_a_second_final_that_is_played_names_both():
    stage = favourites_win(DoubleElimination().create(FOUR), until="GF.1")
    stage.record("GF.1", Win("bob"))

    last = dump(stage)["match"][-1]

    assert (last["opponent1"], last["opponent2"]) == ({"id": "bob"}, {"id": "ann"})


def test_who_comes_from_another_bracket_has_the_number_of_the_match():
    tables = dump(DoubleElimination(drops="reverse").create(EIGHT))

    drops = [row["opponent1"] for row in tables["match"] if row["round_id"] == 4]

    assert drops == [{"id": None, "position": 2}, {"id": None, "position": 1}]
    assert tables["match"][-2]["opponent2"] == {"id": None, "position": 1}


def test_the_games_of_a_match_are_rows_of_their_own():
    stage = SingleElimination(best_of=3).create(["ann", "bob"])
    stage.record("R1.1", Win("bob", score=((21, 15), (18, 21), (19, 21))))

    tables = dump(stage)

    assert tables["match"][0]["opponent2"]["score"] == 2
    assert tables["match_game"][1] == {
        "id": 1,
        "stage_id": 0,
        "parent_id": 0,
        "number": 2,
        "status": 4,
        "opponent1": {"id": "ann", "score": 18, "result": "loss"},
        "opponent2": {"id": "bob", "score": 21, "result": "win"},
    }


def test_games_that_are_not_played_have_no_score():
    tables = dump(SingleElimination(best_of=3).create(["ann", "bob", "cyd"]))

    games = [(game["status"], game["opponent1"]) for game in tables["match_game"]]

    assert games == [
        *[(0, {"id": "ann"})] * 3,
        *[(2, {"id": "bob"})] * 3,
        *[(0, {"id": "ann"})] * 3,
    ]


def test_games_that_were_not_needed_are_read_as_not_played():
    stage = SingleElimination(best_of=3).create(["ann", "bob"])
    stage.record("R1.1", Win("ann", score=((21, 15), (21, 18))))

    assert again(stage).result("R1.1") == stage.result("R1.1")


def test_what_the_tables_have_no_place_for_is_read_without_it():
    stage = SingleElimination().create(FOUR)
    stage.record("R1.1", Win("dee", score=(1, 1), shootout=(3, 4)))
    stage.record("R1.2", Walkover("cyd"))

    read = again(stage)

    assert (read.result("R1.1"), read.result("R1.2")) == (Win("dee"), Forfeit("bob"))


def test_a_withdrawal_is_read_as_the_forfeits_that_it_led_to():
    stage = SingleElimination().create(FOUR)
    stage.withdraw("ann")

    read = again(stage)

    assert (read.result("R1.1"), read.pairing("R2.1")) == (Forfeit("ann"), ("dee", None))


def test_pools_of_one_come_back():
    assert again(Pools(pools=3).create(["ann", "bob", "cyd"])).pools == {
        "A": ("ann",),
        "B": ("bob",),
        "C": ("cyd",),
    }


def test_a_round_robin_in_another_order_of_rounds_keeps_its_results():
    tables = dump(favourites_win(RoundRobin().create(FOUR)))
    first, second = tables["match"][0], tables["match"][2]
    first["round_id"], second["round_id"] = second["round_id"], first["round_id"]
    for one in tables["match"]:
        one["opponent1"], one["opponent2"] = one["opponent2"], one["opponent1"]
        del one["opponent1"]["position"]

    read = load(tables)

    assert [(row.entrant, row.points) for row in read.standings()] == [
        ("ann", 9),
        ("bob", 6),
        ("cyd", 3),
        ("dee", 0),
    ]


def test_a_match_with_its_sides_exchanged_is_read_turned_with_its_games():
    stage = RoundRobin(best_of=3).create(["ann", "bob"])
    stage.record("R1.1", Win("ann", score=((21, 15), (18, 21), (21, 19))))
    tables = dump(stage)
    for row in (*tables["match"], *tables["match_game"]):
        row["opponent1"], row["opponent2"] = row["opponent2"], row["opponent1"]
    for opponent in ("opponent1", "opponent2"):
        del tables["match"][0][opponent]["position"]

    read = load(tables)

    assert (read.pairing("R1.1"), read.result("R1.1")) == (
        ("ann", "bob"),
        Win("ann", score=((21, 15), (18, 21), (21, 19))),
    )


def test_ids_that_are_numbers_are_read_as_texts():
    tables = dump(SingleElimination().create(["0", "1"]))
    for one in (
        *tables["participant"],
        tables["match"][0]["opponent1"],
        tables["match"][0]["opponent2"],
    ):
        one["id"] = int(one["id"])

    assert load(tables).pairing("R1.1") == ("0", "1")


@pytest.mark.parametrize(
    "opponents",
    [
        ({"result": "win"}, {}),
        ({}, {"result": "loss"}),
        ({"result": "win", "score": None}, {"result": "loss", "score": None}),
    ],
)
def test_one_side_is_enough_to_tell_who_won(opponents):
    tables = dump(SingleElimination().create(["ann", "bob"]))
    for number, told in enumerate(opponents, start=1):
        tables["match"][0][f"opponent{number}"] |= told

    assert load(tables).champion == "ann"


def test_the_sides_of_a_second_final_that_nobody_plays_do_not_count():
    tables = dump(favourites_win(DoubleElimination().create(FOUR)))
    tables["match"][-1] |= {"opponent1": {"id": "ann"}, "opponent2": {"id": "bob"}}

    assert load(tables).champion == "ann"


def test_a_draw_comes_back():
    stage = RoundRobin().create(["ann", "bob"])
    stage.record("R1.1", Draw(score=(1, 1)))

    assert again(stage).result("R1.1") == Draw(score=(1, 1))
