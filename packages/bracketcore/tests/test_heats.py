"""A match of more than two, in a format of the tests' own: one heat and a final of two."""

from dataclasses import dataclass

import pytest

from bracketcore import BYE, Format, IllegalScore, NotAnOccupant, Placement, Standings, Win
from bracketcore.formats.labels import match_line
from bracketcore.notation import event_from_dict, event_to_dict
from bracketcore.structure import Round, Structure, loser_of, seed, winner_of


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
    assert str(stage) == "H1.1  ann - bob - cyd  cyd, ann, bob\nF  cyd - bob - bye"


def test_a_heat_with_a_bye_is_still_a_heat():
    stage = OneHeat().create(["ann", "bob"])

    assert stage.state("H1.1") == "ready"
    assert stage.outcome("H1.1") == (None, None)
    assert str(stage).splitlines()[1] == "F  winner of H1.1 - loser of H1.1 - bye"


def test_nobody_walks_over_in_a_heat():
    stage = OneHeat().create(["ann", "bob", "cyd"])

    assert stage.withdraw("bob") == ()
    assert stage.state("H1.1") == "ready"


@pytest.mark.parametrize(
    ("result", "error"),
    [
        (Win("ann"), IllegalScore),
        (Placement(("ann", "bob")), NotAnOccupant),
        (Placement(("ann", "bob", "zoe")), NotAnOccupant),
        (Placement(("ann", "bob", "cyd"), points=(1, 2)), IllegalScore),
        (Placement(("ann", "bob", "cyd"), points=(1, 2, True)), IllegalScore),
    ],
)
def test_a_heat_takes_each_entrant_once_and_nothing_else(result, error):
    stage = OneHeat().create(["ann", "bob", "cyd"])

    with pytest.raises(error):
        stage.record("H1.1", result)


@pytest.mark.parametrize("points", [None, (3, 1, 0)])
def test_the_order_of_a_heat_is_kept_as_plain_data(points):
    stage = OneHeat().create(["ann", "bob", "cyd"])
    stage.record("H1.1", Placement(("cyd", "ann", "bob"), points))

    (event,) = stage.history

    assert event_from_dict(event_to_dict(event)) == event
