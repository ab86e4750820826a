"""A stage under any legal and illegal acts, in any order."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bracketcore import (
    BracketError,
    DoubleElimination,
    DoubleForfeit,
    Draw,
    DualTournament,
    Forfeit,
    FreeForAll,
    LaterMatchesPlayed,
    NotAnOccupant,
    PagePlayoff,
    Placement,
    Pools,
    RoundRobin,
    SingleElimination,
    Stepladder,
    Walkover,
    Win,
)
from bracketcore.notation import dumps, loads

from .playing import names, sitting, states

FORMATS = [
    SingleElimination(),
    SingleElimination(third_place=True),
    SingleElimination(classification="all"),
    DoubleElimination(),
    DoubleElimination(upper_entrants=2),
    DoubleElimination(grand_final="none", drops="reverse"),
    RoundRobin(tiebreaks=["football_head_to_head"]),
    Pools(pools=2, legs=2, tiebreaks=["football_goal_difference", "SB"]),
    Stepladder(),
    FreeForAll(heat_size=3, advance=1),
    FreeForAll(heat_size=4, advance=3, points=(5, 2, 1)),
]
FOR_FOUR = [PagePlayoff(), DualTournament()]
STAGES = st.one_of(
    st.tuples(st.sampled_from(FORMATS), st.integers(2, 9)),
    st.tuples(st.sampled_from(FOR_FOUR), st.just(4)),
)


def seen(stage):
    return dumps(stage), states(stage), str(stage)


def played_so_from_the_start(stage):
    """A new stage with the results that stand now, entered as soon as they can be.

    None where that cannot be told: a result can be older than the withdrawals that now
    lead to its match.
    """
    fresh = stage.format.create(stage.entrants)
    standing = {match: seen for match, seen in states(stage).items() if seen[1] == "played"}
    leaving = list(stage.withdrawn)
    while True:
        ready = [match.id for match in fresh.ready_matches() if match.id in standing]
        taken = [match for match in ready if is_taken(fresh, match, standing[match][2])]
        for match in taken:
            del standing[match]
        if not taken and leaving:
            fresh.withdraw(leaving.pop(0))
        elif not taken:
            return None if standing else fresh


def is_taken(stage, match, result):
    """Whether a result can stand now: a heat can wait until somebody has left it."""
    try:
        stage.record(match, result)
    except NotAnOccupant:
        return False
    return True


class AnyStage(RuleBasedStateMachine):
    @initialize(kind=STAGES)
    def create(self, kind):
        format_, size = kind
        self.stage = format_.create(names(size))
        self.newcomers = 0

    def some(self, data, state):
        ids = [match.id for match in self.stage.matches if self.stage.state(match.id) == state]
        return data.draw(st.sampled_from(ids)) if ids else None

    def result(self, data, match):
        if len(self.stage.pairing(match)) > 2:
            return self.placement(data, match)
        first, second = self.stage.pairing(match)
        results = [
            Win(first),
            Win(second, score=(0, 2)),
            Win(first, score=(1, 1), shootout=(3, 2)),
            Walkover(second),
            Forfeit(second),
            DoubleForfeit(),
        ]
        if not self.stage.match(match).decisive:
            results.append(Draw(score=(1, 1)))
        return data.draw(st.sampled_from(results))

    def placement(self, data, match):
        """Everybody in any order; of those who have left, only who was in the heat before."""
        before = self.stage.result(match)
        kept = set(before.order) if isinstance(before, Placement) else set()
        entrants = sorted(kept | set(sitting(self.stage, match)))
        order = tuple(data.draw(st.permutations(entrants)))
        points = data.draw(st.sampled_from([None, tuple(range(len(order)))]))
        return Placement(order, points)

    @rule(data=st.data())
    def record(self, data):
        if match := self.some(data, "ready"):
            result = self.result(data, match)
            before = seen(self.stage)
            told = self.stage.preview(match, result)
            assert seen(self.stage) == before
            assert self.stage.record(match, result) == told
            changed = self.difference(before[1])
            assert changed <= set(told)
            self.stage.undo()
            assert seen(self.stage) == before
            self.stage.record(match, result)

    @rule(data=st.data())
    def correct(self, data):
        if match := self.some(data, "played"):
            result = self.result(data, match)
            before = seen(self.stage)
            told = self.stage.correct(match, result, cascade=True)
            assert self.difference(before[1]) <= set(told)
            cleared = self.stage.history[-1].cleared
            self.stage.undo()
            assert seen(self.stage) == before
            if cleared:
                with pytest.raises(LaterMatchesPlayed) as refused:
                    self.stage.correct(match, result)
                assert refused.value.matches == cleared
                assert seen(self.stage) == before
            self.stage.correct(match, result, cascade=True)

    @rule(data=st.data())
    def reopen(self, data):
        if match := self.some(data, "played"):
            before = seen(self.stage)
            self.stage.reopen(match, cascade=True)
            self.stage.undo()
            assert seen(self.stage) == before
            told = self.stage.reopen(match, cascade=True)
            assert self.difference(before[1]) <= set(told)

    @rule(data=st.data())
    def withdraw(self, data):
        staying = [one.id for one in self.stage.entrants if one.id not in self.stage.withdrawn]
        if staying:
            entrant = data.draw(st.sampled_from(staying))
            before = seen(self.stage)
            self.stage.withdraw(entrant)
            self.stage.undo()
            assert seen(self.stage) == before
            told = self.stage.withdraw(entrant)
            assert self.difference(before[1]) == set(told)

    @rule(data=st.data())
    def replace(self, data):
        entrant = data.draw(st.sampled_from([one.id for one in self.stage.entrants]))
        before = seen(self.stage)
        self.newcomers += 1
        try:
            self.stage.replace(entrant, f"new{self.newcomers:04}")
        except BracketError:
            assert seen(self.stage) == before
        else:
            assert entrant not in str(self.stage)

    @precondition(lambda self: self.stage.matches)
    @rule(data=st.data())
    def break_a_rule(self, data):
        match = data.draw(st.sampled_from([one.id for one in self.stage.matches]))
        before = seen(self.stage)
        for act in (self.stage.record, self.stage.correct, self.stage.preview):
            for result in (Win("nobody"), Win("e0001", score=(-1, 0)), Forfeit("nobody")):
                with pytest.raises(BracketError):
                    act(match, result)
        assert seen(self.stage) == before

    @precondition(lambda self: self.stage.history)
    @rule()
    def undo(self):
        self.stage.undo()

    def difference(self, before):
        after = states(self.stage)
        return {match for match in after if after[match] != before[match]}

    @invariant()
    def it_comes_back_from_its_history(self):
        if hasattr(self, "stage"):
            again = loads(dumps(self.stage))
            assert again == self.stage
            assert seen(again) == seen(self.stage)

    @invariant()
    def nothing_stale_is_left(self):
        if hasattr(self, "stage"):
            fresh = played_so_from_the_start(self.stage)
            assert fresh is None or states(fresh) == states(self.stage)

    @invariant()
    def a_complete_stage_has_everybody_in_its_order(self):
        if hasattr(self, "stage"):
            rows = self.stage.standings()
            assert sorted(row.entrant for row in rows) == sorted(
                one.id for one in self.stage.entrants
            )
            assert [row.place for row in rows] == [
                1 + sum(other.place < row.place for other in rows) for row in rows
            ]
            if self.stage.is_complete and self.stage.champion:
                assert rows.row(self.stage.champion).place == 1


test_any_stage = AnyStage.TestCase
