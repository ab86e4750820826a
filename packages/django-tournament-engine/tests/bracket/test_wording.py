"""What parts the entrants of a stage, in words that name people instead of ids."""

from collections.abc import Sequence
from string import ascii_lowercase

from bracketcore import DoubleElimination, Forfeit, RoundRobin, SingleElimination, Stage, Win
from bracketcore.recipe import Format
from tournament_engine.bracket.wording import Reasons

NAMES = {letter: letter.upper() for letter in ascii_lowercase}


def a_stage(format: Format, results: Sequence[tuple[str, str]], entrants: str = "abcd") -> Stage:  # noqa: A002
    """Return a stage after the wins of these matches."""
    stage = format.create(tuple(entrants))
    for match, winner in results:
        stage.record(match, Win(winner))
    return stage


def reasons(stage: Stage) -> dict[str, str]:
    """Return the first part of each reason, by entrant."""
    told = Reasons.of(stage, NAMES)
    return {row.entrant: told.explain(row).partition(";")[0] for row in stage.standings()}


def test_a_knockout_says_who_beat_whom_and_who_still_plays():
    stage = a_stage(SingleElimination(), [("R1.1", "a")])

    assert reasons(stage) == {
        "a": "still to play R2.1",
        "b": "still to play R1.2",
        "c": "still to play R1.2",
        "d": "lost R1.1 to A",
    }


def test_the_match_for_the_third_place_counts_for_those_who_play_it():
    wins = [("R1.1", "a"), ("R1.2", "b"), ("3P", "d"), ("R2.1", "b")]
    stage = a_stage(SingleElimination(third_place=True), wins)

    assert reasons(stage) == {
        "a": "lost R2.1 to B",
        "b": "won R2.1",
        "c": "lost 3P to D",
        "d": "won 3P",
    }


def test_who_has_lost_once_still_plays_in_a_double_elimination():
    stage = a_stage(DoubleElimination(), [("U1.1", "a"), ("U1.2", "b"), ("L1.1", "c")])

    assert reasons(stage) == {
        "a": "still to play U2.1",
        "b": "still to play U2.1",
        "c": "still to play L2.1",
        "d": "lost L1.1 to C",
    }


def test_a_bye_is_no_match_that_somebody_won():
    stage = a_stage(SingleElimination(), [("R1.2", "b")], entrants="abc")

    assert reasons(stage)["a"] == "still to play R2.1"


def test_nobody_is_named_where_both_forfeited_or_one_has_left():
    stage = a_stage(SingleElimination(), [("R1.1", "a")])
    stage.withdraw("a")
    stage.record("R1.2", Forfeit("c"))

    told = reasons(stage)

    assert (told["a"], told["c"]) == ("lost R2.1 to B", "lost R1.2 to B")


def test_who_leaves_before_the_next_match_is_known_has_left():
    stage = a_stage(SingleElimination(), [("R1.1", "a")])
    stage.withdraw("a")

    assert reasons(stage)["a"] == "has left the tournament before R2.1"


def test_a_table_says_what_parts_neighbours():
    stage = a_stage(RoundRobin(), [("R1.1", "a")], entrants="ab")

    assert reasons(stage) == {
        "a": "ahead of B on points (3 to 0)",
        "b": "behind A on points (0 to 3)",
    }
