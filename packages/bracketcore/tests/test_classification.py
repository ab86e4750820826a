from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import (
    DoubleForfeit,
    InvalidStage,
    LoserOf,
    Match,
    SingleElimination,
    Win,
    WinnerOf,
)

from .playing import EIGHT, FOUR, favourites_win, names, played_out

ALL = SingleElimination(classification="all")


def test_the_losers_of_a_round_play_on_for_the_places_behind_its_winners():
    stage = ALL.create(EIGHT)

    assert [match.id for match in stage.matches] == [
        *("R1.1", "R1.2", "R1.3", "R1.4"),
        *("P5.1", "P5.2", "R2.1", "R2.2"),
        *("P7.1", "P5.3", "3P", "R3.1"),
    ]
    assert stage.match("P5.2") == Match("P5.2", (LoserOf("R1.3"), LoserOf("R1.4")), 2, "P5")
    assert stage.match("P5.3") == Match("P5.3", (WinnerOf("P5.1"), WinnerOf("P5.2")), 3, "P5")
    assert stage.match("P7.1") == Match("P7.1", (LoserOf("P5.1"), LoserOf("P5.2")), 3, "P7")
    assert stage.match("3P") == Match("3P", (LoserOf("R2.1"), LoserOf("R2.2")), 3, "3P")


@given(size=st.integers(2, 70), random=st.randoms(use_true_random=False))
def test_nobody_shares_a_place_when_all_are_played_out(size, random):
    stage = played_out(ALL.create(names(size)), random)

    assert stage.is_complete
    assert [row.place for row in stage.standings()] == list(range(1, size + 1))
    assert stage.standings()[0].entrant == stage.champion


@pytest.mark.parametrize("size", [2, 8, 64, 1024])
def test_everybody_plays_every_round_of_a_full_bracket(size):
    stage = played_out(ALL.create(names(size)), Random(size))

    assert len(stage.history) == size // 2 * (size.bit_length() - 1)


@given(size=st.integers(2, 300))
def test_places_that_one_alone_can_get_need_no_match(size):
    stage = ALL.create(names(size))

    for_places = [match for match in stage.matches if match.bracket != "R"]

    assert [
        bracket
        for bracket in {match.bracket for match in for_places}
        if all(
            stage.state(match.id) == "skipped" for match in for_places if match.bracket == bracket
        )
    ] == []


@pytest.mark.parametrize(
    ("size", "for_places"),
    [
        (2, []),
        (3, []),
        (4, ["3P"]),
        (5, ["3P"]),
        (6, ["P5.1", "3P"]),
        (7, ["P5.1", "P5.2", "P5.3", "3P"]),
    ],
)
def test_seats_that_byes_leave_empty_are_closed_up(size, for_places):
    stage = ALL.create(names(size))

    assert [match.id for match in stage.matches if match.bracket != "R"] == for_places


def test_a_row_says_which_match_gave_the_last_place_so_far():
    stage = ALL.create(FOUR)
    begun = stage.standings()[0].explain()
    favourites_win(stage)

    assert begun.startswith("ann is 1st (shared): still in; level with")
    assert [row.explain() for row in stage.standings()] == [
        "ann is 1st: won R2.1.",
        "bob is 2nd: lost R2.1 to ann.",
        "cyd is 3rd: won 3P.",
        "dee is 4th: lost 3P to cyd.",
    ]


def test_who_still_plays_for_places_shares_the_best_of_them():
    stage = ALL.create(EIGHT)

    for match in ("R1.1", "R1.2", "R1.3", "R1.4", "P5.1"):
        stage.record(match, Win(str(stage.pairing(match)[0])))

    assert [(row.place, row.entrant) for row in stage.standings()][4:] == [
        (5, "fay"),
        (5, "gus"),
        (5, "hal"),
        (8, "eve"),
    ]


def test_two_who_both_forfeit_get_the_last_of_the_places():
    stage = ALL.create(EIGHT)

    stage.record("R1.1", DoubleForfeit())
    favourites_win(stage)

    assert [(row.place, row.entrant, row.reason) for row in stage.standings()][-3:] == [
        (6, "gus", "lost P5.2 to fay"),
        (7, "ann", "lost R1.1"),
        (7, "hal", "lost R1.1"),
    ]


def test_the_text_lists_the_matches_for_places_below_the_bracket():
    stage = favourites_win(ALL.create(EIGHT))

    assert str(stage).splitlines()[-6:] == [
        "",
        "P5.1  hal - eve  eve won",
        "P5.2  gus - fay  fay won",
        "P7.1  hal - gus  gus won",
        "P5.3  eve - fay  eve won",
        "3P  dee - cyd  cyd won",
    ]


@pytest.mark.parametrize("classification", ["some", "", None])
def test_a_classification_without_meaning_is_refused(classification):
    with pytest.raises(InvalidStage, match="choose none or all"):
        SingleElimination(classification=classification)
