import pytest

from bracketcore import (
    BYE,
    AlreadyWithdrawn,
    DoubleElimination,
    Draw,
    Entrant,
    InvalidStage,
    LaterMatchesPlayed,
    LoserOf,
    MatchAlreadyPlayed,
    MatchNotReady,
    NothingToUndo,
    RoundRobin,
    SecondChance,
    Seed,
    SingleElimination,
    Slot,
    UnknownEntrant,
    UnknownMatch,
    Walkover,
    Win,
    WinnerOf,
)
from bracketcore.formats.labels import slot_label
from bracketcore.history import Corrected, Recorded, Reopened, Replaced, Withdrawn
from bracketcore.notation import dumps

from .playing import EIGHT, FOUR, favourites_win, states


@pytest.fixture
def cup():
    """Eight play a knockout; the first round is over."""
    stage = SingleElimination(third_place=True).create(EIGHT)
    for match in ("R1.1", "R1.2", "R1.3", "R1.4"):
        stage.record(match, Win(str(stage.pairing(match)[0])))
    return stage


def test_a_result_names_the_matches_that_it_changed(cup):
    assert cup.record("R2.1", Win("ann")) == ("R2.1", "3P", "R3.1")


def test_a_record_touches_as_many_matches_in_a_large_stage_as_in_a_small_one():
    sizes = [8, 1024]

    changed = [
        SingleElimination().create([f"{number}" for number in range(size)]).record("R1.1", Win("0"))
        for size in sizes
    ]

    assert changed == [("R1.1", "R2.1")] * 2


def test_ready_matches_are_those_with_both_sides_and_no_result(cup):
    cup.record("R2.2", Win("bob"))

    assert [match.id for match in cup.ready_matches()] == ["R2.1"]


def test_the_states_of_a_match():
    stage = SingleElimination().create(["ann", "bob", "cyd"])
    before = [stage.state(match.id) for match in stage.matches]

    stage.record("R1.2", Win("bob"))

    assert before == ["skipped", "ready", "waiting"]
    assert [stage.state(match.id) for match in stage.matches] == ["skipped", "played", "ready"]


def test_a_result_for_a_match_that_waits_is_refused(cup):
    with pytest.raises(MatchNotReady, match=r"R3\.1 waits for its sides"):
        cup.record("R3.1", Win("ann"))


def test_a_result_for_a_match_that_nobody_has_to_play_is_refused():
    stage = SingleElimination().create(["ann", "bob", "cyd"])

    with pytest.raises(MatchNotReady, match=r"Nobody has to play R1\.1"):
        stage.record("R1.1", Win("ann"))


def test_a_second_result_is_refused(cup):
    with pytest.raises(MatchAlreadyPlayed, match="correct it or reopen"):
        cup.record("R1.1", Win("ann"))


@pytest.mark.parametrize(
    "ask", ["match", "pairing", "result", "state", "best_of", "outcome", "reopen"]
)
def test_an_unknown_match_is_named(cup, ask):
    with pytest.raises(UnknownMatch, match=r"no match R9\.9"):
        getattr(cup, ask)("R9.9")


@pytest.mark.parametrize("ask", ["entrant", "withdraw"])
def test_an_unknown_entrant_is_named(cup, ask):
    with pytest.raises(UnknownEntrant, match="zoe is not in this stage"):
        getattr(cup, ask)("zoe")


def test_every_slot_has_words_for_its_source():
    slots: list[Slot] = [Seed(3), WinnerOf("U1.1"), LoserOf("U1.1"), SecondChance("GF.1"), BYE]

    assert [slot_label(slot) for slot in slots] == [
        "seed 3",
        "winner of U1.1",
        "loser of U1.1",
        "loser of GF.1",
        "bye",
    ]


def test_a_preview_tells_the_changes_and_makes_none(cup):
    before = dumps(cup), states(cup)

    told = cup.preview("R2.1", Win("ann"))

    assert told == ("R2.1", "3P", "R3.1")
    assert (dumps(cup), states(cup)) == before


def test_a_result_that_is_there_is_previewed_as_a_correction(cup):
    favourites_win(cup)
    before = dumps(cup), states(cup)

    told = cup.preview("R2.1", Win("dee"), cascade=True)

    assert told == ("R2.1", "3P", "R3.1")
    assert (dumps(cup), states(cup)) == before
    with pytest.raises(LaterMatchesPlayed):
        cup.preview("R2.1", Win("dee"))


