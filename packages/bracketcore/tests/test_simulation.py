"""Simulated chances: against every way a stage can end, and against asking the standings."""

import random as global_random
from collections import Counter
from fractions import Fraction
from itertools import accumulate
from math import nan, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import EIGHT, FOUR, favourites_win, names

from bracketcore import (
    DoubleElimination,
    DoubleForfeit,
    Draw,
    FreeForAll,
    InvalidSimulation,
    Pools,
    RoundRobin,
    SingleElimination,
    Win,
)
from bracketcore.simulation import simulate

LEVEL = dict.fromkeys(EIGHT, 1500)


class AskedSingleElimination(SingleElimination):
    """The same, but every run asks the standings."""


class AskedDoubleElimination(DoubleElimination):
    """The same, but every run asks the standings."""


ELIMINATIONS = st.one_of(
    st.tuples(
        st.just((SingleElimination, AskedSingleElimination)),
        st.fixed_dictionaries({"third_place": st.booleans()}),
    ),
    st.tuples(
        st.just((DoubleElimination, AskedDoubleElimination)),
        st.fixed_dictionaries({"grand_final": st.sampled_from(["reset", "single", "none"])}),
    ),
)
FORMATS = st.sampled_from(
    [
        SingleElimination(),
        SingleElimination(third_place=True),
        DoubleElimination(),
        RoundRobin(),
        RoundRobin(best_of=2),
        Pools(pools=2),
    ]
)


def even(first, second):
    return 0.5


def by_name(first, second):
    """Whoever comes first by alphabet wins two times in three."""
    return 2 / 3 if first < second else 1 / 3


def begun(data, stage):
    """Play a part of a stage, with all that happens at a real event."""
    for match in [match.id for match in stage.matches[: data.draw(st.integers(0, 12))]]:
        if stage.state(match) == "ready":
            sides = stage.pairing(match)
            results = [Win(sides[0]), Win(sides[1]), DoubleForfeit()]
            stage.record(match, data.draw(st.sampled_from(results)))
        elif data.draw(st.booleans()):
            entrant = data.draw(st.sampled_from(stage.entrants)).id
            if entrant not in stage.withdrawn:
                stage.withdraw(entrant)
    return stage


@given(ELIMINATIONS, st.integers(2, 9), st.integers(), st.data())
def test_places_by_the_last_match_are_those_of_the_standings(elimination, size, seed, data):
    (fast, asked), options = elimination
    stage = begun(data, fast(**options).create(names(size)))
    same = asked(**options).create(names(size))
    for event in stage.history:
        same.apply(event)

    chances = simulate(stage, by_name, 8, Random(seed))

    assert chances == simulate(same, by_name, 8, Random(seed))


@given(FORMATS, st.integers(2, 9), st.integers(), st.data())
def test_the_places_of_one_run_are_those_of_a_competition(recipe, size, seed, data):
    stage = begun(data, recipe.create(names(size)))

    chances = simulate(stage, even, 1, Random(seed), draw=0.3)

    places = Counter(place for (place,) in chances.values())
    taken = list(accumulate((places[place] for place in sorted(places)), initial=1))
    assert sorted(places) == taken[:-1]
    assert taken[-1] == size + 1


@given(FORMATS, st.integers(2, 9), st.integers(), st.integers(1, 20), st.data())
def test_everybody_takes_some_place_in_every_run(recipe, size, seed, runs, data):
    stage = begun(data, recipe.create(names(size)))

    chances = simulate(stage, even, runs, Random(seed), draw=0.3)

    assert list(chances) == [entrant.id for entrant in stage.entrants]
    assert {sum(shares.values()) for shares in chances.values()} == {1}
    assert all(list(shares) == sorted(shares) for shares in chances.values())


@given(FORMATS, st.integers(2, 9), st.integers(), st.data())
def test_the_same_seed_gives_the_same_answer_and_leaves_the_stage_alone(recipe, size, seed, data):
    stage = begun(data, recipe.create(names(size)))
    history, state = stage.history, global_random.getstate()

    first = simulate(stage, even, 5, Random(seed))

    assert simulate(stage, even, 5, Random(seed)) == first
    assert stage.history == history
    assert global_random.getstate() == state


def exact(stage, win, draw):
    """The chance of every place, by playing the stage to every end that it can have."""
    ready = stage.ready_matches()
    if not ready:
        return {(row.entrant, row.place): Fraction(1) for row in stage.standings()}
    match = ready[0]
    first, second = stage.pairing(match.id)
    drawn = Fraction(0) if match.decisive else draw
    share = Fraction(win(first, second)).limit_denominator(1000)
    chances: Counter[tuple[str, int]] = Counter()
    for result, weight in (
        (Win(first), (1 - drawn) * share),
        (Win(second), (1 - drawn) * (1 - share)),
        (Draw(), drawn),
    ):
        if weight:
            stage.record(match.id, result)
            for place, chance in exact(stage, win, draw).items():
                chances[place] += weight * chance
            stage.undo()
    return chances


