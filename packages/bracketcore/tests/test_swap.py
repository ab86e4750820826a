"""Two entrants change their seats before either has played."""

import pytest

from bracketcore import (
    BYE,
    AlreadyWithdrawn,
    Entrant,
    InvalidStage,
    MatchAlreadyPlayed,
    Pools,
    SingleElimination,
    UnknownEntrant,
    Win,
)
from bracketcore.history import Swapped
from bracketcore.notation import dumps, loads

from .playing import EIGHT, FOUR, states


def test_two_change_their_seats_and_seeds():
    stage = SingleElimination().create(EIGHT)

    changed = stage.swap("ann", "gus")

    assert changed == ("R1.1", "R1.3")
    assert stage.pairing("R1.1") == ("gus", "hal")
    assert stage.pairing("R1.3") == ("bob", "ann")
    assert [one.id for one in stage.entrants][0:7:6] == ["gus", "ann"]
    assert [one.id for one in stage.starters] == EIGHT
    assert stage.history == (Swapped("ann", "gus"),)


def test_a_bye_goes_with_the_seat():
    stage = SingleElimination().create(["ann", "bob", "cyd"])

    changed = stage.swap("ann", "cyd")

    assert changed == ("R1.1", "R1.2", "R2.1")
    assert stage.pairing("R1.1") == ("cyd", BYE)
    assert stage.pairing("R2.1") == ("cyd", None)


def test_two_who_meet_change_their_sides():
    stage = SingleElimination().create(["ann", "bob"])

    stage.swap("ann", "bob")

    assert stage.pairing("R1.1") == ("bob", "ann")


def test_a_swap_moves_between_pools():
    stage = Pools(pools=2).create(FOUR)

    stage.swap("ann", "bob")

    assert stage.pools == {"A": ("bob", "dee"), "B": ("ann", "cyd")}
    assert stage.pairing("A.R1.1") == ("bob", "dee")


def test_undo_gives_the_seats_back_with_all_that_is_known_of_the_two():
    stage = SingleElimination().create([Entrant("ann", rating=7), "bob", "cyd"])
    before = (states(stage), stage.entrants)
    stage.swap("ann", "cyd")

    changed = stage.undo()

    assert changed == ("R1.1", "R1.2", "R2.1")
    assert (states(stage), stage.entrants) == before


def test_a_swapped_stage_comes_back_from_json():
    stage = SingleElimination().create(["ann", Entrant("bob", name="Bob"), "cyd"])
    stage.swap("ann", "bob")
    stage.replace("bob", "zoe")
    stage.swap("zoe", "cyd")

    again = loads(dumps(stage))

    assert again == stage
    assert str(again) == str(stage)
    assert again.entrants == stage.entrants


@pytest.mark.parametrize(
    ("pair", "error", "sentence"),
    [
        (("ann", "ann"), InvalidStage, "name two entrants"),
        (("ann", "zoe"), UnknownEntrant, "zoe is not in this stage"),
        (("bob", "ann"), MatchAlreadyPlayed, r"ann has played R1\.1"),
        (("dee", "bob"), MatchAlreadyPlayed, r"dee has played R1\.1"),
        (("bob", "cyd"), AlreadyWithdrawn, "cyd has withdrawn"),
    ],
)
def test_a_swap_that_cannot_be_is_refused_and_changes_nothing(pair, error, sentence):
    stage = SingleElimination().create(FOUR)
    stage.record("R1.1", Win("ann"))
    stage.withdraw("cyd")
    before = dumps(stage), states(stage)

    with pytest.raises(error, match=sentence):
        stage.swap(*pair)

    assert (dumps(stage), states(stage)) == before
