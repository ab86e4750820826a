from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import (
    DoubleForfeit,
    Draw,
    Forfeit,
    InvalidStage,
    Match,
    Points,
    RoundRobin,
    Seed,
    Walkover,
    Win,
)
from bracketcore.pairing import circle

from .playing import FOUR, favourites_win, names, played_out, vectors

TABLES = vectors("berger")["tables"]


def rounds(size, order):
    """The pairs of each round, with the numbers from 1 as seats."""
    seats = range(1, size + 1)
    return [list(zip(*sides, strict=True)) for sides in circle.rounds(seats, order)]


@pytest.mark.parametrize("size", TABLES)
def test_the_berger_tables_are_the_published_ones_cell_by_cell(size):
    made = [[list(pair) for pair in pairs] for pairs in rounds(int(size), "berger")]

    assert made == TABLES[size]


@pytest.mark.parametrize("size", TABLES)
def test_with_an_odd_number_the_last_number_of_the_table_is_the_rest(size):
    last = int(size)

    made = [[list(pair) for pair in pairs] for pairs in rounds(last - 1, "berger")]

    assert made == [[pair for pair in pairs if last not in pair] for pairs in TABLES[size]]


@given(size=st.integers(2, 40), order=st.sampled_from(["berger", "circle"]))
def test_everybody_meets_everybody_once_and_plays_once_a_round(size, order):
    made = rounds(size, order)

    met = Counter(frozenset(pair) for pairs in made for pair in pairs)
    assert met == Counter(map(frozenset, combinations(range(1, size + 1), 2)))
    for pairs in made:
        assert max(Counter(one for pair in pairs for one in pair).values()) == 1


@given(size=st.integers(2, 40), order=st.sampled_from(["berger", "circle"]))
def test_nobody_sits_on_one_side_more_than_once_too_often(size, order):
    first = Counter(dict.fromkeys(range(1, size + 1), 0))
    first.update(pair[0] for pairs in rounds(size, order) for pair in pairs)

    assert max(first.values()) - min(first.values()) <= 1


@given(half=st.integers(1, 20))
def test_berger_tables_have_as_few_breaks_of_sides_as_there_can_be(half):
    size = 2 * half
    sides: dict[int, list[int]] = {one: [] for one in range(1, size + 1)}
    for pairs in rounds(size, "berger"):
        for first, second in pairs:
            sides[first].append(0)
            sides[second].append(1)

    breaks = sum(one == next_ for line in sides.values() for one, next_ in pairwise(line))

    assert breaks == max(size - 2, 0)


def test_the_circle_keeps_the_first_entrant_in_place():
    assert rounds(6, "circle")[:2] == [[(1, 6), (2, 5), (3, 4)], [(5, 1), (6, 4), (2, 3)]]


def test_match_ids_name_the_round_and_nobody_must_win():
    stage = RoundRobin().create(["ann", "bob", "cyd"])

    assert stage.matches == (
        Match("R1.1", (Seed(2), Seed(3)), 1, "R", decisive=False),
        Match("R2.1", (Seed(1), Seed(2)), 2, "R", decisive=False),
        Match("R3.1", (Seed(3), Seed(1)), 3, "R", decisive=False),
    )


def test_every_other_leg_changes_sides():
    stage = RoundRobin(legs=3).create(["ann", "bob"])

    assert [stage.pairing(match.id) for match in stage.matches] == [
        ("ann", "bob"),
        ("bob", "ann"),
        ("ann", "bob"),
    ]
    assert [match.id for match in stage.matches] == ["R1.1", "R2.1", "R3.1"]


def test_unplayed_is_not_nil_nil():
    stage = RoundRobin().create(["ann", "bob", "cyd"])

    stage.record("R1.1", Walkover("bob"))
    stage.record("R2.1", Draw(score=(0, 0)))

    rows = [(row.entrant, row.points, row.tiebreaks["SF"]) for row in stage.standings()]
    assert rows == [("bob", 4, 0), ("ann", 1, 0), ("cyd", 0, 0)]


