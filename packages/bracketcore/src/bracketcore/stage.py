"""Stage: the only thing that plays."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NoReturn, assert_never

from bracketcore import history as events
from bracketcore import tiebreaks as tiebreak_rules
from bracketcore.board import PLAYED, READY, SKIPPED, STATES, Board, State
from bracketcore.errors import (
    AlreadyWithdrawn,
    InvalidStage,
    LaterMatchesPlayed,
    MatchAlreadyPlayed,
    MatchNotReady,
    NothingToUndo,
)
from bracketcore.results import Result, Win, check_result
from bracketcore.roster import Roster
from bracketcore.seeding.entrants import Entrant
from bracketcore.structure import BYE, Match, Occupant

if TYPE_CHECKING:
    from bracketcore.history import Entry, Event
    from bracketcore.recipe import Format
    from bracketcore.standings import Standings
    from bracketcore.tiebreaks import Given, Tiebreak

__all__ = ["Stage"]


class Stage:
    """A part of a tournament played in one format: entrants, matches, results."""

    __slots__ = ("_board", "_format", "_index", "_log", "_replaced", "_roster", "_structure")

    def __init__(self, format: "Format", entrants: Iterable[str | Entrant]) -> None:  # noqa: A002
        self._format = format
        self._roster = Roster(entrants)
        self._structure = format.layout(len(self._roster.ids))
        self._index = self._structure.index
        self._board = Board(self._structure, self._roster.ids)
        self._log: list[Entry] = []
        # For each correction, the results that it replaced or cleared.
        self._replaced: list[dict[int, Result]] = []

    @property
    def format(self) -> "Format":
        return self._format

    @property
    def entrants(self) -> tuple[Entrant, ...]:
        """Who plays, in seed order; a substitute or a swap changes who has a seed."""
        return tuple(self._roster.seated.values())

    @property
    def starters(self) -> tuple[Entrant, ...]:
        """The entrants that the stage was created with: its history starts from them."""
        return self._roster.starters

    @property
    def history(self) -> "tuple[Event, ...]":
        return tuple(map(events.told, self._log))

    @property
    def given_tiebreaks(self) -> "tuple[Given, ...]":
        """The numbers given from outside: those of one code together, the first given first."""
        log = self._log
        return tiebreak_rules.merged(
            event.tiebreak for event in log if isinstance(event, events.TiebreakGiven)
        )

    @property
    def pools(self) -> dict[str, tuple[str, ...]]:
        """The entrants of each pool, by its label; nothing for a format without pools."""
        return self._format.dealt(list(self._roster.seated))

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Who has left, in the order of leaving."""
        return tuple(self._board.withdrawn)

    @property
    def matches(self) -> tuple[Match, ...]:
        """Every match in playing order, with those that a bye lets nobody play."""
        return self._structure.matches

    def match(self, match: str) -> Match:
        return self._structure.match(self._index[match])

    def entrant(self, entrant: str) -> Entrant:
        return self._roster.find(entrant)

    def pairing(self, match: str) -> tuple[Occupant, ...]:
        """Who sits in each slot: an entrant id, `BYE`, or None while undecided."""
        return self._board.sides(self._index[match])

    def result(self, match: str) -> Result | None:
        """The result, or the walkover that a withdrawal gave; None while there is neither."""
        index = self._index[match]
        return self._board.results[index] or self._board.walkover(self._board.sides(index))

    def outcome(self, match: str) -> tuple[Occupant, Occupant]:
        """Who goes on as the winner and who as the loser; None while undecided."""
        return self._board.outcome(self._index[match])

    def best_of(self, match: str) -> int:
        return self._format.games_in(self.match(match))

    def state(self, match: str) -> State:
        """Where a match stands; "skipped", also by withdrawal, if nobody has to play it."""
        return STATES[self._board.states[self._index[match]]]

    def ready_matches(self) -> tuple[Match, ...]:
        """The matches with every side known and no result yet, in playing order."""
        built, build = self._structure.built, self._structure.match
        return tuple([built[index] or build(index) for index in self._board.ready()])

    @property
    def is_complete(self) -> bool:
        return self._board.is_complete

    @property
    def champion(self) -> str | None:
        """The id of the winner of the stage; None until it is decided."""
        return self._format.champion(self)

    def standings(
        self, *, pool: str | None = None, tiebreaks: "Iterable[Tiebreak] | None" = None
    ) -> "Standings":
        """Who stands where: in the stage or in one pool, also by tie-breaks given here."""
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
        """Take the result of a ready match: the ids of the matches changed by it."""
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
        """What `record`, or `correct` where there is a result, would change; nothing changes."""
        if self._board.results[self._index[match]] is None:
            changed = self.record(match, result)
        else:
            changed = self.correct(match, result, cascade=cascade)
        self.undo()
        return changed

    def correct(self, match: str, result: Result, *, cascade: bool = False) -> tuple[str, ...]:
        """Replace a result; ``cascade`` clears the later ones that depended on it."""
        index = self._find_played(match)
        self._check_result(index, result)
        changed, cleared = self._exchange(index, result, cascade=cascade)
        self._log.append(events.Corrected(match, result, cleared))
        return changed

    def reopen(self, match: str, *, cascade: bool = False) -> tuple[str, ...]:
        """Take back a result, so that the match is played again."""
        index = self._find_played(match)
        changed, cleared = self._exchange(index, None, cascade=cascade)
        self._log.append(events.Reopened(match, cleared))
        return changed

    def withdraw(self, entrant: str) -> tuple[str, ...]:
        """Make every later match of an entrant a walkover; the results so far stand."""
        self._check_stays(entrant)
        self._log.append(events.Withdrawn(entrant))
        return self._named(self._board.leave(entrant))

    def replace(self, entrant: str, substitute: str | Entrant) -> tuple[str, ...]:
        """Give the seat of an entrant who has not played yet to a substitute."""
        self._check_stays(entrant)
        newcomer = self._roster.newcomer(substitute)
        self._check_unplayed(entrant)
        self._log.append(events.Replaced(entrant, newcomer))
        return self._reseat({entrant: newcomer})

    def swap(self, entrant: str, other: str) -> tuple[str, ...]:
        """Let two entrants who have not played yet change their seats, and so their seeds."""
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
        """
        for entrant in tiebreak.numbers:
            self._roster.find(entrant)
        # It says whether this format has tie-breaks at all.
        self._format.rank(self, pool=None, tiebreaks=[tiebreak])
        self._log.append(events.TiebreakGiven(tiebreak))
        return ()

    def apply(self, event: "Event") -> tuple[str, ...]:
        """Let an event of another stage's history happen here: replaying gives an equal stage."""
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
        """Take back the last event: the ids of the matches changed by it."""
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
