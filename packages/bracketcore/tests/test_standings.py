from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import (
    Draw,
    InvalidStage,
    RoundRobin,
    Row,
    SingleElimination,
    Standings,
    UnknownEntrant,
    Win,
)
from bracketcore.standings import Split, rank
from bracketcore.tiebreaks import CHAINS, RULES, Game, Given, chain, fair_play, lots

from .playing import FOUR, names

HALF = Fraction(1, 2)


def game(text):
    """A game by the words of its score: "ann 2 bob 1"."""
    first, goals, second, against = text.split()
    score = int(goals), int(against)
    share = HALF if score[0] == score[1] else int(score[0] > score[1])
    worth = {0: 0, HALF: 1, 1: 3}
    return Game((first, second), (worth[share], worth[1 - share]), (share, 1 - share), score)


def table(*texts, by):
    """The places by a chain, as "ann 1", in order."""
    games = [game(text) for text in texts]
    entrants = sorted({side for one in games for side in one.sides})
    return [f"{row.entrant} {row.place}" for row in rank(entrants, games, chain(by))]


def test_points_come_before_every_tie_break():
    assert table("ann 1 bob 0", "bob 9 cyd 0", "ann 1 cyd 0", by=["SF"]) == [
        "ann 1",
        "bob 2",
        "cyd 3",
    ]


CIRCLE = ("ann 2 bob 0", "bob 3 cyd 0", "cyd 1 ann 0")


def test_the_whole_table_is_shared_where_nothing_parts_it():
    assert table(*CIRCLE, by=["DE", "WIN", "SB"]) == ["ann 1", "bob 1", "cyd 1"]


def test_score_difference_and_then_the_score():
    assert table(*CIRCLE, by=["SD"]) == ["ann 1", "bob 1", "cyd 3"]
    assert table(*CIRCLE, by=["SD", "SF"]) == ["bob 1", "ann 2", "cyd 3"]


def test_the_direct_encounter_counts_matches_among_the_tied_alone():
    played = ("ann 1 bob 0", "bob 9 cyd 0")

    assert table(*played, by=["DE", "SD"]) == ["ann 1", "bob 2", "cyd 3"]
    assert table(*played, by=["SD", "DE"]) == ["bob 1", "ann 2", "cyd 3"]


# ann, bob and cyd have 7 points each. Among the three ann and bob have 7, a difference of
# +1 and two goals, and cyd has 3; between the two of them ann has 4 and bob has 1.
TWICE = (
    "ann 1 bob 0",
    "ann 0 bob 0",
    "bob 1 cyd 0",
    "bob 1 cyd 0",
    "ann 1 cyd 0",
    "cyd 1 ann 0",
    "cyd 1 dee 0",
    "cyd 0 dee 0",
)


@pytest.mark.parametrize("by", ["DE", "football_head_to_head", "football_goal_difference"])
def test_the_matches_of_those_who_stay_tied_count_again_by_themselves(by):
    assert table(*TWICE, by=[by]) == ["ann 1", "bob 2", "cyd 3", "dee 4"]


def test_sonneborn_berger_counts_who_was_beaten_and_half_of_who_drew():
    games = [game(text) for text in ("ann 1 bob 0", "bob 1 cyd 1", "cyd 2 dee 0")]

    rows = rank(FOUR, games, chain(["SB"]))

    assert {row.entrant: row.tiebreaks["SB"] for row in rows} == {
        "ann": 1,
        "bob": 2,
        "cyd": HALF,
        "dee": 0,
    }


# Points 6 each of ann, bob and cyd, who beat one another in a circle; dee lost to all.
HEADS = ("ann 1 bob 0", "bob 2 cyd 0", "cyd 1 ann 0", "ann 1 dee 0", "bob 1 dee 0", "cyd 9 dee 0")


def test_football_by_goal_difference_looks_at_all_matches_first():
    assert table(*HEADS, by=["football_goal_difference"]) == ["cyd 1", "bob 2", "ann 3", "dee 4"]


