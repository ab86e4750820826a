from itertools import combinations
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bracketcore import Entrant, InvalidStage
from bracketcore.seeding import (
    Qualifier,
    bracket_size,
    by_rating,
    cross,
    effort,
    from_bracket_order,
    pool_labels,
    shuffled,
    snake,
    snake_in_bracket_order,
    standard_order,
)

from .playing import vectors

ORDERS = vectors("seed_order")["orders"]
POOLS = vectors("places_and_pools")


@pytest.mark.parametrize("size", ORDERS)
def test_the_standard_order_is_the_published_one(size):
    assert standard_order(int(size)) == ORDERS[size]


@given(exponent=st.integers(1, 10))
def test_first_round_seeds_add_up_to_one_more_than_the_size(exponent):
    size = 2**exponent

    order = standard_order(size)

    assert {best + worst for best, worst in zip(order[::2], order[1::2], strict=True)} == {size + 1}
    assert sorted(order) == list(range(1, size + 1))


@pytest.mark.parametrize("size", [0, 1, 3, 6, 100])
def test_a_bracket_has_the_size_of_a_power_of_two(size):
    with pytest.raises(InvalidStage, match="power of two"):
        standard_order(size)


@pytest.mark.parametrize(("case", "pools"), POOLS["pools_snake"].items())
def test_the_snake_deals_forth_and_back(case, pools):
    entrants, count = (int(word) for word in case.split(" in "))

    assert snake(range(1, entrants + 1), count) == pools


@pytest.mark.parametrize(("case", "pools"), POOLS["pools_effort"].items())
def test_effort_deals_from_the_first_pool_on(case, pools):
    entrants, count = (int(word) for word in case.split(" in "))

    assert effort(range(1, entrants + 1), count) == pools


def test_pools_in_bracket_order_are_listed_as_their_best_seeds_stand_in_a_bracket():
    pools = snake_in_bracket_order(range(1, 17), 4)

    assert [pool[0] for pool in pools] == [1, 4, 2, 3]


def test_pools_in_bracket_order_skip_the_seats_that_are_left():
    assert snake_in_bracket_order(range(1, 7), 3) == [[1, 6], [2, 5], [3, 4]]


def test_ratings_seed_the_best_first_and_the_unrated_last():
    ann, bob, cyd, dee = Entrant("ann"), Entrant("bob", rating=7), Entrant("cyd", rating=9), None
    dee = Entrant("dee", rating=7)

    assert by_rating([ann, dee, bob, cyd]) == [cyd, bob, dee, ann]


def test_an_order_drawn_by_lot_depends_on_the_generator_alone():
    drawn = [shuffled("abcdefgh", Random(4)) for _ in range(2)]

    assert drawn[0] == drawn[1]
    assert sorted(drawn[0]) == list("abcdefgh")


def test_pool_labels_go_on_after_z():
    assert pool_labels(53)[24:28] + pool_labels(53)[-2:] == ["Y", "Z", "AA", "AB", "AZ", "BA"]


@given(count=st.integers(2, 70))
def test_a_bracket_order_comes_back_from_its_seeds(count):
    order = list(range(count))
    seats = [seed for seed in standard_order(bracket_size(count)) if seed <= count]

    seeded = from_bracket_order(order)

    assert [seeded[seed - 1] for seed in seats] == order


def qualifiers(pools, places):
    return [
        Qualifier(f"{label}{place}", label, place)
        for place in range(1, places + 1)
        for label in pool_labels(pools)
    ]


def test_two_of_four_pools_cross_in_the_usual_way():
    crossed = [one.entrant for one in cross(qualifiers(4, 2))]

    order = [crossed[seed - 1] for seed in standard_order(8)]
    assert order == ["A1", "B2", "C1", "D2", "B1", "A2", "D1", "C2"]


def meetings(crossed):
    """For each pair of one pool the round in which the two can meet, from the final back."""
    size = bracket_size(len(crossed))
    seat = {number: at for at, number in enumerate(standard_order(size))}
    seated = [(seat[number], one.pool) for number, one in enumerate(crossed, start=1)]
    return [
        (left ^ right).bit_length()
        for (left, pool), (right, other) in combinations(seated, 2)
        if pool == other
    ]


@given(pools=st.integers(2, 12))
def test_two_of_one_pool_can_meet_again_in_the_final_only(pools):
    crossed = cross(qualifiers(pools, 2))

    rounds = (bracket_size(len(crossed)) - 1).bit_length()
    assert meetings(crossed) == [rounds] * pools


@given(pools=st.integers(2, 8), places=st.integers(1, 4))
def test_crossing_keeps_each_place_on_its_seeds(pools, places):
    going = qualifiers(pools, places)

    crossed = cross(going)

    assert sorted(one.entrant for one in crossed) == sorted(one.entrant for one in going)
    if (pools, places) not in {(2, 2), (4, 2), (8, 2)}:
        assert [one.place for one in crossed] == [one.place for one in going]


def test_four_of_four_pools_stand_in_four_quarters():
    crossed = cross(qualifiers(4, 4))

    assert min(meetings(crossed)) == 3


@given(
    going=st.lists(
        st.tuples(st.integers(1, 3), st.sampled_from("ABCD")), min_size=2, max_size=20
    ).map(sorted)
)
@example(
    going=[(1, pool) for pool in "CBBA"] + [(2, pool) for pool in "BDCDABADB"],
)
def test_crossing_swaps_entrants_of_one_place_only(going):
    qualifiers_ = [
        Qualifier(str(number), pool, place) for number, (place, pool) in enumerate(going)
    ]

    crossed = cross(qualifiers_)

    assert sorted(crossed, key=lambda one: int(one.entrant)) == qualifiers_
    usual = len(going) == 4 and going == [(1, "A"), (1, "B"), (2, "A"), (2, "B")]
    if not usual:
        assert sorted(one.place for one in crossed) == [one.place for one in crossed]


def test_a_crowded_half_stays_where_nobody_has_the_same_place():
    going = [Qualifier(f"{pool}{place}", pool, place) for place, pool in enumerate("ABCA", start=1)]

    assert cross(going) == going


def test_when_nobody_can_be_swapped_the_seeds_stay():
    alone = [Qualifier(f"A{place}", "A", place) for place in range(1, 5)]

    assert cross(alone) == alone
