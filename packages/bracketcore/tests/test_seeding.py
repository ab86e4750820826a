from collections import Counter
from dataclasses import replace
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


def latest_first_meeting(members, size):
    """The latest round, of all ways to seat the members of one pool, in which two first meet."""
    return max(
        min((one ^ other).bit_length() for one, other in combinations(seats, 2))
        for seats in combinations(range(size), members)
    )


@pytest.mark.parametrize("pools", range(2, 17))
@pytest.mark.parametrize("places", [2, 3, 4])
def test_the_first_meeting_of_one_pool_is_as_late_as_any_bracket_has_it(pools, places):
    crossed = cross(qualifiers(pools, places))

    # A bracket of twice the size has its latest meeting a round later.
    size = bracket_size(len(crossed))
    small = min(size, 8)
    assert min(meetings(crossed)) == (
        latest_first_meeting(places, small) + (size // small).bit_length() - 1
    )


def early(seats):
    """How many of a pool, and then of a club, can meet in each round, the first one first."""
    size = bracket_size(len(seats))
    at = {seed: place for place, seed in enumerate(standard_order(size))}
    pairs = list(combinations(enumerate(seats, start=1), 2))
    return [
        Counter((at[one] ^ at[other]).bit_length() for (one, a), (other, b) in pairs if kin(a, b))[
            round_
        ]
        for kin in (lambda a, b: a.pool == b.pool, lambda a, b: a.club and a.club == b.club)
        for round_ in range(1, size.bit_length())
    ]


@given(pools=st.integers(2, 4), places=st.integers(2, 3), data=st.data())
def test_no_two_of_a_place_could_part_the_clubs_more(pools, places, data):
    clubs = st.sampled_from([None, "x", "y", "z"])
    going = [replace(one, club=data.draw(clubs)) for one in qualifiers(pools, places)]

    crossed = cross(going)

    assert early(crossed)[: len(early(crossed)) // 2] <= early(cross(qualifiers(pools, places)))
    for left, right in combinations(range(len(crossed)), 2):
        if crossed[left].place == crossed[right].place:
            changed = list(crossed)
            changed[left], changed[right] = changed[right], changed[left]
            assert early(crossed) <= early(changed)


def test_two_of_a_pool_are_parted_before_two_of_a_club():
    # B2 and A3, and A2 and B3, are of one club each: only the pools could give way.
    clubs = {"A2": "y", "B2": "x", "A3": "x", "B3": "y"}
    going = [replace(one, club=clubs.get(one.entrant)) for one in qualifiers(2, 3)]

    assert cross(going) == going


def test_whole_pools_change_seats_to_part_a_club():
    clubs = {"A1": "x", "C1": "x"}
    going = [replace(one, club=clubs.get(one.entrant)) for one in qualifiers(4, 2)]

    crossed = [one.entrant for one in cross(going)]

    order = [crossed[seed - 1] for seed in standard_order(8)]
    assert order == ["A1", "B2", "D1", "C2", "B1", "A2", "C1", "D2"]


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
