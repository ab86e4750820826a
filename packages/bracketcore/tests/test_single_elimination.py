from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import (
    BYE,
    Bye,
    DoubleForfeit,
    InvalidStage,
    LoserOf,
    Match,
    Seed,
    SingleElimination,
    Walkover,
    Win,
    WinnerOf,
)

from .playing import EIGHT, FOUR, favourites_win, names, played_out, seats, vectors

SEEDS = vectors("seed_order")
PLACES = vectors("places_and_pools")["single_elimination"]


def test_the_matches_stand_in_playing_order_and_name_earlier_ones():
    stage = SingleElimination(third_place=True).create(FOUR)

    assert stage.matches == (
        Match("R1.1", (Seed(1), Seed(4)), 1, "R"),
        Match("R1.2", (Seed(2), Seed(3)), 1, "R"),
        Match("3P", (LoserOf("R1.1"), LoserOf("R1.2")), 2, "3P"),
        Match("R2.1", (WinnerOf("R1.1"), WinnerOf("R1.2")), 2, "R"),
    )


@pytest.mark.parametrize(("entrants", "pairs"), SEEDS["byes"].items())
def test_byes_go_to_the_best_seeds(entrants, pairs):
    stage = SingleElimination().create([str(seed) for seed in range(1, int(entrants) + 1)])

    told = [
        "-".join("bye" if side == BYE else str(side) for side in pairing)
        for pairing in seats(stage, "R", 1)
    ]

    assert told == pairs


def test_a_bye_is_written_in_the_structure_and_nobody_has_to_play_it():
    stage = SingleElimination().create(["ann", "bob", "cyd"])

    assert stage.match("R1.1").slots == (Seed(1), Bye())
    assert stage.state("R1.1") == "skipped"
    assert stage.pairing("R2.1") == ("ann", None)


@given(size=st.integers(2, 200), random=st.randoms(use_true_random=False))
def test_everybody_but_the_champion_loses_once(size, random):
    stage = played_out(SingleElimination().create(names(size)), random)

    assert len(stage.history) == size - 1
    assert stage.is_complete
    assert [row.place for row in stage.standings()].count(1) == 1
    assert stage.standings()[0].entrant == stage.champion


@given(size=st.integers(4, 100), random=st.randoms(use_true_random=False))
def test_the_third_place_takes_one_more_match(size, random):
    stage = played_out(SingleElimination(third_place=True).create(names(size)), random)

    assert len(stage.history) == size
    assert [row.place for row in stage.standings()][:4] == [1, 2, 3, 4]


@pytest.mark.parametrize("size", [2, 3])
def test_two_or_three_entrants_play_for_no_third_place(size):
    stage = SingleElimination(third_place=True).create(names(size))

    assert "3P" not in {match.id for match in stage.matches}


@pytest.mark.parametrize(("third_place", "case"), [(False, "8"), (True, "8_with_third_place")])
def test_equal_places_are_shared_and_the_next_place_skips(third_place, case):
    stage = favourites_win(SingleElimination(third_place=third_place).create(EIGHT))

    assert [row.place for row in stage.standings()] == PLACES[case]


def test_who_is_still_in_shares_the_first_place():
    stage = favourites_win(SingleElimination().create(FOUR), until="R2.1")

    rows = [(row.place, row.entrant, row.explain()) for row in stage.standings()]

    assert rows[0] == (
        1,
        "ann",
        "ann is 1st (shared): still in; level with bob on everything that counts.",
    )
    assert [place for place, _, _ in rows] == [1, 1, 3, 3]
    assert stage.champion is None


def test_a_row_says_which_match_decided_its_place():
    stage = favourites_win(SingleElimination(third_place=True).create(FOUR))

    assert [row.explain() for row in stage.standings()] == [
        "ann is 1st: won R2.1.",
        "bob is 2nd: lost R2.1 to ann.",
        "cyd is 3rd: won 3P.",
        "dee is 4th: lost 3P to cyd.",
    ]


def test_a_double_forfeit_makes_the_next_slot_a_bye():
    stage = SingleElimination(third_place=True).create(FOUR)

    stage.record("R1.1", DoubleForfeit())
    stage.record("R1.2", Win("bob"))

    assert stage.pairing("R2.1") == (BYE, "bob")
    assert stage.pairing("3P") == (BYE, "cyd")
    assert stage.champion == "bob"
    assert [(row.place, row.entrant) for row in stage.standings()] == [
        (1, "bob"),
        (2, "cyd"),
        (3, "ann"),
        (3, "dee"),
    ]


def test_nobody_wins_a_final_that_both_forfeit():
    stage = favourites_win(SingleElimination(third_place=True).create(FOUR), until="R2.1")

    stage.correct("3P", DoubleForfeit())
    stage.record("R2.1", DoubleForfeit())

    assert stage.champion is None
    assert [(row.place, row.entrant) for row in stage.standings()] == [
        (1, "ann"),
        (1, "bob"),
        (3, "cyd"),
        (3, "dee"),
    ]


def test_a_knockout_has_neither_pools_nor_tie_breaks():
    stage = SingleElimination().create(FOUR)

    with pytest.raises(InvalidStage, match="no pools"):
        stage.standings(pool="A")
    with pytest.raises(InvalidStage, match="no tie-breaks"):
        stage.standings(tiebreaks=["SD"])


def test_the_number_of_games_can_differ_by_round_and_bracket():
    stage = SingleElimination(third_place=True, best_of={1: 3, "3P": 5, "R2": 7}).create(FOUR)

    assert [stage.best_of(match.id) for match in stage.matches] == [3, 3, 5, 7]


def test_a_round_that_is_not_named_has_one_game():
    stage = SingleElimination(best_of={2: 3}).create(FOUR)

    assert [stage.best_of(match.id) for match in stage.matches] == [1, 1, 3]


@pytest.mark.parametrize("best_of", [0, -1, 2, True, {1: 0}])
def test_a_knockout_is_a_best_of_an_odd_number(best_of):
    with pytest.raises(InvalidStage):
        SingleElimination(best_of=best_of)


def test_seeds_can_be_drawn_by_lot():
    drawn = [SingleElimination().create(EIGHT, rng=Random(3)) for _ in range(2)]

    assert drawn[0] == drawn[1]
    assert drawn[0] != SingleElimination().create(EIGHT)


def test_the_text_shows_scores_shootouts_and_who_is_to_come():
    stage = SingleElimination(third_place=True).create(FOUR)

    stage.record("R1.1", Win("ann", score=(1, 1), shootout=(4, 3)))

    assert str(stage).splitlines() == [
        "ann 1 (4) ─┐",
        "           ├─ ann ────────────┐",
        "dee 1 (3) ─┘                  │",
        "                              ├─ R2.1",
        "bob ───────┐                  │",
        "           ├─ winner of R1.2 ─┘",
        "cyd ───────┘",
        "",
        "3P  dee - loser of R1.2",
    ]


def test_the_text_shows_the_champion_and_a_walkover():
    stage = SingleElimination().create(["ann", "bob"])

    stage.record("R1.1", Walkover("bob"))

    assert str(stage) == "ann ─┐\n     ├─ bob\nbob ─┘"