def test_a_correction_moves_the_right_winner_on(cup):
    changed = cup.correct("R1.1", Win("hal"))

    assert changed == ("R1.1", "R2.1")
    assert cup.pairing("R2.1") == ("hal", "dee")
    assert cup.history[-1] == Corrected("R1.1", Win("hal"))


def test_later_results_in_the_way_are_listed_and_nothing_changes(cup):
    favourites_win(cup)
    before = dumps(cup), states(cup)

    with pytest.raises(LaterMatchesPlayed) as refused:
        cup.correct("R1.1", Win("hal"))

    assert refused.value.matches == ("R2.1", "3P", "R3.1")
    assert (dumps(cup), states(cup)) == before


def test_a_cascade_clears_what_stood_in_the_way(cup):
    favourites_win(cup)

    cup.correct("R1.1", Win("hal"), cascade=True)

    assert [cup.state(match) for match in ("R2.1", "3P", "R3.1", "R2.2")] == [
        "ready",
        "waiting",
        "waiting",
        "played",
    ]
    assert cup.history[-1] == Corrected("R1.1", Win("hal"), ("R2.1", "3P", "R3.1"))


def test_only_the_score_of_a_result_can_always_change(cup):
    favourites_win(cup)

    assert cup.correct("R1.1", Win("ann", score=(3, 1))) == ("R1.1",)
    assert cup.champion == "ann"


def test_a_match_without_a_result_has_nothing_to_correct_or_reopen(cup):
    with pytest.raises(MatchNotReady, match="no result yet"):
        cup.correct("R2.1", Win("ann"))
    with pytest.raises(MatchNotReady, match="no result yet"):
        cup.reopen("R2.1")


def test_a_reopened_match_is_played_again(cup):
    assert cup.reopen("R1.1") == ("R1.1", "R2.1")
    assert (cup.state("R1.1"), cup.pairing("R2.1")) == ("ready", (None, "dee"))
    assert cup.history[-1] == Reopened("R1.1")


def test_a_match_with_later_results_is_reopened_with_a_cascade(cup):
    cup.record("R2.1", Win("ann"))

    with pytest.raises(LaterMatchesPlayed):
        cup.reopen("R1.1")
    cup.reopen("R1.1", cascade=True)

    assert cup.history[-1] == Reopened("R1.1", ("R2.1",))


def test_undo_takes_back_one_event_after_the_other():
    stage = SingleElimination().create(FOUR)
    seen = [(dumps(stage), states(stage))]
    acts = [
        lambda: stage.replace("dee", "zoe"),
        lambda: stage.record("R1.1", Win("ann")),
        lambda: stage.record("R1.2", Win("bob")),
        lambda: stage.record("R2.1", Win("ann")),
        lambda: stage.correct("R1.1", Win("zoe"), cascade=True),
        lambda: stage.reopen("R1.2"),
        lambda: stage.withdraw("cyd"),
    ]
    for act in acts:
        act()
        seen.append((dumps(stage), states(stage)))

    while stage.history:
        assert (dumps(stage), states(stage)) == seen.pop()
        stage.undo()
    assert (dumps(stage), states(stage)) == seen.pop()


def test_there_is_nothing_to_undo_in_a_new_stage():
    with pytest.raises(NothingToUndo):
        SingleElimination().create(FOUR).undo()


def test_every_later_match_of_who_withdraws_is_a_walkover(cup):
    assert cup.withdraw("ann") == ("R2.1", "3P", "R3.1")
    assert cup.result("R2.1") == Walkover("dee")
    assert (cup.state("R2.1"), cup.state("R1.1")) == ("skipped", "played")
    assert cup.pairing("3P") == ("ann", None)
    assert cup.withdrawn == ("ann",)
    assert cup.history[-1] == Withdrawn("ann")


def test_a_walkover_by_withdrawal_is_not_played_again(cup):
    cup.withdraw("ann")

    with pytest.raises(MatchNotReady, match=r"Nobody has to play R2\.1"):
        cup.record("R2.1", Win("ann"))


def test_a_match_that_a_correction_leads_to_is_a_walkover_too(cup):
    cup.withdraw("hal")

    cup.correct("R1.1", Win("hal"))

    assert cup.result("R2.1") == Walkover("dee")
    assert cup.pairing("R3.1") == ("dee", None)


