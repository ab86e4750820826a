"""Whatever the pool, the table and the shared places: what is paid and kept is the pool."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tournament_engine.awards.shares import HUNDRED, Share, amounts_of, awards_of
from tournament_engine.money import split


@st.composite
def plans(draw: st.DrawFn) -> tuple[int, list[Share]]:
    """Return a pool and shares of it that are not more than there is."""
    pool = draw(st.integers(0, 10**12))
    places = draw(st.lists(st.integers(1, 40), unique=True, max_size=12))
    left, money, shares = HUNDRED, 0, []
    for place in places:
        if draw(st.booleans()) and left:
            part = draw(st.integers(1, left))
            left -= part
            shares.append(Share(place=place, hundredths=part))
    rest = pool - pool * (HUNDRED - left) // HUNDRED
    for place in set(places) - {share.place for share in shares}:
        if money < rest:
            part = draw(st.integers(1, rest - money))
            money += part
            shares.append(Share(place=place, amount=part))
    return pool, shares


@st.composite
def tiers(draw: st.DrawFn) -> list[list[int]]:
    """Return final places of any number of entrants, any of them shared."""
    entrants = range(1, draw(st.integers(0, 45)) + 1)
    cuts = sorted(draw(st.sets(st.integers(0, len(entrants)), max_size=20)) | {0, len(entrants)})
    found = [list(reversed(entrants[a:b])) for a, b in pairwise(cuts)]
    return [tier for tier in found if tier]


@given(plan=plans(), places=tiers())
def test_what_is_won_kept_and_taken_by_nobody_is_the_pool_to_the_unit(plan, places):
    pool, shares = plan
    amounts = amounts_of(pool, shares)

    won = awards_of(amounts, places)

    entrants = sum(map(len, places))
    nobody = sum(amount for place, amount in amounts.items() if place > entrants)
    kept = pool - sum(amounts.values())
    assert kept >= 0
    assert sum(award.amount for award in won) + kept + nobody == pool
    assert all(award.amount > 0 for award in won)


@given(places=st.lists(st.integers(1, 9999), min_size=1), pool=st.integers(0, 10**12))
def test_a_hundred_per_cent_are_the_whole_pool(places, pool):
    whole = sum(places)
    parts = [part * HUNDRED // whole for part in places]
    parts[0] += HUNDRED - sum(parts)
    shares = [Share(place=place, hundredths=part) for place, part in enumerate(parts, 1)]

    assert sum(amounts_of(pool, shares).values()) == pool


@given(total=st.integers(0, 10**12), weights=st.lists(st.integers(1, 100), min_size=1))
def test_parts_sum_to_the_whole_and_only_the_first_has_more(total, weights):
    parts = split(total, weights)

    exact = [total * weight / sum(weights) for weight in weights]
    assert sum(parts) == total
    assert all(part <= share + 1e-3 for part, share in zip(parts[1:], exact[1:], strict=True))


@given(places=tiers())
def test_equals_get_the_same_but_for_the_remainder_of_the_lowest_id(places):
    won = {
        award.entrant: award.amount for award in awards_of(dict.fromkeys(range(1, 46), 7), places)
    }

    for tier in places:
        assert {won[entrant] for entrant in tier} == {7}


@pytest.mark.parametrize(
    ("pool", "expected"),
    [(1000, {1: 500, 2: 300, 3: 200}), (1001, {1: 501, 2: 300, 3: 200}), (1, {1: 1, 2: 0, 3: 0})],
)
def test_the_remainder_goes_to_the_highest_place(pool, expected):
    shares = [
        Share(place=place, hundredths=part) for place, part in ((3, 2000), (1, 5000), (2, 3000))
    ]

    assert amounts_of(pool, shares) == expected


def test_two_thirds_share_what_the_third_and_the_fourth_get():
    won = awards_of({1: 500, 2: 300, 3: 150, 4: 51}, [[9], [4], [8, 2]])

    assert [(award.place, award.entrant, award.amount) for award in won] == [
        (1, 9, 500),
        (2, 4, 300),
        (3, 2, 101),
        (3, 8, 100),
    ]
