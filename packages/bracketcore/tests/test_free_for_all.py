from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import (
    BYE,
    FreeForAll,
    InvalidStage,
    LaterMatchesPlayed,
    Match,
    Placement,
    PlaceOf,
    Seed,
)
from bracketcore.formats.heats import dealt

from .playing import EIGHT, favourites_win, names, played_out, seats, states


def test_the_first_places_of_each_heat_go_on_to_a_final():
    stage = FreeForAll().create(EIGHT)

    assert stage.matches == (
        Match("R1.1", (Seed(1), Seed(4), Seed(5), Seed(8)), 1, "R"),
        Match("R1.2", (Seed(2), Seed(3), Seed(6), Seed(7)), 1, "R"),
        Match(
            "R2.1",
            (PlaceOf("R1.1", 1), PlaceOf("R1.2", 1), PlaceOf("R1.1", 2), PlaceOf("R1.2", 2)),
            2,
            "R",
        ),
    )


def test_heats_of_a_round_differ_by_one_at_most():
    stage = FreeForAll().create(names(10))

    heats = seats(stage, "R", 1)

    assert [len(heat) - heat.count(BYE) for heat in heats] == [4, 3, 3]


def test_a_few_play_a_final_at_once():
    stage = FreeForAll(heat_size=8).create(["ann", "bob"])

    stage.record("R1.1", Placement(("bob", "ann")))

    assert stage.pairing("R1.1") == ("ann", "bob", BYE)
    assert stage.champion == "bob"


def came_in(stage, match):
    result = stage.result(match)
    assert isinstance(result, Placement)
    return result.order


@st.composite
def heats(draw):
    size = draw(st.integers(3, 8))
    return FreeForAll(heat_size=size, advance=draw(st.integers(1, size - 1)))


@given(format_=heats(), size=st.integers(2, 150), random=st.randoms(use_true_random=False))
def test_every_heat_is_played_and_the_last_of_none_goes_on(format_, size, random):
    stage = played_out(format_.create(names(size)), random)

    seeds = [slot for match in stage.matches for slot in match.slots if isinstance(slot, Seed)]
    lengths = [len(came_in(stage, match.id)) for match in stage.matches]
    going_on = {slot for match in stage.matches for slot in match.slots} - set(seeds) - {BYE}
    assert sorted(seed.number for seed in seeds) == list(range(1, size + 1))
    assert stage.is_complete
    assert min(lengths) >= 2
    assert max(lengths) <= format_.heat_size
    assert going_on == {
        PlaceOf(match.id, place)
        for match, length in zip(stage.matches[:-1], lengths, strict=False)
        for place in range(1, min(format_.advance, length - 1) + 1)
    }


@given(format_=heats(), size=st.integers(2, 150), random=st.randoms(use_true_random=False))
def test_everybody_has_a_place_and_the_final_parts_its_own(format_, size, random):
    stage = played_out(format_.create(names(size)), random)

    rows = stage.standings()
    final = came_in(stage, stage.matches[-1].id)
    assert sorted(row.entrant for row in rows) == names(size)
    assert tuple(row.entrant for row in rows[: len(final)]) == final
    assert [row.place for row in rows[: len(final)]] == list(range(1, len(final) + 1))
    assert stage.champion == final[0]


@pytest.mark.parametrize("size", [1000, 1024])
def test_large_fields_play_out(size):
    stage = played_out(FreeForAll(heat_size=8, advance=4).create(names(size)), Random(size))

    assert stage.is_complete
    assert len(stage.standings()) == size


