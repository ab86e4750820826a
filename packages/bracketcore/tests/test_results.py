import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, replace
from random import Random

import pytest

from bracketcore import (
    DoubleForfeit,
    Draw,
    Forfeit,
    IllegalScore,
    NotAnOccupant,
    Placement,
    RoundRobin,
    SingleElimination,
    Walkover,
    Win,
    WinnerRequired,
)
from bracketcore.results import check_result

from .playing import FOUR

NAN = float("nan")


@pytest.mark.parametrize(
    "score",
    [
        (-1, 2),
        (NAN, 1),
        (1.5, 1),
        (True, 0),
        (1,),
        (1, 2, 3),
        (),
        "21",
        ((2, 1), (1,)),
        ((1, 0), 1),
    ],
)
def test_a_score_is_two_whole_numbers_from_zero(score):
    stage = SingleElimination().create(FOUR)

    with pytest.raises(IllegalScore):
        stage.record("R1.1", Win("dee", score=score))
    assert stage.history == ()


def test_a_winner_cannot_have_the_lower_score():
    stage = SingleElimination().create(FOUR)

    with pytest.raises(IllegalScore, match=r"dee cannot win with the lower score \(ann 2, dee 1\)"):
        stage.record("R1.1", Win("dee", score=(2, 1)))


def test_the_score_is_by_side_whoever_won():
    stage = SingleElimination().create(FOUR)

    stage.record("R1.1", Win("dee", score=(1, 2)))

    assert stage.outcome("R1.1") == ("dee", "ann")


@pytest.mark.parametrize(
    "win",
    [
        Win("ann", score=(1, 1)),
        Win("ann", score=(1, 1), shootout=(3, 4)),
        Win("ann", score=(1, 1), shootout=(4, 4)),
        Win("ann", score=(1, 1), shootout=(4, -1)),
        Win("ann", score=(2, 1), shootout=(4, 3)),
        Win("ann", shootout=(4, 3)),
    ],
)
def test_a_level_score_is_decided_by_a_shootout_that_the_winner_leads(win):
    stage = SingleElimination().create(FOUR)

    with pytest.raises(IllegalScore):
        stage.record("R1.1", win)


@pytest.mark.parametrize("score", [[1, 1], [[1, 1]]])
def test_lists_are_as_good_as_tuples(score):
    stage = SingleElimination().create(FOUR)

    listed = {"score": score, "shootout": [4, 3]}
    stage.record("R1.1", Win("ann", **listed))

    assert stage.result("R1.1") in {Win("ann", (1, 1), (4, 3)), Win("ann", ((1, 1),), (4, 3))}


@pytest.mark.parametrize(
    "score",
    [
        (2, 2),
        (1, 0),
        (3, 0),
        (0, 2),
        ((11, 4), (4, 11)),
        ((11, 4), (11, 4), (11, 4)),
        ((11, 4), (4, 11), (11, 4), (11, 4)),
        ((11, 11), (11, 4), (11, 4)),
    ],
)
def test_a_best_of_three_ends_with_the_second_game_won(score):
    stage = SingleElimination(best_of=3).create(FOUR)

    with pytest.raises(IllegalScore):
        stage.record("R1.1", Win("ann", score=score))


@pytest.mark.parametrize(
    "score", [(2, 0), (2, 1), ((11, 4), (4, 11), (11, 9)), ((1, 0), (1, 0)), None]
)
def test_a_best_of_three_is_won_with_two_games(score):
    stage = SingleElimination(best_of=3).create(FOUR)

    stage.record("R1.1", Win("ann", score=score))

    assert stage.outcome("R1.1") == ("ann", "dee")


def test_the_only_pair_of_a_sequence_is_the_score():
    stage = RoundRobin(tiebreaks="SF").create(FOUR)

    stage.record("R1.1", Win("ann", score=((5, 1),)))

    assert stage.standings()[0].tiebreaks["SF"] == 5


