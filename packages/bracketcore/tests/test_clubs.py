from collections import Counter
from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from bracketcore import Entrant
from bracketcore.seeding import Qualifier, bracket_size, cross, separate, standard_order


def spread(order, part):
    """How often each club is in each part of so many seats of the bracket."""
    size = bracket_size(len(order))
    parts: list[Counter[str]] = [Counter() for _ in range(size // part)]
    for place, seed in enumerate(standard_order(size)):
        if seed <= len(order) and order[seed - 1][0] != "-":
            parts[place // part][order[seed - 1][0]] += 1
    return parts


def is_even(order):
    """Whether every half, quarter and so on has its share of each club, rounded."""
    clubs = Counter(name[0] for name in order if name[0] != "-")
    size = bracket_size(len(order))
    return all(
        members * part // size <= share[club] <= -(-members * part // size)
        for part in (2**power for power in range(size.bit_length()))
        for share in spread(order, part)
        for club, members in clubs.items()
    )


def club(name):
    return None if name[0] == "-" else name[0]


def members(letters):
    """The entrants of these clubs in seed order: ann is "a0" when the first is of club a."""
    return [f"{letter}{number}" for number, letter in enumerate(letters)]


@given(letters=st.text("-abc", min_size=2, max_size=6))
def test_of_all_even_seedings_the_best_seeds_are_kept(letters):
    entrants = members(letters)

    separated = separate(entrants, key=club)

    # Permutations come in the order of the seeds that they keep.
    assert separated == next(list(order) for order in permutations(entrants) if is_even(order))


@given(letters=st.text("-abcdefgh", min_size=2, max_size=70))
def test_every_part_of_the_bracket_gets_an_even_share_of_each_club(letters):
    entrants = members(letters)

    separated = separate(entrants, key=club)

    assert is_even(separated)
    assert sorted(separated) == sorted(entrants)
    assert separate(separated, key=club) == separated


@given(letters=st.text("ab", min_size=2, max_size=40))
def test_two_of_one_club_meet_no_sooner_than_any_bracket_must_have_it(letters):
    separated = separate(members(letters), key=club)

    size = bracket_size(len(separated))
    places = {seed: place for place, seed in enumerate(standard_order(size))}
    for letter, many in Counter(letters).items():
        seats = [places[seed] for seed, name in enumerate(separated, 1) if name[0] == letter]
        rounds = [(left ^ right).bit_length() for left, right in combinations(seats, 2)]
        parts = (many - 1).bit_length()
        assert min(rounds, default=size) > size.bit_length() - 1 - parts


def test_the_club_of_an_entrant_parts_it_from_the_others():
    people = [Entrant("ann", club="x"), Entrant("bob"), Entrant("cyd"), Entrant("dee", club="x")]

    assert [entrant.id for entrant in separate(people)] == ["ann", "bob", "dee", "cyd"]


def test_who_has_no_club_keeps_the_seed():
    assert separate(["ann", "bob", "cyd"], key=lambda _name: None) == ["ann", "bob", "cyd"]
    assert separate([Entrant("ann"), Entrant("bob")]) == [Entrant("ann"), Entrant("bob")]
    assert separate([]) == []


def test_a_club_that_has_everybody_keeps_its_order():
    assert separate(["ann", "bob", "cyd"], key=lambda _name: "x") == ["ann", "bob", "cyd"]


def test_a_pool_is_parted_before_a_club_also_where_pools_send_unlike_places():
    ann = Qualifier("ann", "A", 1, club="x")
    bob, cyd = Qualifier("bob", "B", 1, club="y"), Qualifier("cyd", "B", 2, club="x")

    seats = cross([ann, bob, cyd])

    assert [one.entrant for one in seats] == ["bob", "ann", "cyd"]
