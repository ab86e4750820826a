"""Stages of one shape share its structure, and nothing else."""

import pytest

from bracketcore import DoubleElimination, Pools, RoundRobin, SingleElimination, Win
from bracketcore.formats import shapes

from .playing import EIGHT, favourites_win, names, states

FORMATS = [
    SingleElimination(),
    SingleElimination(classification="all"),
    DoubleElimination(),
    RoundRobin(),
    Pools(pools=2),
]


@pytest.mark.parametrize("format_", FORMATS, ids=str)
def test_stages_of_one_shape_have_the_same_matches(format_):
    one, other = format_.create(names(8)), format_.create(EIGHT)

    assert all(map(lambda a, b: a is b, one.matches, other.matches))


@pytest.mark.parametrize("format_", FORMATS, ids=str)
def test_what_happens_in_a_stage_happens_in_no_other_of_its_shape(format_):
    one, other = format_.create(EIGHT), format_.create(EIGHT)
    before = states(other)

    favourites_win(one)

    assert states(other) == before


@pytest.mark.parametrize(
    ("format_", "other"),
    [
        (SingleElimination(), SingleElimination(third_place=True)),
        (SingleElimination(), SingleElimination(classification="all")),
        (DoubleElimination(), DoubleElimination(grand_final="none")),
        (DoubleElimination(), DoubleElimination(drops="natural")),
        (DoubleElimination(), DoubleElimination(upper_entrants=4)),
        (RoundRobin(), RoundRobin(legs=2)),
        (RoundRobin(), RoundRobin(order="circle")),
        (Pools(pools=2), Pools(pools=4)),
        (Pools(pools=2), Pools(pools=2, distribution="effort")),
    ],
    ids=str,
)
def test_other_options_make_another_shape(format_, other):
    assert format_.create(EIGHT).matches != other.create(EIGHT).matches


def test_a_large_shape_is_not_kept():
    one, other = (RoundRobin().create(names(102)) for _ in range(2))

    assert one.match("R1.1") is not other.match("R1.1")
    assert one.match("R1.1") == other.match("R1.1")


def test_a_forgotten_shape_is_laid_out_anew():
    one = DoubleElimination().create(EIGHT)

    shapes.forget()

    other = DoubleElimination().create(EIGHT)
    assert one.matches == other.matches
    assert one.matches[0] is not other.matches[0]


def test_a_stage_plays_on_when_its_shape_is_forgotten():
    stage = SingleElimination().create(["ann", "bob"])

    shapes.forget()

    assert stage.record("R1.1", Win("ann")) == ("R1.1",)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_match_is_the_same_object_in_whatever_way_it_is_asked_for(format_):
    stage = format_.create(names(11))
    third = stage.matches[2].id
    shapes.forget()

    stage = format_.create(names(11))
    alone = stage.match(third)

    ready = {match.id: match for match in stage.ready_matches()}
    assert ready.get(third, alone) is alone
    assert stage.matches[2] is alone
    assert all(stage.match(id) is match for id, match in ready.items())
