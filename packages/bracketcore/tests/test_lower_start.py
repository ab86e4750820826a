"""Double elimination in which some start in the lower bracket."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import DoubleElimination, DoubleForfeit, InvalidStage, Seed
from bracketcore.formats.labels import match_line

from .playing import favourites_win, losses, names, played_out


def lower(entrants, upper_entrants, rounds):
    """The first rounds of the lower bracket, a line a match."""
    stage = DoubleElimination(upper_entrants=upper_entrants).create(
        [str(seed) for seed in range(1, entrants + 1)]
    )
    matches = [match for match in stage.matches if match.bracket == "L" and match.round <= rounds]
    return [match_line(stage, match) for match in matches]


def test_who_starts_below_plays_until_there_is_one_for_each_loser_from_above():
    assert lower(16, 8, 2) == [
        "L1.1  9 - 16",
        "L1.2  10 - 15",
        "L1.3  11 - 14",
        "L1.4  12 - 13",
        "L2.1  loser of U1.1 - winner of L1.1",
        "L2.2  loser of U1.2 - winner of L1.4",
        "L2.3  loser of U1.3 - winner of L1.2",
        "L2.4  loser of U1.4 - winner of L1.3",
    ]


def test_the_losers_from_above_have_the_byes_first_and_meet_the_worst_starters():
    assert lower(12, 6, 1) == [
        "L1.1  7 - 10",
        "L1.2  loser of U1.2 - 12",
        "L1.3  8 - 9",
        "L1.4  loser of U1.4 - 11",
    ]
    assert lower(10, 6, 1)[1::2] == ["L1.2  loser of U1.2 - bye", "L1.4  loser of U1.4 - bye"]


def test_starters_take_the_seats_that_byes_above_leave_empty():
    assert lower(8, 5, 1) == ["L1.1  8 - loser of U1.2", "L1.2  6 - 7"]


def test_many_starters_play_several_rounds_first():
    assert lower(5, 2, 3) == [
        "L1.1  3 - bye",
        "L1.2  4 - 5",
        "L2.1  3 - winner of L1.2",
        "L3.1  loser of U1.1 - winner of L2.1",
    ]


@st.composite
def sizes(draw):
    entrants = draw(st.integers(2, 70))
    return entrants, draw(st.integers(2, entrants))


@given(sizes=sizes(), random=st.randoms(use_true_random=False))
def test_who_starts_below_is_out_after_one_loss_and_the_others_after_two(sizes, random):
    entrants, upper = sizes
    stage = played_out(DoubleElimination(upper_entrants=upper).create(names(entrants)), random)

    lost = losses(stage)
    seats = Counter(
        slot.number for match in stage.matches for slot in match.slots if isinstance(slot, Seed)
    )
    out = {name: lost[name] for name in names(entrants) if name != stage.champion}
    assert out == {
        name: 2 if seed <= upper else 1
        for seed, name in enumerate(names(entrants), start=1)
        if name in out
    }
    assert seats == Counter(range(1, entrants + 1))
    played = sum(stage.state(match.id) == "played" for match in stage.matches)
    reset = stage.state("GF.2") == "played"
    assert played == entrants + upper - 2 + reset
    assert [row.place for row in stage.standings()][:2] == [1, 2]


@pytest.mark.parametrize(("entrants", "upper"), [(1024, 1024), (1024, 512), (1000, 3), (1025, 700)])
def test_large_fields_play_out(entrants, upper):
    stage = favourites_win(DoubleElimination(upper_entrants=upper).create(names(entrants)))

    assert stage.is_complete
    assert len(stage.history) == entrants + upper - 2
    assert stage.champion == "e0001"


def test_two_who_forfeit_above_are_out_where_the_loser_would_have_dropped_to():
    stage = DoubleElimination(upper_entrants=4).create(names(8))

    stage.record("U1.1", DoubleForfeit())
    favourites_win(stage)

    assert [(row.place, row.entrant) for row in stage.standings()][3:] == [
        (4, "e0001"),
        (4, "e0004"),
        (4, "e0006"),
        (7, "e0007"),
        (7, "e0008"),
    ]


def test_everybody_above_is_the_same_as_no_choice():
    one = DoubleElimination(upper_entrants=6).create(names(6))
    other = DoubleElimination().create(names(6))

    assert one.matches == other.matches


@pytest.mark.parametrize("upper", [1, 0, -2, True, 2.0, "4"])
def test_fewer_than_two_cannot_start_above(upper):
    with pytest.raises(InvalidStage, match="whole number from 2"):
        DoubleElimination(upper_entrants=upper)


def test_more_than_there_are_cannot_start_above():
    with pytest.raises(InvalidStage, match="9 cannot start in the upper bracket"):
        DoubleElimination(upper_entrants=9).create(names(8))
