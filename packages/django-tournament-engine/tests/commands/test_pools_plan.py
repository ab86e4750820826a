"""The pools that the matches of a file belong to."""

from itertools import combinations

import pytest

from tournament_engine.errors import InvalidInput
from tournament_engine.management.importing.pools import Place, plan_pools
from tournament_engine.management.importing.reading import PoolRow

RULES = ("football_goal_difference",)


def rows(*matches: tuple[str, int, str, str, int, int]) -> list[PoolRow]:
    """Return rows of (pool, round, first, second, score, score), numbered from line 2."""
    return [
        PoolRow(line=line, pool=pool, round=number, sides=(one, two), score=(goals, others))
        for line, (pool, number, one, two, goals, others) in enumerate(matches, start=2)
    ]


def everybody_meets(pool: str, names: str) -> list[tuple[str, int, str, str, int, int]]:
    """Return the matches of a pool, which whoever comes first in `names` wins."""
    return [(pool, 1, one, two, 1, 0) for one, two in combinations(names, 2)]


def refusal(*matches: tuple[str, int, str, str, int, int]) -> str:
    with pytest.raises(InvalidInput) as caught:
        plan_pools(rows(*matches), RULES)
    return str(caught.value)


def test_the_entrants_are_ordered_so_that_the_rounds_are_those_of_the_file():
    plan = plan_pools(
        rows(
            ("A", 3, "a", "b", 1, 0),
            ("A", 3, "c", "d", 1, 0),
            ("A", 1, "a", "c", 1, 0),
            ("A", 1, "b", "d", 1, 0),
            ("A", 2, "a", "d", 1, 0),
            ("A", 2, "b", "c", 1, 0),
        ),
        RULES,
    )

    assert [plan.codes[line].rpartition(".")[0] for line in sorted(plan.codes)] == [
        "A.R3",
        "A.R3",
        "A.R1",
        "A.R1",
        "A.R2",
        "A.R2",
    ]


def test_rounds_that_no_table_has_are_those_of_the_berger_table():
    plan = plan_pools(rows(*everybody_meets("A", "abcd")), RULES)

    assert (plan.entrants, sorted(plan.codes.values())) == (
        ("a", "b", "c", "d"),
        ["A.R1.1", "A.R1.2", "A.R2.1", "A.R2.2", "A.R3.1", "A.R3.2"],
    )


def test_a_pool_too_large_to_search_stays_in_the_order_of_the_file():
    plan = plan_pools(rows(*everybody_meets("A", "abcdefg")), RULES)

    assert plan.entrants == tuple("abcdefg")


def test_everybody_gets_a_place_when_all_is_played():
    plan = plan_pools(rows(*everybody_meets("A", "abc"), *everybody_meets("B", "xy")), RULES)

    assert plan.places == {
        "a": Place("A", 1),
        "b": Place("A", 2),
        "c": Place("A", 3),
        "x": Place("B", 1),
        "y": Place("B", 2),
    }


def test_who_is_level_on_everything_has_no_place_of_its_own():
    plan = plan_pools(
        rows(("A", 1, "a", "b", 0, 0), ("A", 2, "a", "c", 2, 0), ("A", 3, "b", "c", 2, 0)), RULES
    )

    assert plan.places == {"c": Place("A", 3)}


def test_pools_that_are_not_over_have_no_places():
    plan = plan_pools(rows(("A", 1, "a", "b", 1, 0), ("A", 2, "a", "c", 1, 0)), RULES)

    assert (plan.missing, plan.places) == ((("b", "c"),), {})


@pytest.mark.parametrize(
    ("matches", "message"),
    [
        (
            [("A", 1, "a", "b", 1, 0), ("B", 1, "b", "c", 1, 0)],
            "Line 3: b is in pool A (line 2) and in pool B: mend the name or the pool.",
        ),
        (
            [("A", 1, "a", "b", 1, 0), ("A", 2, "b", "a", 1, 0)],
            "Line 3: this is the match of line 2 again: delete one of the two.",
        ),
        (
            [*everybody_meets("A", "abcd"), *everybody_meets("B", "xy")],
            "Line 8: pool B has 2 entrants and pool A has 4: pools differ by one at most",
        ),
        (
            [*everybody_meets("A", "ab"), *everybody_meets("B", "xyz")],
            "Line 3: pool B has 3 entrants and pool A has 2: pools differ by one at most",
        ),
        (
            [
                *everybody_meets("A", "abc"),
                *everybody_meets("B", "xy"),
                *everybody_meets("C", "pqr"),
            ],
            "Line 5: pool B is smaller than a later one: name the larger pools first.",
        ),
    ],
)
def test_matches_that_make_no_pools_are_refused(
    matches: list[tuple[str, int, str, str, int, int]], message: str
):
    assert refusal(*matches).startswith(message)
