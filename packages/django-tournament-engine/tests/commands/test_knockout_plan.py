"""The bracket that the matches of a knockout belong to."""

from typing import Literal

import pytest

from tournament_engine.errors import InvalidInput
from tournament_engine.management.importing.knockout import KnockoutPlan, plan_knockout
from tournament_engine.management.importing.reading import KnockoutRow


def rows(*matches: tuple[int | Literal["3P"], str, str]) -> list[KnockoutRow]:
    """Return rows of (round, first, second), numbered from line 2."""
    return [
        KnockoutRow(line=line, round=number, sides=(first, second), score=(1, 0), shootout=None)
        for line, (number, first, second) in enumerate(matches, start=2)
    ]


def refusal(*matches: tuple[int | Literal["3P"], str, str]) -> str:
    with pytest.raises(InvalidInput) as caught:
        plan_knockout(rows(*matches))
    return str(caught.value)


def test_the_first_round_is_listed_from_the_top_of_the_bracket():
    plan = plan_knockout(
        rows((1, "a", "b"), (1, "c", "d"), (2, "d", "a"), ("3P", "b", "c")),
    )

    assert plan == KnockoutPlan(
        entrants=("a", "b", "c", "d"),
        third_place=True,
        codes={2: "R1.1", 3: "R1.2", 4: "R2.1", 5: "3P"},
    )


def test_a_side_that_begins_in_the_second_round_had_a_bye():
    plan = plan_knockout(rows((1, "d", "e"), (2, "a", "d"), (2, "b", "c"), (3, "a", "b")))

    assert plan == KnockoutPlan(
        entrants=("a", "d", "e", "b", "c"),
        third_place=False,
        codes={2: "R1.2", 3: "R2.1", 4: "R2.2", 5: "R3.1"},
    )


def test_the_bracket_is_turned_over_where_that_puts_the_byes_in_place():
    plan = plan_knockout(rows((1, "d", "e"), (2, "b", "c"), (2, "d", "a"), (3, "b", "d")))

    assert plan.entrants == ("a", "d", "e", "b", "c")


def test_three_make_a_final_with_a_bye():
    plan = plan_knockout(rows((1, "b", "c"), (2, "c", "a")))

    assert (plan.entrants, plan.codes) == (("a", "b", "c"), {2: "R1.2", 3: "R2.1"})


@pytest.mark.parametrize(
    ("matches", "message"),
    [
        (
            [(2, "a", "b")],
            "Line 2: the knockout has no first round: add its matches with round R1.",
        ),
        (
            [(1, "a", "b"), (1, "c", "d"), (1, "e", "f")],
            "Line 4: R1 has 3 matches, which make no bracket: list 1, 2, 4, 8 … of them",
        ),
        (
            [(1, "a", "b"), (1, "b", "c")],
            "Line 3: b plays in R1 already, in line 2: mend one.",
        ),
        (
            [(1, "a", "b"), (1, "b", "a")],
            "Line 3: this is the match of line 2 again: delete one of the two.",
        ),
        (
            [(1, "a", "b"), (1, "c", "d"), ("3P", "a", "c"), ("3P", "b", "d")],
            "Line 5: this is the match of line 4 again: delete one of the two.",
        ),
        (
            [(1, "a", "b"), (1, "c", "d"), (2, "a", "b")],
            "Line 4: a and b cannot meet in R2: the bracket has them in R1.",
        ),
        (
            [(1, "a", "b"), (1, "c", "d"), (1, "e", "f"), (1, "g", "h"), (2, "a", "e")],
            "Line 6: a and e cannot meet in R2: the bracket has them in R3.",
        ),
        (
            [(1, "a", "b"), (1, "c", "d"), ("3P", "a", "b")],
            "Line 4: a and b cannot both lose a semi-final: mend the names.",
        ),
        (
            [(1, "Peru", "b"), (1, "c", "d"), (3, "Perú", "c")],
            "Line 4: Perú has no match in R1 or R2: did you mean 'Peru'?",
        ),
        (
            [(1, "d", "e"), (2, "d", "e"), (2, "a", "b")],
            "Line 3: only one side of line 2 goes on to R2: take the other out.",
        ),
        (
            [(1, "d", "e"), (1, "f", "g"), (2, "d", "a"), (2, "b", "c")],
            "Line 3: neither f nor g is in R2: add the winner's match.",
        ),
        (
            [(1, "a", "b"), (1, "c", "d"), (2, "a", "c"), (2, "e", "f")],
            "Line 4: too many of the sides that begin in R2 stand in one part of the bracket",
        ),
    ],
)
def test_matches_that_make_no_bracket_are_refused(
    matches: list[tuple[int | Literal["3P"], str, str]], message: str
):
    assert refusal(*matches).startswith(message)