def test_football_by_head_to_head_looks_at_the_tied_first():
    assert table(*HEADS, by=["football_head_to_head"]) == ["bob 1", "ann 2", "cyd 3", "dee 4"]


# ann, bob and cyd beat one another in a circle, each with a difference of 0 there. Cyd has
# three goals among the three; ann and bob have two, and ann beat bob. Bob beat dee by more.
RESTART = ("ann 1 bob 0", "bob 2 cyd 1", "cyd 2 ann 1", "ann 1 dee 0", "bob 9 dee 0", "cyd 1 dee 0")


def test_football_by_head_to_head_starts_again_before_it_looks_at_all_matches():
    assert table(*RESTART, by=["football_head_to_head"]) == ["cyd 1", "ann 2", "bob 3", "dee 4"]
    assert table(*RESTART, by=["football_goal_difference"])[0] == "bob 1"


def test_lots_are_drawn_where_nothing_else_parts():
    rows = table(*CIRCLE, by=["DE", "WIN", lots(["cyd", "bob", "ann"])])

    assert rows == ["cyd 1", "bob 2", "ann 3"]


def test_fair_play_counts_from_below_and_who_has_no_number_has_none_to_lose():
    cards = fair_play({"ann": -3, "bob": Fraction(-1, 2)})

    assert table(*CIRCLE, by=["DE", cards]) == ["cyd 1", "bob 2", "ann 3"]


def test_a_given_number_explains_itself_in_its_words():
    stage = RoundRobin(tiebreaks=[fair_play({"ann": -1})]).create(["ann", "bob"])

    assert stage.standings()[0].explain() == "bob is 1st: ahead of ann on fair play (0 to -1)."


@pytest.mark.parametrize(
    ("code", "numbers"),
    [("SD", {}), ("games", {}), ("", {}), ("X", {"ann": 0.5}), ("Y", {"a": True})],
)
def test_numbers_that_make_no_tie_break_are_refused(code, numbers):
    with pytest.raises(InvalidStage):
        Given(code, numbers, "words")


def test_lots_and_given_numbers_name_each_thing_once():
    with pytest.raises(InvalidStage, match="each entrant that drew lots once"):
        lots(["ann", "ann"])
    with pytest.raises(InvalidStage, match="give each code once"):
        chain([lots(["ann"]), "SD", lots(["bob"])])


# Each wins a match 2-1: ann by 21:3 in the games that she wins, bob by 21:19, and cyd too.
SETS = {
    ("ann", "bob"): ((21, 3), (19, 21), (21, 3)),
    ("bob", "cyd"): ((21, 19), (3, 21), (21, 19)),
    ("cyd", "ann"): ((21, 19), (19, 21), (21, 19)),
}


def test_games_count_before_the_points_inside_them():
    stage = RoundRobin(best_of=3, tiebreaks=["games", "PF"]).create(["ann", "bob", "cyd"])
    for match in stage.matches:
        sides = (str(stage.pairing(match.id)[0]), str(stage.pairing(match.id)[1]))
        if sides in SETS:
            stage.record(match.id, Win(sides[0], SETS[sides]))
        else:
            games = SETS[sides[::-1]]
            stage.record(match.id, Win(sides[1], tuple((own, other) for other, own in games)))

    rows = stage.standings()

    assert [(row.entrant, row.tiebreaks) for row in rows] == [
        ("ann", {"WIN": 1, "DE": 3, "SD": 0, "PD": 32, "PF": 120}),
        ("cyd", {"WIN": 1, "DE": 3, "SD": 0, "PD": 16, "PF": 120}),
        ("bob", {"WIN": 1, "DE": 3, "SD": 0, "PD": -48, "PF": 72}),
    ]


def test_the_points_inside_a_match_are_known_from_its_games_or_if_it_has_one():
    one = RoundRobin(tiebreaks=["PD"]).create(["ann", "bob"])
    three = RoundRobin(tiebreaks=["PD"], best_of=3).create(["ann", "bob"])

    one.record("R1.1", Win("ann", (16, 9)))
    three.record("R1.1", Win("ann", (2, 1)))

    assert [row.tiebreaks["PD"] for row in one.standings()] == [7, -7]
    assert [row.tiebreaks["PD"] for row in three.standings()] == [0, 0]