@given(
    sizes=st.lists(st.integers(2, 8), min_size=2, max_size=60),
    advance=st.integers(1, 5),
    largest=st.integers(3, 8),
)
def test_nobody_meets_somebody_of_the_last_heat_while_there_are_heats_enough(
    sizes, advance, largest
):
    origins = [
        heat for place in range(1, advance + 1) for heat, size in enumerate(sizes) if place < size
    ]
    heats = max(-(-len(origins) // largest), advance)

    by_heat = dealt(origins, heats)

    assert sorted(number for heat in by_heat for number in heat) == list(range(len(origins)))
    assert max(map(len, by_heat)) - min(map(len, by_heat)) <= 1
    assert [heat for heat in by_heat if len({origins[number] for number in heat}) < len(heat)] == []


@given(origins=st.lists(st.integers(0, 5), min_size=2, max_size=40), heats=st.integers(1, 6))
def test_heats_are_full_also_when_there_are_too_few_to_part_all(origins, heats):
    by_heat = dealt(origins, heats)

    assert sorted(number for heat in by_heat for number in heat) == list(range(len(origins)))
    assert max(map(len, by_heat)) - min(map(len, by_heat)) <= 1


def test_who_cannot_be_parted_from_his_last_heat_meets_it_again():
    assert dealt([0, 0, 1, 0, 1], 2) == [[0, 2, 4], [1, 3]]


def test_equal_places_of_a_round_are_shared_without_points():
    stage = favourites_win(FreeForAll().create(EIGHT))

    assert [(row.place, row.points, row.entrant) for row in stage.standings()] == [
        (1, None, "ann"),
        (2, None, "bob"),
        (3, None, "cyd"),
        (4, None, "dee"),
        (5, None, "eve"),
        (5, None, "fay"),
        (7, None, "gus"),
        (7, None, "hal"),
    ]


def test_points_by_place_add_up_and_a_placement_can_have_its_own():
    stage = FreeForAll(points=(3, Fraction(1, 2))).create(EIGHT)

    stage.record("R1.1", Placement(("ann", "dee", "eve", "hal")))
    stage.record("R1.2", Placement(("bob", "cyd", "fay", "gus"), points=(9, 8, 7, 6)))
    stage.record("R2.1", Placement(("dee", "ann", "bob", "cyd")))

    assert [(row.place, row.points, row.entrant) for row in stage.standings()] == [
        (1, Fraction(7, 2), "dee"),
        (2, Fraction(7, 2), "ann"),
        (3, 9, "bob"),
        (4, 8, "cyd"),
        (5, 7, "fay"),
        (6, 0, "eve"),
        (7, 6, "gus"),
        (8, 0, "hal"),
    ]


def test_points_of_placements_alone_count_too():
    stage = FreeForAll().create(["ann", "bob", "cyd"])

    stage.record("R1.1", Placement(("bob", "cyd", "ann"), points=(2, 1, 0)))

    assert [(row.entrant, row.points) for row in stage.standings()] == [
        ("bob", 2),
        ("cyd", 1),
        ("ann", 0),
    ]


def test_a_row_says_in_which_heat_it_got_its_place():
    stage = FreeForAll(advance=1).create(EIGHT)
    stage.withdraw("dee")

    stage.record("R1.1", Placement(("eve", "ann", "hal")))

    assert [(row.place, row.entrant, row.reason) for row in stage.standings()][4:] == [
        (1, "gus", "still in"),
        (6, "ann", "2nd in R1.1"),
        (7, "hal", "3rd in R1.1"),
        (8, "dee", "absent from R1.1"),
    ]


def test_who_is_absent_from_a_heat_comes_after_all_others_of_the_round():
    stage = FreeForAll(heat_size=3, advance=1).create(names(6))

    stage.withdraw("e0001")
    favourites_win(stage)

    assert [(row.place, row.entrant) for row in stage.standings()][2:] == [
        (3, "e0003"),
        (3, "e0005"),
        (5, "e0006"),
        (6, "e0001"),
    ]


def test_who_leaves_before_the_final_is_absent_from_it():
    stage = favourites_win(FreeForAll().create(EIGHT), until="R2.1")

    stage.withdraw("ann")
    stage.record("R2.1", Placement(("dee", "bob", "cyd")))

    assert stage.champion == "dee"
    assert stage.standings()[3].explain() == "ann is 4th: absent from R2.1."


def test_the_last_who_stays_in_the_final_wins_it_without_a_result():
    stage = favourites_win(FreeForAll(points=(4, 2, 1)).create(EIGHT), until="R2.1")

    for entrant in ("ann", "bob", "cyd"):
        stage.withdraw(entrant)

    assert (stage.is_complete, stage.champion) == (True, "dee")
    assert stage.standings()[0].explain() == "dee is 1st: 1st in R2.1."


def test_a_correction_goes_through_all_heats_that_it_led_to():
    stage = favourites_win(FreeForAll(heat_size=3, advance=1).create(names(9)))
    final = stage.matches[-1].id

    with pytest.raises(LaterMatchesPlayed, match=f"The results of {final} depend"):
        stage.correct("R1.1", Placement(("e0007", "e0006", "e0001")))
    stage.correct("R1.1", Placement(("e0007", "e0006", "e0001")), cascade=True)

    fresh = FreeForAll(heat_size=3, advance=1).create(names(9))
    for match in ("R1.1", "R1.2", "R1.3"):
        fresh.record(match, Placement(came_in(stage, match)))
    assert states(stage) == states(fresh)


def test_the_text_has_a_part_for_each_round_and_no_empty_seats():
    stage = FreeForAll().create(["ann", "bob", "cyd", "dee", "eve"])

    stage.record("R1.1", Placement(("eve", "ann", "dee")))

    assert str(stage).splitlines() == [
        "Round 1",
        "R1.1  ann - dee - eve  eve, ann, dee",
        "R1.2  bob - cyd",
        "",
        "Final",
        "R2.1  eve - 1st of R1.2 - ann",
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"heat_size": 2},
        {"heat_size": True},
        {"heat_size": "4"},
        {"advance": 0},
        {"advance": 4},
        {"advance": 1.0},
        {"points": (1, 2)},
        {"points": (1.5, 1)},
        {"points": (True,)},
        {"points": ("3",)},
    ],
)
def test_an_option_without_meaning_is_refused(options):
    with pytest.raises(InvalidStage, match=r"\.$"):
        FreeForAll(**options)


def test_who_is_out_of_a_heat_stands_behind_all_who_came_in():
    stage = FreeForAll(heat_size=4, advance=2).create(["ann", "bob", "cyd", "dee"])

    stage.record("R1.1", Placement(("dee", "bob"), out=("ann", "cyd")))

    told = [(row.place, row.entrant, row.reason) for row in stage.standings()]
    assert told == [
        (1, "dee", "1st in R1.1"),
        (2, "bob", "2nd in R1.1"),
        (3, "ann", "absent from R1.1"),
        (3, "cyd", "absent from R1.1"),
    ]


def test_a_heat_of_which_all_are_out_is_over():
    stage = FreeForAll(heat_size=3, advance=1).create(["ann", "bob", "cyd"])

    stage.record("R1.1", Placement((), out=("ann", "bob", "cyd")))

    assert (stage.is_complete, stage.champion) == (True, None)
    assert {row.place for row in stage.standings()} == {1}