def test_between_two_who_left_the_first_to_leave_gives_the_walkover(cup):
    cup.withdraw("ann")
    cup.withdraw("dee")
    assert cup.result("R2.1") == Walkover("dee")
    favourites_win(cup)
    assert cup.champion == "bob"

    cup.undo()
    while cup.withdrawn:
        cup.undo()
    cup.withdraw("dee")
    cup.withdraw("ann")

    assert cup.result("R2.1") == Walkover("ann")


def test_who_has_withdrawn_cannot_withdraw_again(cup):
    cup.withdraw("ann")

    with pytest.raises(AlreadyWithdrawn):
        cup.withdraw("ann")
    with pytest.raises(AlreadyWithdrawn):
        cup.replace("ann", "zoe")


def test_a_withdrawn_entrant_loses_every_match_of_a_double_elimination():
    stage = DoubleElimination().create(FOUR)

    stage.withdraw("ann")
    favourites_win(stage)

    assert stage.champion == "bob"
    assert stage.result("U1.1") == Walkover("dee")
    assert stage.result("L1.1") == Walkover("cyd")


def test_who_leaves_a_round_robin_keeps_the_results_so_far():
    stage = RoundRobin().create(["ann", "bob", "cyd"])
    stage.record("R1.1", Draw(score=(1, 1)))

    changed = stage.withdraw("bob")

    assert changed == ("R2.1",)
    assert [(row.entrant, row.points) for row in stage.standings()] == [
        ("ann", 3),
        ("bob", 1),
        ("cyd", 1),
    ]


def test_a_substitute_takes_the_seat_before_the_first_match():
    stage = SingleElimination().create(["ann", "bob", "cyd"])

    changed = stage.replace("ann", Entrant("zoe", name="Zoe"))

    assert changed == ("R1.1", "R2.1")
    assert stage.pairing("R1.1") == ("zoe", BYE)
    assert [str(entrant) for entrant in stage.entrants] == ["Zoe", "bob", "cyd"]
    assert [str(entrant) for entrant in stage.starters] == ["ann", "bob", "cyd"]
    assert stage.history == (Replaced("ann", Entrant("zoe", name="Zoe")),)


def test_undo_gives_the_seat_back_to_the_substitute_before():
    stage = SingleElimination().create(["ann", "bob"])
    stage.replace("ann", Entrant("zoe", name="Zoe"))
    stage.replace("zoe", "yan")

    stage.undo()

    assert stage.entrants == (Entrant("zoe", name="Zoe"), Entrant("bob"))


def test_who_has_played_is_not_replaced(cup):
    with pytest.raises(MatchAlreadyPlayed, match=r"ann has played R1\.1"):
        cup.replace("ann", "zoe")


def test_a_substitute_is_somebody_new(cup):
    with pytest.raises(InvalidStage, match="bob is an entrant already"):
        cup.replace("ann", "bob")


@pytest.mark.parametrize(
    ("entrants", "sentence"),
    [
        ([], "two entrants or more, not 0"),
        (["ann"], "two entrants or more, not 1"),
        (["ann", "bob", "ann"], "ann is entered 2 times"),
        (["ann", ""], "needs an id"),
    ],
)
def test_entrants_that_make_no_stage_are_refused(entrants, sentence):
    with pytest.raises(InvalidStage, match=sentence):
        SingleElimination().create(entrants)


def test_stages_with_one_format_entrants_and_history_are_equal(cup):
    other = SingleElimination(third_place=True).create(EIGHT)
    assert cup != other
    for event in cup.history:
        other.apply(event)

    assert cup == other
    assert cup != "a stage"
    assert repr(other) == (
        "<Stage SingleElimination(third_place=True, classification='none', best_of=1): 8 entrants>"
    )


def test_a_stage_knows_its_format_entrants_and_history(cup):
    assert cup.format == SingleElimination(third_place=True)
    assert cup.entrants == tuple(map(Entrant, EIGHT))
    assert cup.entrant("bob") == Entrant("bob")
    assert cup.history[0] == Recorded("R1.1", Win("ann"))
    assert cup.pools == {}


def test_a_substitute_needs_an_id():
    stage = SingleElimination().create(["ann", "bob"])

    with pytest.raises(InvalidStage, match="An entrant needs an id"):
        stage.replace("ann", "")