def test_forfeits_give_points_and_a_double_forfeit_gives_none():
    stage = RoundRobin(tiebreaks=("WIN", "WON")).create(["ann", "bob", "cyd"])

    stage.record("R1.1", Forfeit("bob"))
    stage.record("R2.1", DoubleForfeit())
    stage.record("R3.1", Forfeit("ann"))

    rows = [(row.place, row.entrant, row.points, dict(row.tiebreaks)) for row in stage.standings()]
    assert rows == [
        (1, "cyd", 6, {"WIN": 2, "WON": 0}),
        (2, "ann", 0, {"WIN": 0, "WON": 0}),
        (2, "bob", 0, {"WIN": 0, "WON": 0}),
    ]


def test_points_are_exact_numbers_of_the_organiser():
    points = Points(win=1, draw=Fraction(1, 2), loss=0)
    stage = RoundRobin(points=points).create(["ann", "bob"])

    stage.record("R1.1", Draw())

    assert [row.points for row in stage.standings()] == [Fraction(1, 2), Fraction(1, 2)]


def test_games_won_are_the_score_of_a_longer_match():
    stage = RoundRobin(best_of=3).create(["ann", "bob"])

    stage.record("R1.1", Win("ann", score=((11, 4), (9, 11), (11, 8))))

    assert dict(stage.standings()[0].tiebreaks) == {"DE": 0, "SD": 1, "SF": 2}


def test_the_only_first_of_a_complete_round_robin_is_its_champion():
    stage = RoundRobin().create(FOUR)

    assert stage.champion is None
    assert favourites_win(stage).champion == "ann"


def test_a_shared_first_place_has_no_champion():
    stage = RoundRobin().create(["ann", "bob"])

    stage.record("R1.1", Draw())

    assert (stage.is_complete, stage.champion) == (True, None)


@given(size=st.integers(2, 9), legs=st.integers(1, 2), random=st.randoms(use_true_random=False))
def test_points_given_are_points_of_the_matches(size, legs, random):
    stage = played_out(RoundRobin(legs=legs).create(names(size)), random)

    assert sum(row.points or 0 for row in stage.standings()) == 3 * len(stage.matches)


@pytest.mark.parametrize(
    "options",
    [
        {"legs": 0},
        {"legs": True},
        {"order": "random"},
        {"best_of": 0},
        {"tiebreaks": ("XX",)},
    ],
)
def test_an_option_without_meaning_is_refused(options):
    with pytest.raises(InvalidStage):
        RoundRobin(**options)


@pytest.mark.parametrize(
    "points", [{"win": 0.5}, {"win": 1, "draw": 2}, {"loss": 2}, {"win": True}]
)
def test_points_are_exact_and_a_win_is_worth_most(points):
    with pytest.raises(InvalidStage):
        Points(**points)


def test_a_round_robin_has_no_pools():
    with pytest.raises(InvalidStage, match="no pools"):
        RoundRobin().create(FOUR).standings(pool="A")


def test_the_text_shows_the_table_and_every_match():
    stage = RoundRobin(tiebreaks="SD").create(["ann", "bob", "cyd"])

    stage.record("R1.1", Win("bob", score=(2, 1)))
    stage.record("R2.1", Draw(score=(1, 1)))
    stage.record("R3.1", Forfeit("ann"))

    assert str(stage).splitlines() == [
        "#  entrant  PTS  SD",
        "1  bob        4   1",
        "2  cyd        3  -1",
        "3  ann        1   0",
        "",
        "R1.1  bob - cyd  2:1  bob won",
        "R2.1  ann - bob  1:1  drawn",
        "R3.1  cyd - ann  ann forfeited",
    ]


def test_the_text_shows_games_walkovers_and_double_forfeits():
    stage = RoundRobin(best_of=3).create(["ann", "bob", "cyd"])

    stage.record("R1.1", Win("bob", score=((11, 4), (11, 9))))
    stage.record("R2.1", DoubleForfeit())
    stage.record("R3.1", Walkover("cyd"))

    assert str(stage).splitlines()[-3:] == [
        "R1.1  bob - cyd  11:4, 11:9  bob won",
        "R2.1  ann - bob  both forfeited",
        "R3.1  cyd - ann  cyd won by walkover",
    ]
