"""Stage: the only thing that plays."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NoReturn, assert_never

from bracketcore import history as events
from bracketcore.board import PLAYED, READY, SKIPPED
from bracketcore.errors import (
    AlreadyWithdrawn,
    InvalidStage,
    LaterMatchesPlayed,
    MatchAlreadyPlayed,
    MatchNotReady,
    NothingToUndo,
)
from bracketcore.results import Result, Win, check_result
from bracketcore.seeding.entrants import Entrant
from bracketcore.structure import BYE
from bracketcore.view import View

if TYPE_CHECKING:
    from bracketcore.history import Event
    from bracketcore.recipe import Format
    from bracketcore.standings import Standings
    from bracketcore.tiebreaks import Given, Tiebreak

__all__ = ["Stage"]


class Stage(View):
    """A part of a tournament played in one format: entrants, matches, results.

    A format creates it. What happens in it is one event each, and answers with the ids of the
    matches whose occupants, result or state changed, in playing order. A call that raises leaves
    everything as it was.

    >>> from bracketcore import SingleElimination
    >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
    >>> stage.record("R1.2", Win("bob", score=(2, 1)))
    ('R1.2', 'R2.1')
    >>> stage.pairing("R2.1")
    ('ann', 'bob')
    """

    __slots__ = ("_replaced",)

    def __init__(self, format: "Format", entrants: Iterable[str | Entrant]) -> None:  # noqa: A002
        super().__init__(format, entrants)
        # For each correction, the results that it replaced or cleared.
        self._replaced: list[dict[int, Result]] = []

    @property
    def champion(self) -> str | None:
        """The id of the winner of the stage; None until it is decided.

        >>> from bracketcore import Stepladder, Win
        >>> stage = Stepladder().create(["ann", "bob"])
        >>> _ = stage.record("R1.1", Win("bob"))
        >>> stage.champion
        'bob'
        """
        return self._format.champion(self)

    def standings(
        self, *, pool: str | None = None, tiebreaks: "Iterable[Tiebreak] | None" = None
    ) -> "Standings":
        """Who stands where: in the stage or in one pool, also by tie-breaks given here.

        `InvalidStage` says what the format does not have: a pool, tie-breaks, a tie-break of
        this code.

        >>> from bracketcore import RoundRobin, Win
        >>> stage = RoundRobin().create(["ann", "bob"])
        >>> _ = stage.record("R1.1", Win("bob", score=(1, 2)))
        >>> [(row.place, row.entrant, row.points) for row in stage.standings()]
        [(1, 'bob', 3), (2, 'ann', 0)]
        """
        return self._format.rank(self, pool=pool, tiebreaks=tiebreaks)

    def __str__(self) -> str:
        return self._format.draw(self)

    def __repr__(self) -> str:
        return f"<Stage {self._format!r}: {len(self._roster.ids)} entrants>"

    def __eq__(self, other: object) -> bool:
        """Whether the same format, entrants and history make the same stage."""
        if not isinstance(other, Stage):
            return NotImplemented
        return (self._format, self.starters, self.history) == (
            other._format,
            other.starters,
            other.history,
        )

    __hash__ = None  # type: ignore[assignment]  # a stage changes

    def record(self, match: str, result: Result) -> tuple[str, ...]:
        """Take the result of a ready match: the ids of the matches changed by it.

        `MatchNotReady` and `MatchAlreadyPlayed` say that it is not the time, `NotAnOccupant`,
        `WinnerRequired` and `IllegalScore` what is wrong with the result.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> stage.record("R1.2", Win("cyd", score=(0, 2)))
        ('R1.2', 'R2.1')
        """
        index = self._index[match]
        changed = None
        if isinstance(result, Win):
            # By far the most results: without a score it can stand wherever the winner sits.
            if result.score is not None or result.shootout is not None:
                self._check_new(index, result)
            changed = self._board.win(index, result)
        if changed is None:
            changed = self._take(index, result)
        self._log.append((match, result))
        return changed

    def preview(self, match: str, result: Result, *, cascade: bool = False) -> tuple[str, ...]:
        """What `record`, or `correct` where there is a result, would change; nothing changes.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> stage.preview("R1.2", Win("cyd"))
        ('R1.2', 'R2.1')
        >>> stage.state("R1.2")
        'ready'
        """
        if self._board.results[self._index[match]] is None:
            changed = self.record(match, result)
        else:
            changed = self.correct(match, result, cascade=cascade)
        self.undo()
        return changed

    def correct(self, match: str, result: Result, *, cascade: bool = False) -> tuple[str, ...]:
        """Replace a result; ``cascade`` clears the later ones that depended on it.

        Without it `LaterMatchesPlayed` lists those. Another score of the same winner is
        never in the way of anything.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> _ = stage.record("R1.2", Win("cyd"))
        >>> _ = stage.record("R2.1", Win("cyd"))
        >>> stage.correct("R1.2", Win("bob"), cascade=True)
        ('R1.2', 'R2.1')
        >>> stage.pairing("R2.1"), stage.state("R2.1")
        (('ann', 'bob'), 'ready')
        """
        index = self._find_played(match)
        self._check_result(index, result)
        changed, cleared = self._exchange(index, result, cascade=cascade)
        self._log.append(events.Corrected(match, result, cleared))
        return changed

    def reopen(self, match: str, *, cascade: bool = False) -> tuple[str, ...]:
        """Take back a result, so that the match is played again; ``cascade`` as for `correct`.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> _ = stage.record("R1.2", Win("cyd"))
        >>> stage.reopen("R1.2")
        ('R1.2', 'R2.1')
        """
        index = self._find_played(match)
        changed, cleared = self._exchange(index, None, cascade=cascade)
        self._log.append(events.Reopened(match, cleared))
        return changed

    def withdraw(self, entrant: str) -> tuple[str, ...]:
        """Make every later match of an entrant a walkover; the results so far stand.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> stage.withdraw("cyd")
        ('R1.2', 'R2.1')
        >>> stage.pairing("R2.1")
        ('ann', 'bob')
        """
        self._check_stays(entrant)
        self._log.append(events.Withdrawn(entrant))
        return self._named(self._board.leave(entrant))

    def replace(self, entrant: str, substitute: str | Entrant) -> tuple[str, ...]:
        """Give the seat of an entrant who has not played yet to a substitute.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> stage.replace("bob", "zoe")
        ('R1.2',)
        >>> stage.pairing("R1.2")
        ('zoe', 'cyd')
        """
        self._check_stays(entrant)
        newcomer = self._roster.newcomer(substitute)
        self._check_unplayed(entrant)
        self._log.append(events.Replaced(entrant, newcomer))
        return self._reseat({entrant: newcomer})

    def swap(self, entrant: str, other: str) -> tuple[str, ...]:
        """Let two entrants who have not played yet change their seats, and so their seeds.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> stage.swap("ann", "cyd")
        ('R1.1', 'R1.2', 'R2.1')
        >>> stage.pairing("R1.2")
        ('bob', 'ann')
        """
        if entrant == other:
            raise InvalidStage(f"{entrant} cannot change seats alone: name two entrants.")
        self._check_stays(entrant)
        self._check_stays(other)
        self._check_unplayed(entrant)
        self._check_unplayed(other)
        self._log.append(events.Swapped(entrant, other))
        return self._reseat({entrant: self.entrant(other), other: self.entrant(entrant)})

    def give_tiebreak(self, tiebreak: "Given") -> tuple[str, ...]:
        """Keep numbers from outside, as lots that were drawn: they count after the tie-breaks.

        Where the format names a tie-break of the same code, they count there.

        >>> from bracketcore import Draw, RoundRobin
        >>> from bracketcore.tiebreaks import lots
        >>> stage = RoundRobin().create(["ann", "bob"])
        >>> _ = stage.record("R1.1", Draw())
        >>> stage.give_tiebreak(lots(["bob", "ann"]))
        ()
        >>> stage.standings()[0].entrant
        'bob'
        """
        for entrant in tiebreak.numbers:
            self._roster.find(entrant)
        # It says whether this format has tie-breaks at all.
        self._format.rank(self, pool=None, tiebreaks=[tiebreak])
        self._log.append(events.TiebreakGiven(tiebreak))
        return ()

    def apply(self, event: "Event") -> tuple[str, ...]:
        """Let an event of another stage's history happen here: replaying gives an equal stage.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> _ = stage.record("R1.2", Win("cyd"))
        >>> again = SingleElimination().create(["ann", "bob", "cyd"])
        >>> [again.apply(event) for event in stage.history]
        [('R1.2', 'R2.1')]
        >>> again == stage
        True
        """
        match event:
            case events.Recorded(match, result):
                changed = self.record(match, result)
            case events.Corrected(match, result, cleared):
                changed = self.correct(match, result, cascade=bool(cleared))
            case events.Reopened(match, cleared):
                changed = self.reopen(match, cascade=bool(cleared))
            case events.Withdrawn(entrant):
                changed = self.withdraw(entrant)
            case events.Replaced(entrant, substitute):
                changed = self.replace(entrant, substitute)
            case events.Swapped(entrant, other):
                changed = self.swap(entrant, other)
            case events.TiebreakGiven(tiebreak):
                changed = self.give_tiebreak(tiebreak)
            case _:
                assert_never(event)
        return changed

    def undo(self) -> tuple[str, ...]:
        """Take back the last event: the ids of the matches changed by it.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> _ = stage.record("R1.2", Win("cyd"))
        >>> stage.undo()
        ('R1.2', 'R2.1')
        >>> stage.history
        ()
        """
        if not self._log:
            raise NothingToUndo("Nothing has happened yet: there is nothing to undo.")
        match last := events.told(self._log.pop()):
            case events.Recorded(match):
                index = self._index[match]
                self._board.results[index] = None
                return self._named(self._board.settle((index,))[0])
            case events.Corrected() | events.Reopened():
                return self._named(self._board.put_back(self._replaced.pop()))
            case events.Withdrawn(entrant):
                return self._named(self._board.come_back(entrant))
            case events.Replaced(entrant, substitute):
                return self._reseat({substitute.id: self._roster.former(entrant, self.history)})
            case events.Swapped(entrant, other):
                return self._reseat({entrant: self.entrant(other), other: self.entrant(entrant)})
            case events.TiebreakGiven():
                return ()
            case _:
                assert_never(last)

    def _take(self, index: int, result: Result) -> tuple[str, ...]:
        self._check_new(index, result)
        self._board.results[index] = result
        return self._named(self._board.settle((index,))[0])

    def _named(self, indices: Iterable[int]) -> tuple[str, ...]:
        ids = self._structure.ids
        return tuple([ids[index] for index in sorted(indices)])

    def _find_played(self, match: str) -> int:
        index = self._index[match]
        if self._board.results[index] is None:
            raise MatchNotReady(f"{match} has no result yet: record one first.")
        return index

    def _check_stays(self, entrant: str) -> None:
        self._roster.find(entrant)
        if entrant in self._board.withdrawn:
            raise AlreadyWithdrawn(f"{entrant} has withdrawn: undo that first.")

    def _reseat(self, seats: Mapping[str, Entrant]) -> tuple[str, ...]:
        """Give the seat of each of these entrants to another one: the matches changed."""
        board = self._board
        changed = {index for id in seats for index in board.seats(id)}
        board.rename({id: one.id for id, one in seats.items()})
        self._roster.reseat(seats)
        return self._named(changed)

    def _check_unplayed(self, entrant: str) -> None:
        for index in self._board.seats(entrant):
            if self._board.results[index] is not None:
                raise MatchAlreadyPlayed(
                    f"{entrant} has played {self._structure.ids[index]}: a seat changes hands "
                    "before its first match, so reopen that one or withdraw the entrant."
                )

    def _check_new(self, index: int, result: Result) -> None:
        state = self._board.states[index]
        if state == PLAYED:
            match = self._structure.ids[index]
            raise MatchAlreadyPlayed(f"{match} has a result: correct it or reopen the match.")
        if state != READY:
            self._refuse(index)
        self._check_result(index, result)

    def _check_result(self, index: int, result: Result) -> None:
        board = self._board
        sides = board.sides(index)
        left = board.withdrawn
        if board.results[index] is None:
            # A heat goes on without those who have left; one that was played can be theirs.
            sides = tuple(BYE if side in left else side for side in sides)
        match = self._structure.match(index)
        best_of = self._format.games_in(match)
        check_result(result, sides, decisive=match.decisive, best_of=best_of, excused=left)

    def _refuse(self, index: int) -> NoReturn:
        match = self._structure.ids[index]
        if self._board.states[index] == SKIPPED:
            raise MatchNotReady(f"Nobody has to play {match}: record another match.")
        raise MatchNotReady(f"{match} waits for its sides: record the earlier matches first.")

    def _exchange(
        self, index: int, result: Result | None, *, cascade: bool
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Put another result in the place of one: the matches changed and those cleared."""
        board = self._board
        before = board.results[index]
        board.results[index] = result
        touched, cleared = board.settle((index,))
        replaced = cleared if before is None else {index: before, **cleared}
        if cleared and not cascade:
            board.put_back(replaced)
            raise LaterMatchesPlayed(self._named(cleared))
        self._replaced.append(replaced)
        return self._named(touched), self._named(cleared)
