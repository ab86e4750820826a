"""The formats for four: the page playoff and the dual tournament."""

import pytest

from bracketcore import (
    DoubleForfeit,
    DualTournament,
    InvalidStage,
    LoserOf,
    Match,
    PagePlayoff,
    Seed,
    Win,
    WinnerOf,
)

from .playing import FOUR, favourites_win, losses, names, states


def test_the_page_playoff_gives_the_first_two_a_second_chance():
    stage = PagePlayoff().create(FOUR)

    assert stage.matches == (
        Match("R1.1", (Seed(1), Seed(2)), 1, "R"),
        Match("R1.2", (Seed(3), Seed(4)), 1, "R"),
        Match("R2.1", (LoserOf("R1.1"), WinnerOf("R1.2")), 2, "R"),
        Match("R3.1", (WinnerOf("R1.1"), WinnerOf("R2.1")), 3, "R"),
    )


def test_a_page_playoff_can_be_won_after_a_loss():
    stage = PagePlayoff().create(FOUR)

    for match, winner in [("R1.1", "ann"), ("R1.2", "dee"), ("R2.1", "bob"), ("R3.1", "bob")]:
        stage.record(match, Win(winner))

    assert stage.champion == "bob"
    assert [row.explain() for row in stage.standings()] == [
        "bob is 1st: won R3.1.",
        "ann is 2nd: lost R3.1 to bob.",
        "dee is 3rd: lost R2.1 to bob.",
        "cyd is 4th: lost R1.2 to dee.",
    ]


def test_who_lost_the_first_match_of_a_page_playoff_is_still_in():
    stage = PagePlayoff().create(FOUR)

    stage.record("R1.1", Win("ann"))
    stage.record("R1.2", Win("cyd"))

    assert stage.champion is None
    assert [(row.place, row.entrant) for row in stage.standings()] == [
        (1, "ann"),
        (1, "bob"),
        (1, "cyd"),
        (4, "dee"),
    ]


def test_two_who_both_forfeit_the_first_match_of_a_page_playoff_are_out():
    stage = PagePlayoff().create(FOUR)

    stage.record("R1.1", DoubleForfeit())
    stage.record("R1.2", Win("dee"))

    assert stage.champion == "dee"
    assert [(row.place, row.entrant) for row in stage.standings()] == [
        (1, "dee"),
        (2, "ann"),
        (2, "bob"),
        (2, "cyd"),
    ]
    assert str(stage).splitlines()[-1] == "R3.1  bye - dee"


def test_a_dual_tournament_has_five_matches():
    stage = DualTournament().create(FOUR)

    assert [(match.id, match.slots) for match in stage.matches] == [
        ("U1.1", (Seed(1), Seed(4))),
        ("U1.2", (Seed(2), Seed(3))),
        ("L1.1", (LoserOf("U1.1"), LoserOf("U1.2"))),
        ("U2.1", (WinnerOf("U1.1"), WinnerOf("U1.2"))),
        ("L2.1", (LoserOf("U2.1"), WinnerOf("L1.1"))),
    ]


def test_two_go_on_from_a_dual_tournament_and_two_have_lost_twice():
    stage = favourites_win(DualTournament().create(FOUR))

    assert losses(stage) == {"ann": 0, "bob": 1, "cyd": 2, "dee": 2}
    assert [(row.place, row.entrant) for row in stage.standings()] == [
        (1, "ann"),
        (2, "bob"),
        (3, "cyd"),
        (4, "dee"),
    ]
    assert stage.champion == "ann"
    assert str(stage).splitlines()[-2:] == [
        "L1.1  dee - cyd  cyd won",
        "L2.1  bob - cyd  bob won",
    ]


@pytest.mark.parametrize("format_", [PagePlayoff, DualTournament])
def test_a_correction_of_the_first_match_is_carried_to_the_last(format_):
    first = "R1.1" if format_ is PagePlayoff else "U1.1"
    changed = favourites_win(format_().create(FOUR))
    changed.correct(first, Win(str(changed.pairing(first)[1])), cascade=True)
    fresh = format_().create(FOUR)
    for match, (_, state, result) in states(changed).items():
        if state == "played":
            fresh.record(match, result)

    assert states(favourites_win(changed)) == states(favourites_win(fresh))


@pytest.mark.parametrize("format_", [PagePlayoff, DualTournament])
@pytest.mark.parametrize("size", [2, 3, 5])
def test_other_numbers_than_four_are_refused(format_, size):
    with pytest.raises(InvalidStage, match=f"for four entrants, not {size}"):
        format_().create(names(size))


@pytest.mark.parametrize("format_", [PagePlayoff, DualTournament])
def test_the_number_of_games_can_differ_by_bracket_and_round(format_):
    stage = format_(best_of={"R3": 5, "L": 3}).create(FOUR)

    assert stage.best_of(stage.matches[0].id) == 1
    assert stage.best_of(stage.matches[-1].id) == (5 if format_ is PagePlayoff else 3)
    with pytest.raises(InvalidStage):
        format_(best_of=2)