@pytest.mark.parametrize("withdrawn", [[], ["bob"]])
@pytest.mark.parametrize(
    "recipe",
    [
        SingleElimination(),
        SingleElimination(third_place=True),
        DoubleElimination(),
        DoubleElimination(grand_final="none"),
        RoundRobin(),
        Pools(pools=2),
    ],
    ids=str,
)
def test_chances_come_near_to_the_exact_ones(recipe, withdrawn):
    runs = 4000
    stage = recipe.create(FOUR)
    stage.record(stage.matches[0].id, Win("dee"))
    for entrant in withdrawn:
        stage.withdraw(entrant)

    chances = simulate(stage, by_name, runs, Random(7), draw=0.25)

    expected = exact(stage, by_name, Fraction(1, 4))
    seen = {(name, place): share for name, own in chances.items() for place, share in own.items()}
    assert seen.keys() <= expected.keys()
    for place, share in expected.items():
        # Four standard deviations: one seed in 16,000 is farther away.
        assert abs(seen.get(place, 0) - share) <= 4 * sqrt(share * (1 - share) / runs)


def test_ratings_are_those_of_elo():
    stage = SingleElimination().create(["ann", "bob"])
    runs = 4000

    chances = simulate(stage, {"ann": 1700, "bob": 1500}, runs, Random(7))

    assert float(chances["ann"][1]) == pytest.approx(0.76, abs=4 * sqrt(0.76 * 0.24 / runs))


def test_certain_favourites_take_their_places():
    stage = DoubleElimination().create(EIGHT)

    chances = simulate(stage, lambda first, second: float(first < second), 3, Random(7))

    rows = favourites_win(stage).standings()
    assert chances == {row.entrant: {row.place: 1} for row in sorted(rows, key=lambda r: r.entrant)}


def test_a_stage_that_is_over_has_no_chances_left():
    stage = favourites_win(SingleElimination().create(FOUR))

    chances = simulate(stage, LEVEL, 10, Random(7))

    assert chances == {"ann": {1: 1}, "bob": {2: 1}, "cyd": {3: 1}, "dee": {3: 1}}


def test_draws_come_where_a_match_may_be_drawn():
    drawn = simulate(RoundRobin().create(FOUR), LEVEL, 10, Random(7), draw=1)
    decided = simulate(RoundRobin(best_of=3).create(FOUR), LEVEL, 10, Random(7), draw=1)

    assert drawn == {entrant: {1: 1} for entrant in FOUR}
    assert decided != drawn


def test_the_chance_of_a_draw_may_depend_on_who_meets():
    stage = RoundRobin().create(["ann", "bob", "cyd"])

    chances = simulate(
        stage,
        lambda first, second: float(first < second),
        10,
        Random(7),
        draw=lambda first, second: float("ann" not in {first, second}),
    )

    assert chances == {"ann": {1: 1}, "bob": {2: 1}, "cyd": {2: 1}}


def test_who_has_left_draws_with_nobody():
    stage = RoundRobin().create(["ann", "bob", "cyd"])
    stage.withdraw("cyd")

    chances = simulate(stage, LEVEL, 10, Random(7), draw=1)

    assert chances == {"ann": {1: 1}, "bob": {1: 1}, "cyd": {3: 1}}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"runs": 0}, "runs is a whole number from 1, and 0 is none."),
        ({"runs": True}, "runs is a whole number from 1, and True is none."),
        ({"draw": 1.5}, "draw is a chance from 0 to 1, and 1.5 is none."),
        ({"draw": nan}, "draw is a chance from 0 to 1, and nan is none."),
        ({"strength": {"ann": 1500}}, "bob has no rating: give one for every entrant."),
        (
            {"strength": LEVEL | {"cyd": nan}},
            "The rating of cyd is nan: give one on the scale of Elo, from -10000 to 10000.",
        ),
        (
            {"strength": lambda first, second: 2},
            "The chance of ann against dee is 2: give one from 0 to 1.",
        ),
        (
            {"stage": FreeForAll().create(FOUR), "strength": even},
            "A chance is one between two: give ratings for a stage with heats.",
        ),
        (
            {"stage": FreeForAll().create(FOUR), "strength": {"ann": 1500}},
            "bob has no rating: give one for every entrant.",
        ),
    ],
)
def test_bad_input_is_refused_with_what_to_do(asked, message):
    stage = SingleElimination().create(FOUR)

    with pytest.raises(InvalidSimulation) as refused:
        simulate(**({"stage": stage, "strength": LEVEL, "runs": 1, "rng": Random(7)} | asked))

    assert str(refused.value) == message