def test_football_by_head_to_head_falls_through_when_the_whole_pool_is_tied():
    assert table(*CIRCLE, by=["football_head_to_head"]) == ["bob 1", "ann 2", "cyd 3"]


def played_round_robin(size, random):
    stage = RoundRobin(tiebreaks=["football_head_to_head", "WIN", "SB"]).create(names(size))
    for match in stage.matches:
        score = random.randint(0, 2), random.randint(0, 2)
        sides = stage.pairing(match.id)
        winner = str(sides[0] if score[0] > score[1] else sides[1])
        stage.record(match.id, Draw(score) if score[0] == score[1] else Win(winner, score))
    return stage


@given(size=st.integers(2, 6), random=st.randoms(use_true_random=False))
def test_the_order_of_entry_never_decides_a_place(size, random):
    stage = played_round_robin(size, random)
    games = list(_games(stage))
    entrants = names(size)
    shuffled = random.sample(entrants, size)

    for chain_ in ([*CHAINS], [*RULES], ["DE"], ["SB", "SD"]):
        steps = chain(chain_)
        assert rank(entrants, games, steps) == rank(shuffled, games[::-1], steps)


def _games(stage):
    for match in stage.matches:
        result = stage.result(match.id)
        first, second = stage.pairing(match.id)
        yield game(f"{first} {result.score[0]} {second} {result.score[1]}")


@given(size=st.integers(2, 6), random=st.randoms(use_true_random=False))
def test_places_are_shared_and_the_next_place_skips(size, random):
    rows = played_round_robin(size, random).standings()

    assert [row.place for row in rows] == [
        1 + sum(other.place < row.place for other in rows) for row in rows
    ]
    assert [len(row.shared_with) + 1 for row in rows] == [
        sum(other.place == row.place for other in rows) for row in rows
    ]


@given(size=st.integers(2, 6), random=st.randoms(use_true_random=False))
def test_what_parts_two_neighbours_is_a_number_that_differs(size, random):
    rows = played_round_robin(size, random).standings()

    for row in rows:
        if row.above is not None:
            assert row.above.own < row.above.other
        if row.below is not None:
            assert row.below.own > row.below.other


def test_a_row_explains_itself_with_the_numbers():
    stage = RoundRobin(tiebreaks=["SD"]).create(["ann", "bob", "cyd"])
    stage.record("R1.1", Win("bob", score=(3, 0)))
    stage.record("R2.1", Win("ann", score=(1, 0)))
    stage.record("R3.1", Win("cyd", score=(1, 0)))

    first, second, third = stage.standings()

    assert second == Row(
        2,
        "ann",
        3,
        {"SD": 0},
        above=Split("bob", "SD", "score difference", 0, 2),
        below=Split("cyd", "SD", "score difference", 0, -2),
    )
    assert first.explain() == "bob is 1st: ahead of ann on score difference (2 to 0)."
    assert third.explain() == "cyd is 3rd: behind ann on score difference (-2 to 0)."


def test_a_row_that_is_parted_by_nothing_says_who_it_is_level_with():
    row = RoundRobin().create(["ann", "bob"]).standings()[1]

    assert row.explain() == "bob is 1st (shared): level with ann on everything that counts."


def test_standings_are_a_sequence_and_know_their_entrants():
    standings = SingleElimination().create(FOUR, rng=Random(2)).standings()

    assert len(standings) == 4
    assert standings[1:] == tuple(standings)[1:]
    assert standings.row("cyd") == standings[2]
    with pytest.raises(UnknownEntrant):
        standings.row("zoe")


def test_standings_can_be_empty():
    assert list(Standings(())) == []


def test_an_unknown_tie_break_is_answered_with_the_known_ones():
    with pytest.raises(InvalidStage, match="no tie-break 'luck': choose from PTS, WON, WIN, DE"):
        chain(["luck"])
