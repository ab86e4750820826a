"""View: what can be asked of a stage at any time. Nothing here changes it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bracketcore import history as events
from bracketcore import tiebreaks as tiebreak_rules
from bracketcore.board import STATES, Board, State
from bracketcore.roster import Roster
from bracketcore.seeding.entrants import Entrant
from bracketcore.structure import Match, Occupant

if TYPE_CHECKING:
    from bracketcore.history import Entry, Event
    from bracketcore.recipe import Format
    from bracketcore.results import Result
    from bracketcore.tiebreaks import Given

__all__ = ["View"]


class View:
    """What a stage is and where it stands. Matches and entrants are named by their ids.

    An id that the stage has not is `UnknownMatch` or `UnknownEntrant`.
    """

    __slots__ = ("_board", "_format", "_index", "_log", "_roster", "_structure")

    def __init__(self, format: "Format", entrants: Iterable[str | Entrant]) -> None:  # noqa: A002
        self._format = format
        self._roster = Roster(entrants)
        self._structure = format.layout(len(self._roster.ids))
        self._index = self._structure.index
        self._board = Board(self._structure, self._roster.ids)
        self._log: list[Entry] = []

    @property
    def format(self) -> "Format":
        """The format that the stage was created by.

        >>> from bracketcore import Stepladder
        >>> Stepladder(best_of=3).create(["ann", "bob"]).format
        Stepladder(best_of=3)
        """
        return self._format

    @property
    def entrants(self) -> tuple[Entrant, ...]:
        """Who plays, in seed order; a substitute or a swap changes who has a seed.

        >>> from bracketcore import Stepladder
        >>> stage = Stepladder().create(["ann", "bob"])
        >>> _ = stage.swap("ann", "bob")
        >>> [entrant.id for entrant in stage.entrants]
        ['bob', 'ann']
        """
        return tuple(self._roster.seated.values())

    @property
    def starters(self) -> tuple[Entrant, ...]:
        """The entrants that the stage was created with: its history starts from them.

        >>> from bracketcore import Stepladder
        >>> stage = Stepladder().create(["ann", "bob"])
        >>> _ = stage.swap("ann", "bob")
        >>> [entrant.id for entrant in stage.starters]
        ['ann', 'bob']
        """
        return self._roster.starters

    @property
    def history(self) -> "tuple[Event, ...]":
        """The events of `bracketcore.history`, in the order in which they happened.

        >>> from bracketcore import Stepladder
        >>> stage = Stepladder().create(["ann", "bob"])
        >>> _ = stage.withdraw("bob")
        >>> stage.history
        (Withdrawn(entrant='bob'),)
        """
        return tuple(map(events.told, self._log))

    @property
    def given_tiebreaks(self) -> "tuple[Given, ...]":
        """The numbers given from outside: those of one code together, the first given first.

        >>> from bracketcore import RoundRobin
        >>> from bracketcore.tiebreaks import lots
        >>> stage = RoundRobin().create(["ann", "bob"])
        >>> _ = stage.give_tiebreak(lots(["bob", "ann"]))
        >>> [given.code for given in stage.given_tiebreaks]
        ['LOTS']
        """
        log = self._log
        return tiebreak_rules.merged(
            event.tiebreak for event in log if isinstance(event, events.TiebreakGiven)
        )

    @property
    def pools(self) -> dict[str, tuple[str, ...]]:
        """The entrants of each pool, by its label; nothing for a format without pools.

        >>> from bracketcore import Pools
        >>> Pools(pools=2).create(["ann", "bob", "cyd", "dee"]).pools
        {'A': ('ann', 'dee'), 'B': ('bob', 'cyd')}
        """
        return self._format.dealt(list(self._roster.seated))

    @property
    def withdrawn(self) -> tuple[str, ...]:
        """Who has left, in the order of leaving.

        >>> from bracketcore import Stepladder
        >>> stage = Stepladder().create(["ann", "bob"])
        >>> _ = stage.withdraw("bob")
        >>> stage.withdrawn
        ('bob',)
        """
        return tuple(self._board.withdrawn)

    @property
    def matches(self) -> tuple[Match, ...]:
        """Every match in playing order, with those that a bye lets nobody play.

        >>> from bracketcore import SingleElimination
        >>> [match.id for match in SingleElimination().create(["ann", "bob", "cyd"]).matches]
        ['R1.1', 'R1.2', 'R2.1']
        """
        return self._structure.matches

    def match(self, match: str) -> Match:
        """The match with this id: its slots, its round, its bracket.

        >>> from bracketcore import SingleElimination
        >>> SingleElimination().create(["ann", "bob", "cyd"]).match("R2.1").slots
        (WinnerOf(match='R1.1'), WinnerOf(match='R1.2'))
        """
        return self._structure.match(self._index[match])

    def entrant(self, entrant: str) -> Entrant:
        """The entrant with this id, with its name, rating and club.

        >>> from bracketcore import Entrant, Stepladder
        >>> Stepladder().create([Entrant("ann", rating=1900), "bob"]).entrant("ann").rating
        1900
        """
        return self._roster.find(entrant)

    def pairing(self, match: str) -> tuple[Occupant, ...]:
        """Who sits in each slot: an entrant id, `BYE`, or None while undecided.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> stage.pairing("R1.1"), stage.pairing("R2.1")
        (('ann', Bye()), ('ann', None))
        """
        return self._board.sides(self._index[match])

    def result(self, match: str) -> "Result | None":
        """The result, or the walkover that a withdrawal gave; None while there is neither.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> _ = stage.withdraw("bob")
        >>> stage.result("R1.2"), stage.result("R2.1")
        (Walkover(winner='cyd'), None)
        """
        index = self._index[match]
        return self._board.results[index] or self._board.walkover(self._board.sides(index))

    def outcome(self, match: str) -> tuple[Occupant, Occupant]:
        """Who goes on as the winner and who as the loser; None while undecided.

        >>> from bracketcore import SingleElimination, Win
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> _ = stage.record("R1.2", Win("cyd"))
        >>> stage.outcome("R1.1"), stage.outcome("R1.2"), stage.outcome("R2.1")
        (('ann', Bye()), ('cyd', 'bob'), (None, None))
        """
        return self._board.outcome(self._index[match])

    def best_of(self, match: str) -> int:
        """How many games the match has at most.

        >>> from bracketcore import SingleElimination
        >>> SingleElimination(best_of={2: 3}).create(["ann", "bob", "cyd"]).best_of("R2.1")
        3
        """
        return self._format.games_in(self.match(match))

    def state(self, match: str) -> State:
        """Where a match stands; "skipped", also by withdrawal, if nobody has to play it.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> [stage.state(match) for match in ("R1.1", "R1.2", "R2.1")]
        ['skipped', 'ready', 'waiting']
        """
        return STATES[self._board.states[self._index[match]]]

    def ready_matches(self) -> tuple[Match, ...]:
        """The matches with every side known and no result yet, in playing order.

        >>> from bracketcore import SingleElimination
        >>> stage = SingleElimination().create(["ann", "bob", "cyd"])
        >>> [match.id for match in stage.ready_matches()]
        ['R1.2']
        """
        built, build = self._structure.built, self._structure.match_of_round
        return tuple([built[index] or build(index) for index in self._board.ready()])

    @property
    def is_complete(self) -> bool:
        """Whether no match is left to play.

        >>> from bracketcore import Stepladder, Win
        >>> stage = Stepladder().create(["ann", "bob"])
        >>> _ = stage.record("R1.1", Win("ann"))
        >>> stage.is_complete
        True
        """
        return self._board.is_complete
