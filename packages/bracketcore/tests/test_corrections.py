"""Corrections where somebody has left: what is cleared, and what undo brings back."""

import pytest

from bracketcore import LaterMatchesPlayed, SingleElimination, Walkover, Win

from .playing import EIGHT, favourites_win, states


def test_a_correction_in_favour_of_who_has_left_clears_no_more_than_it_must():
    stage = favourites_win(SingleElimination().create(EIGHT))
    stage.reopen("R3.1")
    stage.withdraw("eve")
    stage.record("R3.1", Win("ann"))
    before = states(stage)

    with pytest.raises(LaterMatchesPlayed) as refused:
        stage.correct("R1.2", Win("eve"))

    assert refused.value.matches == ("R2.1",)
    assert states(stage) == before


def test_undo_brings_back_a_final_that_a_correction_left_alone():
    stage = favourites_win(SingleElimination().create(EIGHT))
    stage.reopen("R3.1")
    stage.withdraw("eve")
    stage.record("R3.1", Win("ann"))
    before = states(stage)
    stage.correct("R1.2", Win("eve"), cascade=True)
    assert stage.result("R2.1") == Walkover("ann")
    assert stage.result("R3.1") == Win("ann")

    stage.undo()

    assert states(stage) == before
