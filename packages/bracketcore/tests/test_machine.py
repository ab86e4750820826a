"""A stage under any legal and illegal acts, in any order, beside a model on paper.

`make test` runs 500 sequences over all formats; `HYPOTHESIS_PROFILE=nightly` runs 10,000.
"""

import os
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bracketcore import (
    AlreadyWithdrawn,
    DoubleElimination,
    DoubleForfeit,
    DualTournament,
    FreeForAll,
    InvalidStage,
    LaterMatchesPlayed,
    MatchAlreadyPlayed,
    MatchNotReady,
    NotAnOccupant,
    NothingToUndo,
    PagePlayoff,
    Pools,
    RoundRobin,
    SingleElimination,
    Stepladder,
    UnknownEntrant,
    UnknownMatch,
    Win,
)
from bracketcore.notation import dumps, loads
from bracketcore.tiebreaks import fair_play, lots

from .endings import impossible, possible
from .model import Model
from .playing import names, sitting, states, won

# Everything once more: what it reaches, the tests of each part hold to account.
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]

FORMATS = [
    SingleElimination(),
    SingleElimination(third_place=True, best_of={1: 1, 2: 3, "3P": 5}),
    SingleElimination(classification="all"),
    DoubleElimination(),
    DoubleElimination(grand_final="single", drops="natural", best_of=3),
    DoubleElimination(grand_final="none", drops="reverse"),
    DoubleElimination(upper_entrants=2),
    RoundRobin(tiebreaks=["football_head_to_head"]),
    RoundRobin(order="circle", best_of=2, tiebreaks=["games"]),
    Pools(pools=2, legs=2, tiebreaks=["football_goal_difference", "SB"]),
    Stepladder(),
    PagePlayoff(best_of=3),
    DualTournament(),
    FreeForAll(heat_size=3, advance=1),
    FreeForAll(heat_size=4, advance=3, points=(5, 2, 1)),
]
SEQUENCES = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 500
# Each format gets its share.
SHARE = -(-SEQUENCES // len(FORMATS))


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
    format: Any = None

    @initialize(count=st.integers(0, 12), data=st.data())
    def create(self, count, data):
        entrants = names(data.draw(self.sizes()))
        self.stage = self.format.create(entrants)
        self.model = Model(self.format, entrants)
        self.first = seen(self.stage)
        self.newcomers = 0
        self.play_on(data, count)

    @rule(data=st.data(), count=st.integers(2, 9))
    def play_on(self, data, count):
        """Let some matches be won, so that there is something to correct."""
        for _ in range(count):
            if match := self.some(data, "ready"):
                order = data.draw(st.permutations(sitting(self.stage, match)))
                result = won(self.stage, match, order)
                self.model.remember()
                self.model.exchange(match, result)
                self.stage.record(match, result)

    def sizes(self):
        match self.format:
            case PagePlayoff() | DualTournament():
                return st.just(4)
            case RoundRobin() | Pools():
                # Nothing in them depends on another match, and there are many.
                return st.integers(2, 6)
            case _:
                return st.integers(2, 10)

    def some(self, data, *wanted):
        ids = [match.id for match in self.stage.matches if self.stage.state(match.id) in wanted]
        return data.draw(st.sampled_from(ids)) if ids else None

    def anybody(self, data):
        return data.draw(st.sampled_from(self.model.seats))

    @rule(data=st.data())
    def record(self, data):
        if match := self.some(data, "ready"):
            result = possible(self.stage, data, match)
            before = seen(self.stage)
            told = self.stage.preview(match, result)
            assert seen(self.stage) == before
            self.model.remember()
            assert self.model.exchange(match, result) == ()
            assert self.happens(lambda: self.stage.record(match, result)) == told

    @rule(data=st.data())
    def correct(self, data):
        if match := self.some(data, "played"):
            self.change(match, possible(self.stage, data, match))

    @rule(data=st.data())
    def reopen(self, data):
        if match := self.some(data, "played"):
            self.change(match, None)

    def change(self, match, result):
        """Replace a result or take it back: what the model clears must be allowed first."""
        before = seen(self.stage)
        self.model.remember()
        cleared = self.model.exchange(match, result)

        def act(*, cascade):
            if result is None:
                return self.stage.reopen(match, cascade=cascade)
            return self.stage.correct(match, result, cascade=cascade)

        if cleared:
            with pytest.raises(LaterMatchesPlayed) as refused:
                act(cascade=False)
            assert refused.value.matches == cleared
            assert seen(self.stage) == before
        if result is not None:
            told = self.stage.preview(match, result, cascade=True)
            assert seen(self.stage) == before
            assert act(cascade=bool(cleared)) == told
            self.stage.undo()
        self.happens(lambda: act(cascade=bool(cleared)))
        assert self.stage.history[-1].cleared == cleared

    @rule(data=st.data())
    def edit_the_score(self, data):
        if match := self.some(data, "played"):
            before = self.stage.result(match)
            if isinstance(before, Win) and self.stage.best_of(match) == 1:
                first, _ = self.stage.pairing(match)
                score = (9, 0) if before.winner == first else (0, 9)
                self.model.remember()
                assert self.model.exchange(match, Win(before.winner, score=score)) == ()
                self.happens(lambda: self.stage.correct(match, Win(before.winner, score=score)))

    @rule(data=st.data())
    def withdraw(self, data):
        entrant = self.anybody(data)
        if entrant not in self.model.left:
            self.model.remember()
            self.model.left.append(entrant)
            before = states(self.stage)
            told = self.happens(lambda: self.stage.withdraw(entrant))
            assert self.difference(before) == set(told)

    @rule(data=st.data())
    def replace(self, data):
        entrant = self.anybody(data)
        if entrant not in self.model.left and not self.model.has_played(entrant):
            self.newcomers += 1
            newcomer = f"new{self.newcomers:04}"
            self.model.remember()
            self.model.seats[self.model.seats.index(entrant)] = newcomer
            self.happens(lambda: self.stage.replace(entrant, newcomer))
            assert entrant not in str(self.stage)

    @rule(data=st.data())
    def swap(self, data):
        one, other = self.anybody(data), self.anybody(data)
        gone = {one, other} & set(self.model.left)
        if one != other and not gone and not any(map(self.model.has_played, (one, other))):
            self.model.remember()
            seats = self.model.seats
            here, there = seats.index(one), seats.index(other)
            seats[here], seats[there] = other, one
            self.happens(lambda: self.stage.swap(one, other))

    @rule(data=st.data())
    def give_a_tiebreak(self, data):
        order = data.draw(st.permutations(self.model.seats))
        tiebreak = data.draw(st.sampled_from([lots(order), fair_play({order[0]: -1})]))
        if isinstance(self.format, RoundRobin | Pools):
            self.model.remember()
            self.happens(lambda: self.stage.give_tiebreak(tiebreak))
        else:
            self.are_refused([(lambda: self.stage.give_tiebreak(tiebreak), InvalidStage)])

    # Two pools of two entrants have no match.
    @precondition(lambda self: self.model.matches)
    @rule(data=st.data())
    def break_a_rule_of_the_order(self, data):
        """What cannot be now, by the state that the model sees."""
        match = data.draw(st.sampled_from([one.id for one in self.model.matches]))
        entrant = self.anybody(data)
        stage, state = self.stage, self.model.view()[match][1]
        acts = [
            (lambda: stage.swap(entrant, entrant), InvalidStage),
            (lambda: stage.withdraw("nobody"), UnknownEntrant),
            (lambda: stage.record("X9.9", DoubleForfeit()), UnknownMatch),
        ]
        if state == "played":
            acts.append((lambda: stage.record(match, DoubleForfeit()), MatchAlreadyPlayed))
        else:
            acts.append((lambda: stage.correct(match, DoubleForfeit()), MatchNotReady))
            acts.append((lambda: stage.reopen(match), MatchNotReady))
        if state in {"waiting", "skipped"}:
            acts.append((lambda: stage.record(match, DoubleForfeit()), MatchNotReady))
        if entrant in self.model.left:
            acts.append((lambda: stage.withdraw(entrant), AlreadyWithdrawn))
            acts.append((lambda: stage.replace(entrant, "zoe"), AlreadyWithdrawn))
        elif self.model.has_played(entrant):
            acts.append((lambda: stage.replace(entrant, "zoe"), MatchAlreadyPlayed))
        if not stage.history:
            acts.append((stage.undo, NothingToUndo))
        self.are_refused(acts)

    @rule(data=st.data())
    def break_a_rule_of_the_result(self, data):
        """What no match of these sides can end in, recorded or put in the place of a result."""
        if match := self.some(data, "ready", "played"):
            act = self.stage.record if self.stage.result(match) is None else self.stage.correct
            wrong = list(impossible(self.stage, match))
            result, error = data.draw(st.sampled_from(wrong))
            self.are_refused(
                [
                    (lambda: act(match, result), error),
                    (lambda: self.stage.preview(match, result, cascade=True), error),
                ]
            )

    @precondition(lambda self: self.stage.history)
    @rule()
    def undo(self):
        before = states(self.stage)
        self.model.undo()
        told = self.stage.undo()
        assert self.difference(before) <= set(told)

    def happens(self, act):
        """Let something happen, take it back byte for byte, and let it happen again."""
        before = seen(self.stage)
        act()
        self.stage.undo()
        assert seen(self.stage) == before
        told = act()
        assert self.difference(before[1]) <= set(told)
        return told

    def are_refused(self, acts):
        before = seen(self.stage)
        for act, error in acts:
            with pytest.raises(error) as refused:
                act()
            assert type(refused.value) is error
            assert str(refused.value).endswith(".")
        assert seen(self.stage) == before

    def difference(self, before):
        after = states(self.stage)
        return {match for match in after if after[match] != before[match]}

    @invariant()
    def it_is_what_the_model_says(self):
        assert states(self.stage) == self.model.view()
        assert [one.id for one in self.stage.entrants] == self.model.seats
        assert list(self.stage.withdrawn) == self.model.left

    @invariant()
    def it_comes_back_from_its_history(self):
        again = loads(dumps(self.stage))
        assert again == self.stage
        assert seen(again) == seen(self.stage)

    @invariant()
    def nothing_stale_is_left(self):
        fresh = played_so_from_the_start(self.stage)
        assert fresh is None or states(fresh) == states(self.stage)

    @invariant()
    def everybody_has_a_place(self):
        rows = self.stage.standings()
        assert sorted(row.entrant for row in rows) == sorted(self.model.seats)
        assert [row.place for row in rows] == [
            1 + sum(other.place < row.place for other in rows) for row in rows
        ]
        if self.stage.is_complete and self.stage.champion:
            assert rows.row(self.stage.champion).place == 1

    def teardown(self):
        """Undo goes back to the very start."""
        if hasattr(self, "stage"):
            while self.stage.history:
                self.stage.undo()
                self.model.undo()
                assert states(self.stage) == self.model.view()
            assert seen(self.stage) == self.first


@pytest.mark.parametrize("format_", FORMATS, ids=repr)
def test_any_stage(format_):
    machine = type("AnyStage", (AnyStage,), {"format": format_})

    run_state_machine_as_test(machine, settings=settings(max_examples=SHARE))
