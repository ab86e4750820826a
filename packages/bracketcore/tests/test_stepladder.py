import pytest

from bracketcore import InvalidStage, Match, Seed, Stepladder, Win, WinnerOf

from .playing import FOUR, favourites_win, names


def test_the_last_two_begin_and_the_winner_meets_the_next_better():
    stage = Stepladder().create(FOUR)

    assert stage.matches == (
        Match("R1.1", (Seed(3), Seed(4)), 1, "R"),
        Match("R2.1", (Seed(2), WinnerOf("R1.1")), 2, "R"),
        Match("R3.1", (Seed(1), WinnerOf("R2.1")), 3, "R"),
    )


@pytest.mark.parametrize("size", [2, 3, 200])
def test_a_ladder_has_a_match_less_than_entrants_and_nobody_shares_a_place(size):
    stage = favourites_win(Stepladder().create(names(size)))

    assert len(stage.history) == len(stage.matches) == size - 1
    assert [row.entrant for row in stage.standings()] == names(size)
    assert [row.place for row in stage.standings()] == list(range(1, size + 1))


def test_the_last_can_climb_to_the_top():
    stage = Stepladder().create(FOUR)

    for match in ("R1.1", "R2.1", "R3.1"):
        stage.record(match, Win("dee"))

    assert stage.champion == "dee"
    assert [row.entrant for row in stage.standings()] == ["dee", "ann", "bob", "cyd"]
    assert str(stage) == (
        "R1.1  cyd - dee  dee won\nR2.1  bob - dee  dee won\nR3.1  ann - dee  dee won"
    )


def test_who_waits_on_the_ladder_is_still_in():
    stage = Stepladder().create(FOUR)

    stage.record("R1.1", Win("cyd"))

    assert stage.champion is None
    assert [(row.place, row.entrant) for row in stage.standings()] == [
        (1, "ann"),
        (1, "bob"),
        (1, "cyd"),
        (4, "dee"),
    ]


def test_the_number_of_games_can_differ_by_round():
    stage = Stepladder(best_of={3: 5}).create(FOUR)

    assert [stage.best_of(match.id) for match in stage.matches] == [1, 1, 5]
    with pytest.raises(InvalidStage):
        Stepladder(best_of=2)
