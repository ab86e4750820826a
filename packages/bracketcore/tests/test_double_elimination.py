from dataclasses import replace
from itertools import permutations, product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import (
    BYE,
    DoubleElimination,
    DoubleForfeit,
    InvalidStage,
    LoserOf,
    SecondChance,
    Win,
    WinnerOf,
)
from bracketcore.formats.double_elimination import drop_mask

from .playing import EIGHT, FOUR, favourites_win, losses, names, played_out, vectors

SIZES = vectors("double_elimination")["sizes"]
Fed = WinnerOf | LoserOf
PLACES = vectors("places_and_pools")["double_elimination"]


@pytest.mark.parametrize("size", SIZES)
def test_losers_drop_by_the_published_masks(size):
    height = int(size).bit_length() - 1

    masks = [drop_mask(number, height) for number in range(1, height + 1)]

    assert masks == SIZES[size]["masks"]


def first_rematch(stage):
    """The first round of the lower bracket in which two who met in the upper one can meet again.

    Told from the slots alone: for each match, the earlier ones that a side can come from.
    """
    at = {match.id: number for number, match in enumerate(stage.matches)}
    past: list[int] = []
    for number, match in enumerate(stage.matches):
        sides = [past[at[slot.match]] for slot in match.slots if isinstance(slot, Fed)]
        if match.bracket == "L" and sides[0] & sides[1]:
            return match.round
        came_from = 0
        for side in sides:
            came_from |= side
        past.append(1 << number | came_from)
    return None


def in_order(size, drops):
    """A double elimination whose losers of upper round j drop in the order ``drops[j - 2]``."""
    moved = []
    for match in DoubleElimination(drops="natural").create(names(size)).matches:
        slots = match.slots
        if match.bracket == "L" and match.round % 2 == 0:
            number = match.round // 2 + 1
            to = drops[number - 2][int(match.id.rpartition(".")[2]) - 1]
            slots = (LoserOf(f"U{number}.{to + 1}"), slots[1])
        moved.append(replace(match, slots=slots))
    return SimpleNamespace(matches=moved)


@pytest.mark.parametrize("size", [size for size in SIZES if size != "4"])
def test_a_rematch_in_the_lower_bracket_comes_as_late_as_it_can(size):
    stage = DoubleElimination().create(names(int(size)))

    assert first_rematch(stage) == SIZES[size]["first_possible_rematch_in_lower_round"]


@pytest.mark.parametrize("size", [8, 16])
def test_no_other_order_of_drops_keeps_a_rematch_away_longer(size):
    counts = [size >> number for number in range(2, size.bit_length())]
    every = product(*(list(permutations(range(count))) for count in counts))

    latest = max(first_rematch(in_order(size, drops)) for drops in every)

    assert latest == first_rematch(DoubleElimination().create(names(size)))


@given(size=st.integers(2, 70), random=st.randoms(use_true_random=False))
def test_everybody_but_the_champion_loses_exactly_twice(size, random):
    stage = played_out(DoubleElimination().create(names(size)), random)

    lost = losses(stage)
    assert {lost[name] for name in names(size) if name != stage.champion} == {2}
    assert lost[str(stage.champion)] <= 1
    assert len(stage.history) == 2 * size - 2 + lost[str(stage.champion)]


@given(size=st.integers(2, 70), random=st.randoms(use_true_random=False))
def test_without_a_grand_final_a_match_less_is_played(size, random):
    stage = played_out(DoubleElimination(grand_final="none").create(names(size)), random)

    assert len(stage.history) == 2 * size - 3
    assert [row.place for row in stage.standings()][:2] == [1, 2]
    assert losses(stage)[str(stage.champion)] == 0


@pytest.mark.parametrize("size", PLACES)
def test_places_are_shared_by_the_rounds_of_the_lower_bracket(size):
    stage = favourites_win(DoubleElimination().create(names(int(size))))

    assert [row.place for row in stage.standings()] == PLACES[size]


def test_the_grand_final_is_reset_when_the_unbeaten_side_loses_it():
    stage = favourites_win(DoubleElimination().create(EIGHT), until="GF.1")

    stage.record("GF.1", Win("bob"))

    assert stage.pairing("GF.2") == ("bob", "ann")
    assert stage.champion is None
    assert [(row.place, row.entrant) for row in stage.standings()][:3] == [
        (1, "ann"),
        (1, "bob"),
        (3, "cyd"),
    ]


def test_the_reset_is_skipped_when_the_unbeaten_side_wins():
    stage = favourites_win(DoubleElimination().create(EIGHT))

    assert stage.pairing("GF.2") == ("ann", BYE)
    assert stage.state("GF.2") == "skipped"
    assert stage.champion == "ann"


def test_two_entrants_play_until_one_is_beaten_twice():
    stage = DoubleElimination().create(["ann", "bob"])

    for match, winner in [("U1.1", "ann"), ("GF.1", "bob"), ("GF.2", "bob")]:
        stage.record(match, Win(winner))

    assert [(row.place, row.entrant) for row in stage.standings()] == [(1, "bob"), (2, "ann")]


def test_the_reset_is_a_second_chance_in_the_structure():
    stage = DoubleElimination().create(FOUR)

    assert stage.match("GF.2").slots == (WinnerOf("GF.1"), SecondChance("GF.1"))


def test_a_single_grand_final_decides():
    stage = favourites_win(DoubleElimination(grand_final="single").create(FOUR), until="GF.1")

    stage.record("GF.1", Win("bob"))

    assert stage.champion == "bob"


def test_two_who_forfeit_an_upper_match_are_both_out():
    stage = DoubleElimination().create(FOUR)

    stage.record("U1.1", DoubleForfeit())
    favourites_win(stage)

    assert [(row.place, row.entrant) for row in stage.standings()] == [
        (1, "bob"),
        (2, "cyd"),
        (3, "ann"),
        (3, "dee"),
    ]


def test_a_grand_final_that_both_forfeit_has_no_champion():
    stage = favourites_win(DoubleElimination().create(FOUR), until="GF.1")

    stage.record("GF.1", DoubleForfeit())

    assert (stage.is_complete, stage.champion) == (True, None)


@pytest.mark.parametrize(
    ("drops", "slot"), [("natural", "U2.1"), ("reverse", "U2.4"), ("latest_rematch", "U2.3")]
)
def test_the_organiser_chooses_where_losers_drop_to(drops, slot):
    stage = DoubleElimination(drops=drops).create(names(16))

    assert stage.match("L2.1").slots == (LoserOf(slot), WinnerOf("L1.1"))


@pytest.mark.parametrize("options", [{"grand_final": "two"}, {"drops": "up"}, {"best_of": 2}])
def test_an_option_without_meaning_is_refused(options):
    with pytest.raises(InvalidStage):
        DoubleElimination(**options)


def test_the_text_shows_both_brackets():
    stage = DoubleElimination().create(["ann", "bob", "cyd"])

    before = str(stage)
    favourites_win(stage)

    assert "├─ winner of U2.1" in before
    assert before.splitlines()[-1] == "GF.2  winner of GF.1 - loser of GF.1"
    assert str(stage).splitlines()[-2:] == ["GF.1  ann - bob  ann won", "GF.2  ann - bye"]
