"""Numbers from outside that a stage keeps: lots that were drawn, fair play."""

import pytest

from bracketcore import (
    Advance,
    Draw,
    InvalidStage,
    Pools,
    QualifiersUndecided,
    RoundRobin,
    SingleElimination,
    Tournament,
    UnknownEntrant,
    Win,
)
from bracketcore.history import TiebreakGiven
from bracketcore.notation import dumps, loads
from bracketcore.tiebreaks import fair_play, lots

from .playing import EIGHT, FOUR


def level(*, tiebreaks=("SD",)):
    """A league in which nothing parts the two."""
    stage = RoundRobin(tiebreaks=tiebreaks).create(["ann", "bob"])
    stage.record("R1.1", Draw(score=(1, 1)))
    return stage


def order(standings):
    return [(row.place, row.entrant) for row in standings]


def test_lots_part_who_is_level_and_say_so():
    stage = level()

    changed = stage.give_tiebreak(lots(["bob", "ann"]))

    assert changed == ()
    assert order(stage.standings()) == [(1, "bob"), (2, "ann")]
    assert (
        stage.standings()[0].explain()
        == "bob is 1st: ahead of ann on the drawing of lots (2 to 1)."
    )
    assert stage.champion == "bob"
    assert stage.history[-1] == TiebreakGiven(lots(["bob", "ann"]))


def test_lots_survive_json():
    stage = level()
    stage.give_tiebreak(lots(["bob", "ann"]))

    again = loads(dumps(stage))

    assert again == stage
    assert order(again.standings()) == [(1, "bob"), (2, "ann")]


def test_undo_takes_the_lots_back():
    stage = level()
    before = dumps(stage)
    stage.give_tiebreak(lots(["bob", "ann"]))

    assert stage.undo() == ()

    assert dumps(stage) == before
    assert order(stage.standings()) == [(1, "ann"), (1, "bob")]


def test_numbers_count_where_the_format_has_a_place_for_their_code():
    stage = level(tiebreaks=[fair_play({}), lots(["ann", "bob"])])

    stage.give_tiebreak(fair_play({"ann": -2}))

    assert stage.standings()[0].explain() == "bob is 1st: ahead of ann on fair play (0 to -2)."


def test_what_is_given_first_counts_first():
    stage = level()
    stage.give_tiebreak(fair_play({"ann": -2}))
    stage.give_tiebreak(lots(["ann", "bob"]))

    assert [one.code for one in stage.given_tiebreaks] == ["FP", "LOTS"]
    assert order(stage.standings()) == [(1, "bob"), (2, "ann")]


def test_lots_that_are_drawn_again_replace_the_former_ones():
    stage = level()
    stage.give_tiebreak(lots(["bob", "ann"]))

    stage.give_tiebreak(lots(["ann", "bob"]))

    assert order(stage.standings()) == [(1, "ann"), (2, "bob")]


def test_who_asks_by_other_tiebreaks_gets_those_alone():
    stage = level()
    stage.give_tiebreak(lots(["bob", "ann"]))

    assert order(stage.standings(tiebreaks=["SD"])) == [(1, "ann"), (1, "bob")]


def test_lots_of_one_pool_leave_those_of_another_alone_and_decide_who_goes_on():
    cup = Tournament(
        [("groups", Pools(pools=2, tiebreaks=["SD"])), ("final", SingleElimination())],
        [Advance("groups", places=(1,), to="final")],
    )
    groups = cup.create(FOUR)
    for match in groups.matches:
        groups.record(match.id, Draw(score=(0, 0)))
    groups.give_tiebreak(lots(["dee", "ann"]))
    with pytest.raises(QualifiersUndecided, match="bob, cyd share a place in pool B"):
        cup.create_next("final", {"groups": groups})

    groups.give_tiebreak(lots(["cyd", "bob"]))

    final = cup.create_next("final", {"groups": groups})
    assert [entrant.id for entrant in final.entrants] == ["dee", "cyd"]


def test_a_knockout_takes_no_lots():
    stage = SingleElimination().create(EIGHT)
    stage.record("R1.1", Win("ann"))
    before = dumps(stage)

    with pytest.raises(InvalidStage, match="A knockout has no tie-breaks"):
        stage.give_tiebreak(lots(["ann", "bob"]))

    assert dumps(stage) == before


def test_lots_name_entrants_of_the_stage():
    stage = level()

    with pytest.raises(UnknownEntrant, match="zoe is not in this stage"):
        stage.give_tiebreak(lots(["zoe", "ann"]))

    assert len(stage.history) == 1