def test_a_win_needs_no_score():
    check_result(Win("ann"), ("ann", "bob"), decisive=True, best_of=3)

    with pytest.raises(NotAnOccupant):
        check_result(Win("zoe"), ("ann", "bob"), decisive=True, best_of=3)


def test_one_game_has_one_pair():
    stage = SingleElimination().create(FOUR)

    with pytest.raises(IllegalScore, match="over before game 2"):
        stage.record("R1.1", Win("ann", score=((2, 1), (2, 1))))


def test_a_draw_is_refused_where_somebody_must_win():
    with pytest.raises(WinnerRequired):
        SingleElimination().create(FOUR).record("R1.1", Draw())


@pytest.mark.parametrize(
    ("best_of", "score"), [(1, (2, 1)), (3, None), (2, (2, 0)), (2, ((1, 0), (1, 0))), (1, (1, -1))]
)
def test_a_draw_has_a_level_score(best_of, score):
    stage = RoundRobin(best_of=best_of).create(FOUR)

    with pytest.raises(IllegalScore):
        stage.record("R1.1", Draw(score=score))


@pytest.mark.parametrize(
    ("best_of", "score"), [(1, None), (1, (1, 1)), (2, None), (2, (1, 1)), (2, ((1, 0), (0, 1)))]
)
def test_a_draw_is_taken_where_nobody_must_win(best_of, score):
    stage = RoundRobin(best_of=best_of).create(FOUR)

    stage.record("R1.1", Draw(score=score))

    assert stage.state("R1.1") == "played"


@pytest.mark.parametrize(
    "result", [Win("bob"), Win("bob", (1, 0)), Walkover("zoe"), Forfeit("bob")]
)
def test_a_result_names_who_sits_in_the_match(result):
    with pytest.raises(NotAnOccupant, match="name ann or dee"):
        SingleElimination().create(FOUR).record("R1.1", result)


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (Walkover("dee"), ("dee", "ann")),
        (Forfeit("dee"), ("ann", "dee")),
        (Forfeit("ann"), ("dee", "ann")),
    ],
)
def test_a_match_that_is_not_played_has_a_winner_too(result, outcome):
    stage = SingleElimination().create(FOUR)

    stage.record("R1.1", result)

    assert stage.outcome("R1.1") == outcome


def test_a_match_of_two_takes_no_placement():
    with pytest.raises(IllegalScore, match="heat"):
        SingleElimination().create(FOUR).record("R1.1", Placement(("ann", "dee")))


def test_a_refused_result_changes_nothing():
    stage = SingleElimination().create(FOUR, rng=Random(1))
    first, second = stage.pairing("R1.1")
    stage.record("R1.1", DoubleForfeit())

    with pytest.raises(IllegalScore):
        stage.correct("R1.1", Win(str(first), score=(0, 1)))

    assert stage.result("R1.1") == DoubleForfeit()
    assert second in stage.pairing("R1.1")


def test_a_win_is_a_value_like_any_other_result():
    win = Win("ann", score=(2, 1))

    assert win == Win(winner="ann", score=(2, 1), shootout=None)
    assert hash(win) == hash(Win("ann", (2, 1)))
    assert repr(win) == "Win(winner='ann', score=(2, 1), shootout=None)"
    assert copy.deepcopy(win) == win
    assert pickle.loads(pickle.dumps(win)) == win  # noqa: S301  our own
    assert replace(win, winner="bob") == Win("bob", (2, 1))
    assert asdict(win) == {"winner": "ann", "score": (2, 1), "shootout": None}


@pytest.mark.parametrize("name", ["winner", "score", "shootout"])
def test_a_win_never_changes(name):
    win = Win("ann")

    with pytest.raises(FrozenInstanceError):
        setattr(win, name, None)
    with pytest.raises(FrozenInstanceError):
        delattr(win, name)
    assert win == Win("ann")
