"""What is true of every format at every size that it allows, up to 1,024 entrants."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bracketcore import (
    Bye,
    DoubleElimination,
    DualTournament,
    FreeForAll,
    PagePlayoff,
    Pools,
    RoundRobin,
    Seed,
    SingleElimination,
    Stepladder,
)
from bracketcore.formats.shapes import forget
from bracketcore.notation import dumps, loads

from .playing import names, played_out, states

# Everything once more: what it reaches, the tests of each part hold to account.
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]

KNOCKOUTS = [
    SingleElimination(),
    SingleElimination(third_place=True),
    SingleElimination(classification="all"),
    DoubleElimination(),
    DoubleElimination(grand_final="none", drops="natural"),
    Stepladder(),
    FreeForAll(),
    FreeForAll(heat_size=8, advance=3),
]
LEAGUES = [RoundRobin(), RoundRobin(order="circle", legs=2), Pools(pools=2), Pools(pools=2, legs=2)]
OF_FOUR = [PagePlayoff(), DualTournament()]

# The sizes around the powers of two are where byes come and go.
SIZES = st.one_of(
    st.integers(2, 1_024),
    st.sampled_from([edge + step for edge in (4, 64, 512, 1_022) for step in (-1, 0, 1, 2)]),
)
# Everybody meets everybody: the matches grow with the square.
LEAGUE_SIZES = st.integers(2, 40)


def starts(stage):
    """How often each seed, and each bye, stands in the structure."""
    return Counter(
        slot for match in stage.matches for slot in match.slots if isinstance(slot, Seed | Bye)
    )


@pytest.mark.parametrize("format_", KNOCKOUTS, ids=repr)
@settings(max_examples=8)
@example(size=2)
@example(size=1_024)
@given(size=SIZES)
def test_each_entrant_starts_once_and_byes_go_to_the_best_seeds(format_, size):
    stage = format_.create(names(size))

    found = starts(stage)
    assert [found[Seed(number)] for number in range(1, size + 1)] == [1] * size
    assert sum(isinstance(slot, Seed) for slot in found) == size
    rested = [
        int(side[1:])
        for match in stage.matches
        if match.round == 1 and match.bracket in {"R", "U"} and len(match.slots) == 2
        for side in stage.pairing(match.id)
        if isinstance(side, str) and Bye() in stage.pairing(match.id)
    ]
    assert sorted(rested) == list(range(1, len(rested) + 1))


@pytest.mark.parametrize("format_", LEAGUES, ids=repr)
@settings(max_examples=6)
@given(size=LEAGUE_SIZES)
def test_each_entrant_of_a_league_meets_the_others_of_its_pool_once_a_leg(format_, size):
    stage = format_.create(names(size))

    met = Counter(frozenset(stage.pairing(match.id)) for match in stage.matches)
    pools = stage.pools.values() or [tuple(names(size))]
    pairs = {frozenset((one, other)) for pool in pools for one in pool for other in pool} - {
        frozenset((one,)) for one in names(size)
    }
    assert met == dict.fromkeys(pairs, format_.legs)


def check_life(format_, size, random):
    """Play a stage to its end, write it, read it, and take everything back."""
    stage = format_.create(names(size))
    before = states(stage)

    played_out(stage, random)

    assert stage.is_complete
    rows = stage.standings()
    assert sorted(row.entrant for row in rows) == names(size)
    places = [row.place for row in rows]
    assert places == [1 + sum(other < place for other in places) for place in places]
    read = loads(dumps(stage))
    assert read == stage
    assert states(read) == states(stage)
    while stage.history:
        stage.undo()
    assert states(stage) == before


@pytest.mark.parametrize("format_", KNOCKOUTS, ids=repr)
@settings(max_examples=5)
@given(size=SIZES, random=st.randoms(use_true_random=False))
def test_a_knockout_of_any_size_is_played_written_and_taken_back(format_, size, random):
    check_life(format_, size, random)


@pytest.mark.parametrize("format_", LEAGUES, ids=repr)
@settings(max_examples=5)
@given(size=LEAGUE_SIZES, random=st.randoms(use_true_random=False))
def test_a_league_of_any_size_is_played_written_and_taken_back(format_, size, random):
    check_life(format_, size, random)


@pytest.mark.parametrize("format_", OF_FOUR, ids=repr)
@given(random=st.randoms(use_true_random=False))
def test_a_stage_of_four_is_played_written_and_taken_back(format_, random):
    check_life(format_, 4, random)


@pytest.mark.parametrize("format_", [*KNOCKOUTS, *LEAGUES], ids=repr)
def test_the_same_input_gives_the_same_bracket(format_):
    first = format_.create(names(37))

    forget()

    assert states(format_.create(names(37))) == states(first)
