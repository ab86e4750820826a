"""Simulated heats: against the exact chances, and with all that happens at a real event."""

from fractions import Fraction
from math import sqrt
from random import Random

import pytest

from bracketcore import FreeForAll, Placement
from bracketcore.simulation import simulate

from .playing import EIGHT, FOUR

LEVEL = dict.fromkeys(EIGHT, 1500)


def test_the_order_of_a_heat_goes_by_the_ratings():
    runs = 4000
    stage = FreeForAll(heat_size=3, advance=1).create(["ann", "bob", "cyd"])

    chances = simulate(stage, {"ann": 1900, "bob": 1500, "cyd": 1500}, runs, Random(7))

    # Ten times as strong: first by 10 to 1 to 1, and then before the one who is left.
    expected = {1: Fraction(10, 12), 2: Fraction(2, 12) * Fraction(10, 11)}
    for place, share in expected.items():
        near = 4 * sqrt(share * (1 - share) / runs)
        assert float(chances["ann"][place]) == pytest.approx(float(share), abs=near)


def test_everybody_takes_some_place_in_every_run():
    stage = FreeForAll(heat_size=4, advance=2, points=(5, 3, 1)).create(EIGHT)

    chances = simulate(stage, LEVEL, 50, Random(7))

    assert list(chances) == EIGHT
    assert {sum(shares.values()) for shares in chances.values()} == {1}


def test_results_so_far_stand_and_the_stage_stays_as_it_is():
    stage = FreeForAll(heat_size=4, advance=2).create(EIGHT)
    stage.record("R1.1", Placement(("hal", "eve", "dee", "ann")))
    history = stage.history

    chances = simulate(stage, LEVEL, 20, Random(7))

    assert set(chances["ann"]) == {7}
    assert set(chances["hal"]) <= {1, 2, 3, 4}
    assert stage.history == history
    assert simulate(stage, LEVEL, 20, Random(7)) == chances


def test_who_has_left_is_in_no_heat():
    stage = FreeForAll(heat_size=4, advance=2).create(EIGHT)
    stage.withdraw("ann")

    chances = simulate(stage, LEVEL, 20, Random(7))

    assert set(chances["ann"]) == {8}


def test_a_heat_of_four_has_every_order():
    chances = simulate(FreeForAll().create(FOUR), LEVEL, 400, Random(7))

    assert all(set(shares) == {1, 2, 3, 4} for shares in chances.values())
