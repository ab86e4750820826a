"""A match of more than two, in a format of the tests' own: one heat and a final of two."""

from dataclasses import dataclass

import pytest

from bracketcore import (
    BYE,
    Format,
    IllegalScore,
    LaterMatchesPlayed,
    MatchNotReady,
    NotAnOccupant,
    Placement,
    PlaceOf,
    Standings,
    Walkover,
    Win,
)
from bracketcore.formats.labels import match_line
from bracketcore.notation import event_from_dict, event_to_dict
from bracketcore.structure import Round, Structure, loser_of, place_of, seed, winner_of


@dataclass(frozen=True, kw_only=True)
class OneHeat(Format):
    def layout(self, entrants):
        seats = [seed(number) if number <= entrants else 0 for number in (1, 2, 3)]
        final = [winner_of(0), loser_of(0), 0]
        rounds = [Round("H", 1, ["H1.1"], seats), Round("F", 2, ["F"], final)]
        return Structure(rounds, width=3)

    def games_in(self, match):
        return 1

    def rank(self, stage, *, pool, tiebreaks):
        return Standings(())

    def champion(self, stage):
        return None

    def draw(self, stage):
        return "\n".join(match_line(stage, match) for match in stage.matches)


def test_a_heat_sends_its_first_and_its_last_on():
    stage = OneHeat().create(["ann", "bob", "cyd"])

    changed = stage.record("H1.1", Placement(("cyd", "ann", "bob"), points=(3, 1, 0)))

    assert changed == ("H1.1", "F")
    assert stage.pairing("F") == ("cyd", "bob", BYE)
    assert str(stage) == "H1.1  ann - bob - cyd  cyd, ann, bob\nF  cyd - bob"


@dataclass(frozen=True, kw_only=True)
class AllGoOn(OneHeat):
    """The same with all three in the final, each by the place."""

    def layout(self, entrants):
        heat = super().layout(entrants).sources[:3]
        final = [place_of(0, place) for place in (1, 2, 3)]
        rounds = [Round("H", 1, ["H1.1"], heat), Round("F", 2, ["F"], final)]
        return Structure(rounds, width=3)


def test_every_place_of_a_heat_can_go_on():
    stage = AllGoOn().create(["ann", "bob", "cyd"])

    before = str(stage)
    stage.record("H1.1", Placement(("cyd", "ann", "bob")))

    assert stage.match("F").slots == (PlaceOf("H1.1", 1), PlaceOf("H1.1", 2), PlaceOf("H1.1", 3))
    assert before.splitlines()[1] == "F  1st of H1.1 - 2nd of H1.1 - 3rd of H1.1"
    assert stage.pairing("F") == ("cyd", "ann", "bob")


def test_a_place_in_which_nobody_came_in_is_a_bye():
    stage = AllGoOn().create(["ann", "bob"])

    stage.record("H1.1", Placement(("bob", "ann")))

    assert stage.pairing("F") == ("bob", "ann", BYE)
    assert stage.state("F") == "ready"


def test_a_heat_goes_on_without_those_who_have_left():
    stage = AllGoOn().create(["ann", "bob", "cyd"])
    stage.withdraw("bob")

    with pytest.raises(NotAnOccupant, match="bob does not sit in this match"):
        stage.record("H1.1", Placement(("cyd", "bob", "ann")))
    stage.record("H1.1", Placement(("cyd", "ann")))

    assert stage.pairing("F") == ("cyd", "ann", BYE)


def test_who_is_out_of_a_heat_has_no_place_and_goes_nowhere():
    stage = AllGoOn().create(["ann", "bob", "cyd"])

    stage.record("H1.1", Placement(("cyd", "ann"), out=("bob",)))

    assert stage.pairing("F") == ("cyd", "ann", BYE)
    assert stage.outcome("H1.1") == ("cyd", BYE)
    assert str(stage).splitlines()[0].endswith("cyd, ann  out: bob")


def test_who_alone_is_there_wins_a_heat():
    stage = AllGoOn().create(["ann", "bob", "cyd"])

    stage.record("H1.1", Placement(("cyd",), out=("ann", "bob")))

    assert stage.pairing("F") == ("cyd", BYE, BYE)
    assert stage.state("F") == "skipped"


def test_nobody_goes_on_from_a_heat_of_which_all_are_out():
    stage = AllGoOn().create(["ann", "bob", "cyd"])

    stage.record("H1.1", Placement((), out=("ann", "bob", "cyd")))

    assert stage.outcome("H1.1") == (BYE, BYE)
    assert stage.pairing("F") == (BYE, BYE, BYE)


def test_who_is_out_is_put_back_into_the_order_by_a_correction():
    stage = AllGoOn().create(["ann", "bob", "cyd"])
    stage.record("H1.1", Placement(("cyd", "ann"), out=("bob",)))

    stage.correct("H1.1", Placement(("bob", "cyd", "ann")))

    assert stage.pairing("F") == ("bob", "cyd", "ann")


