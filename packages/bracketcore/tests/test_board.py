"""The table of a stage at any time: what is ready, and what a copy of it holds."""

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import BracketError, DoubleElimination, SingleElimination, Win
from bracketcore.notation import dumps

from .playing import FOUR, favourites_win, names, sitting, states


@given(size=st.integers(2, 40), random=st.randoms(use_true_random=False))
def test_what_is_ready_is_every_match_in_that_state_at_any_time(size, random):
    stage = DoubleElimination().create(names(size))

    while ready := stage.ready_matches():
        assert list(ready) == [one for one in stage.matches if stage.state(one.id) == "ready"]
        assert not stage.is_complete
        match = random.choice(ready).id
        stage.record(match, Win(random.choice(sitting(stage, match))))
    assert stage.is_complete


@pytest.mark.parametrize("result", [Win("zoe"), Win("ann", shootout=(3, 2)), Win("ann", (0, 1))])
def test_a_win_that_cannot_be_is_refused_and_nothing_changes(result):
    stage = SingleElimination().create(FOUR)
    before = dumps(stage), states(stage)

    with pytest.raises(BracketError):
        stage.record("R1.1", result)

    assert (dumps(stage), states(stage)) == before


def pickled(stage):
    return pickle.loads(pickle.dumps(stage))  # noqa: S301  our own


@pytest.mark.parametrize("copied", [copy.deepcopy, pickled])
def test_a_copy_of_a_stage_is_equal_and_goes_its_own_way(copied):
    stage = DoubleElimination().create(["ann", "bob", "cyd"])
    other = copied(stage)
    assert (other, states(other)) == (stage, states(stage))

    favourites_win(other)

    assert (stage.history, other.champion) == ((), "ann")
    assert states(other) == states(favourites_win(stage))
