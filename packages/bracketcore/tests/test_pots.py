from collections import Counter
from itertools import combinations, permutations, product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import InvalidStage, NoLegalPairing, Pools
from bracketcore.seeding import draw_pots


def all_draws(pots, pools, forbidden):
    """Every draw that has no forbidden set in a pool."""
    for orders in product(*map(permutations, pots)):
        dealt: list[list[str]] = [[] for _ in range(pools)]
        for order in orders:
            for pool, entrant in zip(dealt, order, strict=False):
                pool.append(entrant)
        if not any(set(one) <= set(pool) for one in forbidden for pool in dealt):
            yield dealt


@st.composite
def draws(draw):
    pools = draw(st.integers(1, 3))
    pots = [[f"{pot}{number}" for number in range(pools)] for pot in range(draw(st.integers(1, 3)))]
    del pots[-1][draw(st.integers(1, pools)) :]
    everybody = st.sampled_from([entrant for pot in pots for entrant in pot])
    banned = st.lists(everybody, min_size=2, max_size=3, unique=True)
    can_be_banned = sum(map(len, pots)) > 2
    return pots, pools, draw(st.lists(banned, max_size=7)) if can_be_banned else []


@given(case=draws(), uniform=st.booleans(), random=st.randoms(use_true_random=False))
def test_a_draw_is_found_whenever_there_is_one(case, uniform, random):
    pots, pools, forbidden = case
    possible = list(all_draws(pots, pools, forbidden))

    try:
        drawn = draw_pots(pots, pools, forbidden, rng=random, uniform=uniform)
    except NoLegalPairing:
        assert possible == []
    else:
        assert drawn in possible


# Three draws are possible. A ceremony draws ann first and gives her the first pool, and so
# on: whether dee or fay is drawn first decides more than it should.
POTS = [["ann", "bob", "cyd"], ["dee", "eve", "fay"]]
APART = [("ann", "dee"), ("bob", "eve"), ("ann", "eve")]


def pairs(drawn):
    return frozenset(map(tuple, drawn))


def test_a_uniform_draw_gives_every_possible_draw_the_same_chance():
    rng = Random(8)

    counted = Counter(pairs(draw_pots(POTS, 3, APART, rng=rng, uniform=True)) for _ in range(6000))

    possible = {pairs(drawn) for drawn in all_draws(POTS, 3, APART)}
    assert set(counted) == possible
    assert max(counted.values()) - min(counted.values()) < 6000 / len(possible) / 10


def test_a_draw_depends_on_the_generator_alone():
    for uniform in (True, False):
        drawn = [draw_pots(POTS, 3, APART, rng=Random(5), uniform=uniform) for _ in range(2)]

        assert drawn[0] == drawn[1]


def test_a_world_cup_is_drawn_with_two_of_europe_and_one_of_others_in_a_pool():
    teams = [
        f"{'EUROPE' if number % 3 == 0 else '-BC-DF'[number % 6]}{number}" for number in range(48)
    ]
    europe = [team for team in teams if team.startswith("EUROPE")]
    others = [pair for pair in combinations(teams, 2) if pair[0][0] == pair[1][0] != "E"]
    pots = [teams[start : start + 12] for start in range(0, 48, 12)]

    drawn = draw_pots(pots, 12, [*combinations(europe, 3), *others], rng=Random(26))

    assert [sorted(pot) for pot in zip(*drawn, strict=True)] == [sorted(pot) for pot in pots]
    for pool in drawn:
        continents = Counter(team.rstrip("0123456789") for team in pool)
        assert continents.pop("EUROPE", 0) <= 2
        assert set(continents.values()) <= {1}


def test_pools_of_a_draw_are_dealt_from_its_seeding():
    drawn = draw_pots([["ann", "bob", "cyd"], ["dee", "eve"]], 3, [("ann", "dee")], rng=Random(2))
    seeding = [pool[turn] for turn in range(2) for pool in drawn if len(pool) > turn]

    stage = Pools(pools=3, distribution="effort").create(seeding)

    assert [list(pool) for pool in stage.pools.values()] == drawn


@pytest.mark.parametrize(
    ("pots", "pools", "forbidden"),
    [
        ([], 2, []),
        ([["ann"]], 0, []),
        ([["ann"]], True, []),
        ([["ann", "bob"], []], 2, []),
        ([["ann"], ["bob", "cyd"]], 2, []),
        ([["ann", "bob", "cyd"]], 2, []),
        ([["ann", "bob"], ["ann"]], 2, []),
        ([["ann", "bob"]], 2, [("ann",)]),
        ([["ann", "bob"]], 2, [("ann", "zoe")]),
    ],
)
def test_pots_that_make_no_draw_are_refused(pots, pools, forbidden):
    with pytest.raises(InvalidStage):
        draw_pots(pots, pools, forbidden, rng=Random(1))


def test_a_draw_that_cannot_be_says_what_to_do():
    with pytest.raises(NoLegalPairing, match="forbid less, or change the pots"):
        draw_pots([["ann"], ["bob"]], 1, [("ann", "bob")], rng=Random(1))