def test_who_leaves_after_a_heat_keeps_the_place():
    stage = AllGoOn().create(["ann", "bob", "cyd"])
    stage.record("H1.1", Placement(("cyd", "bob", "ann")))

    stage.withdraw("bob")
    stage.correct("H1.1", Placement(("bob", "cyd", "ann")))

    assert stage.pairing("F") == ("bob", "cyd", "ann")
    assert stage.state("F") == "ready"


def test_a_correction_can_leave_out_those_who_have_left_but_not_everybody():
    stage = AllGoOn().create(["ann", "bob", "cyd"])
    stage.record("H1.1", Placement(("cyd", "bob", "ann")))
    for entrant in ("ann", "bob", "cyd"):
        stage.withdraw(entrant)

    with pytest.raises(NotAnOccupant, match="Place each of ann, bob, cyd once"):
        stage.correct("H1.1", Placement(()))
    stage.correct("H1.1", Placement(("bob",)))

    assert stage.pairing("F") == ("bob", BYE, BYE)


def test_the_last_who_stays_in_a_heat_walks_over():
    stage = AllGoOn().create(["ann", "bob", "cyd"])
    stage.withdraw("bob")

    changed = stage.withdraw("ann")

    assert changed == ("H1.1", "F")
    assert stage.result("H1.1") == Walkover("cyd")
    assert stage.outcome("H1.1") == ("cyd", BYE)
    assert stage.pairing("F") == ("cyd", BYE, BYE)
    with pytest.raises(MatchNotReady, match="Nobody has to play"):
        stage.record("H1.1", Placement(("cyd",)))


def test_among_all_who_left_a_heat_the_last_to_leave_goes_on():
    stage = AllGoOn().create(["ann", "bob", "cyd"])
    for entrant in ("bob", "ann"):
        stage.withdraw(entrant)
    before = stage.pairing("F")

    stage.withdraw("cyd")
    stage.undo()
    stage.withdraw("cyd")

    assert before == stage.pairing("F") == ("cyd", BYE, BYE)
    assert stage.outcome("H1.1") == ("cyd", BYE)


def test_a_correction_of_a_heat_clears_the_heats_that_it_led_to():
    stage = AllGoOn().create(["ann", "bob", "cyd"])
    stage.record("H1.1", Placement(("cyd", "ann", "bob")))
    stage.record("F", Placement(("ann", "bob", "cyd")))

    with pytest.raises(LaterMatchesPlayed, match="The results of F depend"):
        stage.correct("H1.1", Placement(("ann", "cyd", "bob")))
    changed = stage.correct("H1.1", Placement(("ann", "cyd", "bob")), cascade=True)

    assert changed == ("H1.1", "F")
    assert (stage.pairing("F"), stage.state("F")) == (("ann", "cyd", "bob"), "ready")


def test_a_heat_with_a_bye_is_still_a_heat():
    stage = OneHeat().create(["ann", "bob"])

    assert stage.state("H1.1") == "ready"
    assert stage.outcome("H1.1") == (None, None)
    assert str(stage).splitlines()[1] == "F  winner of H1.1 - loser of H1.1"


def test_nobody_walks_over_while_two_stay_in_a_heat():
    stage = OneHeat().create(["ann", "bob", "cyd"])

    assert stage.withdraw("bob") == ()
    assert stage.state("H1.1") == "ready"


@pytest.mark.parametrize(
    ("result", "error"),
    [
        (Win("ann"), IllegalScore),
        (Placement(("ann", "bob")), NotAnOccupant),
        (Placement(("ann", "bob", "zoe")), NotAnOccupant),
        (Placement(("ann", "bob"), out=("bob", "cyd")), NotAnOccupant),
        (Placement(("ann", "bob"), out=("zoe",)), NotAnOccupant),
        (Placement(("ann",), out=("bob",)), NotAnOccupant),
        (Placement(("ann", "bob"), points=(1, 2, 0), out=("cyd",)), IllegalScore),
        (Placement(("ann", "bob", "cyd"), points=(1, 2)), IllegalScore),
        (Placement(("ann", "bob", "cyd"), points=(1, 2, True)), IllegalScore),
    ],
)
def test_a_heat_takes_each_entrant_once_and_nothing_else(result, error):
    stage = OneHeat().create(["ann", "bob", "cyd"])

    with pytest.raises(error):
        stage.record("H1.1", result)


@pytest.mark.parametrize(
    "placing",
    [
        Placement(("cyd", "ann", "bob")),
        Placement(("cyd", "ann", "bob"), (3, 1, 0)),
        Placement(("cyd",), (3,), ("ann", "bob")),
        Placement((), None, ("ann", "bob", "cyd")),
    ],
)
def test_the_order_of_a_heat_is_kept_as_plain_data(placing):
    stage = OneHeat().create(["ann", "bob", "cyd"])
    stage.record("H1.1", placing)

    (event,) = stage.history

    assert event_from_dict(event_to_dict(event)) == event
