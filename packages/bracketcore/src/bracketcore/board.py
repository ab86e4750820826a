"""The table of occupants of a stage, and the one rule that keeps it true.

The outcome of a match fills the slots that it feeds, and a match whose occupants change
loses its result. A record fills one or two slots, whatever the size of the stage; a
correction is the same with results in the way.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import Final, Literal

from bracketcore.results import Placement, Result, Walkover, Win, outcome
from bracketcore.structure import BYE, BYE_SOURCE, Occupant, Structure

__all__ = ["READY", "STATES", "Board", "State"]

State = Literal["waiting", "ready", "played", "skipped"]

# In the column of states a state is its place here.
STATES: Final[tuple[State, ...]] = ("waiting", "ready", "played", "skipped")
WAITING: Final = 0
READY: Final = 1
PLAYED: Final = 2
SKIPPED: Final = 3


class Board:
    """Occupants, results and states by the index of the match. It checks nothing.

    The occupants have a column for each side. Where nobody waits for an outcome it goes to
    the match -1: the last cell of each column, which is that of no match.
    """

    __slots__ = ("columns", "results", "states", "structure", "withdrawn")

    def __init__(self, structure: Structure, entrants: Sequence[str]) -> None:
        self.structure = structure
        cells = len(structure) + 1
        self.results: list[Result | None] = [None] * len(structure)
        # The order counts: between two who left, the one who left first gives the walkover.
        self.withdrawn: dict[str, int] = {}
        self.columns: list[list[Occupant]] = [[None] * cells for _ in range(structure.width)]
        self.states = bytearray(cells)
        self._seat(entrants)

    def _seat(self, entrants: Sequence[str]) -> None:
        # The source of the seed k is -k.
        known: list[Occupant] = [BYE, *reversed(entrants)]
        byes: list[int] = []
        for part in self.structure.seeded:
            for column, sources in zip(self.columns, part.columns, strict=True):
                column[part.matches] = (
                    map(known.__getitem__, sources)
                    if part.is_full
                    else [known[source] if source <= BYE_SOURCE else None for source in sources]
                )
            matches = range(len(self.results))[part.matches]
            if part.is_full:
                self.states[part.matches] = bytes((READY,)) * len(matches)
            else:
                byes += matches
        self.settle(byes)

    def sides(self, index: int) -> tuple[Occupant, ...]:
        columns = self.columns
        if len(columns) == 2:  # noqa: PLR2004  not a heat: by far the most
            return columns[0][index], columns[1][index]
        return tuple([column[index] for column in columns])

    def ready(self) -> Iterator[int]:
        """The matches that can be played now, in playing order."""
        at = self.states.find(READY)
        while at >= 0:
            yield at
            at = self.states.find(READY, at + 1)

    @property
    def is_complete(self) -> bool:
        states = self.states
        return READY not in states and states.find(WAITING) == len(states) - 1

    def _judged(self, index: int) -> int:
        """The state that follows from the occupants, the result and who has withdrawn."""
        if self.results[index] is not None:
            return PLAYED
        sides = self.sides(index)
        met = [side for side in sides if side is not BYE]
        if len(met) < 2 or self.walkover(sides):  # noqa: PLR2004  two must meet
            return SKIPPED
        return WAITING if None in met else READY

    def walkover(self, sides: tuple[Occupant, ...]) -> Walkover | None:
        """What is given without a result: among known sides of whom one at most is left."""
        if not self.withdrawn or None in sides:
            return None
        met = [side for side in sides if isinstance(side, str)]
        staying = [side for side in met if side not in self.withdrawn]
        if len(met) < 2 or len(staying) > 1:  # noqa: PLR2004  two must meet
            return None
        return Walkover(staying[0] if staying else max(met, key=self.withdrawn.__getitem__))

    def outcome(self, index: int) -> tuple[Occupant, Occupant]:
        """Who goes on as the winner and who as the loser; None while undecided."""
        sides = self.sides(index)
        result = self.results[index]
        if result is None and self.withdrawn:
            result = self.walkover(sides)
        if result is not None:
            return outcome(result, sides)
        met = [side for side in sides if side is not BYE]
        if len(met) < 2:  # noqa: PLR2004  two must meet
            return met[0] if met else BYE, BYE
        return None, None

    def win(self, index: int, result: Win) -> tuple[str, ...] | None:
        """Take the win of a ready match of two where it only fills slots of waiting matches.

        The ids of the matches touched; None where it takes more, and nothing has changed then.
        """
        structure, states = self.structure, self.states
        if states[index] != READY or self.withdrawn or index in structure.special:
            return None
        one, other = structure.winner_to[index], structure.loser_to[index]
        first, second = self.columns
        winner, side, opposite = result.winner, first[index], second[index]
        # A match with a bye does not wait: it sends the other side on.
        if states[one] or states[other] or winner not in (side, opposite):
            return None
        loser = opposite if winner == side else side
        if structure.winner_side[index]:
            second[one], beside = winner, first[one]
        else:
            first[one], beside = winner, second[one]
        if beside is not None:
            states[one] = READY
        if structure.loser_side[index]:
            second[other], beside = loser, first[other]
        else:
            first[other], beside = loser, second[other]
        if beside is not None:
            states[other] = READY
        states[index] = PLAYED
        self.results[index] = result
        ids = structure.ids
        if one < other:
            return (ids[index], ids[other]) if one < 0 else (ids[index], ids[one], ids[other])
        if one > other >= 0:
            return ids[index], ids[other], ids[one]
        return (ids[index],) if one < 0 else (ids[index], ids[one])

    def settle(
        self, starts: Iterable[int], kept: Container[int] = ()
    ) -> tuple[set[int], dict[int, Result]]:
        """Carry outcomes on as far as they change anything: the matches touched and cleared.

        Matches are settled in playing order, so that the sides of each are final by then.
        The results of the ``kept`` are those of the sides that come.
        """
        pending = sorted(starts)
        touched = set(pending)
        cleared: dict[int, Result] = {}
        while pending:
            index = heappop(pending)
            for (fed, side), occupant in self._fills(index):
                before = self.columns[side][fed]
                if before == occupant:
                    continue
                self.columns[side][fed] = occupant
                touched.add(fed)
                if (result := self.results[fed]) is not None:
                    if fed not in kept:
                        cleared[fed] = result
                        self.results[fed] = None
                    heappush(pending, fed)
                elif before is BYE or self.withdrawn or self._has_bye(fed):
                    # Only these have an outcome without a result, now or before.
                    heappush(pending, fed)
        for index in touched:
            self.states[index] = self._judged(index)
        return touched, cleared

    def _has_bye(self, index: int) -> bool:
        for column in self.columns:  # noqa: SIM110  as any() it takes three times as long
            if column[index] is BYE:
                return True
        return False

    def _fills(self, index: int) -> Iterator[tuple[tuple[int, int], Occupant]]:
        """The matches and sides that a match feeds, each with the occupant that it sends there."""
        structure = self.structure
        winner, loser = self.outcome(index)
        if (fed := structure.winner_to[index]) >= 0:
            yield (fed, structure.winner_side[index]), winner
        if (fed := structure.loser_to[index]) >= 0:
            yield (fed, structure.loser_side[index]), loser
        if index in structure.second_to:
            unbeaten = self.columns[0][index]
            chance = loser if loser is None or loser == unbeaten else BYE
            yield divmod(structure.second_to[index], structure.width), chance
        for place, slot in structure.place_to.get(index, ()):
            yield divmod(slot, structure.width), self._at(index, place)

    def _at(self, index: int, place: int) -> Occupant:
        """Who came in at a place of a heat: a bye where nobody did, None while undecided."""
        result = self.results[index]
        if isinstance(result, Placement):
            order: Sequence[Occupant] = result.order
        else:
            order = self.outcome(index)
            if order[0] is None:
                return None
        return order[place - 1] if place <= len(order) else BYE

    def put_back(self, results: dict[int, Result]) -> set[int]:
        """Give matches their former results, all at once: the matches touched.

        One after the other would leave a match undecided in between, and so clear results
        that never were in the way.
        """
        for index, result in results.items():
            self.results[index] = result
        return self.settle(results, kept=results)[0]

    def seats(self, entrant: str) -> list[int]:
        """The matches in which an entrant sits, in playing order."""
        matches = range(len(self.structure))
        return sorted(
            index
            for column in self.columns
            for index, occupant in zip(matches, column, strict=False)
            if occupant == entrant
        )

    def leave(self, entrant: str) -> set[int]:
        """Let every match that an entrant has still to play be a walkover."""
        ready = [index for index in self.seats(entrant) if self.states[index] == READY]
        self.withdrawn[entrant] = len(self.withdrawn)
        return self.settle([index for index in ready if self._judged(index) == SKIPPED])[0]

    def come_back(self, entrant: str) -> set[int]:
        """Undo `leave`, when nothing has happened since."""
        given = [index for index in self.seats(entrant) if self.states[index] == SKIPPED]
        del self.withdrawn[entrant]
        return self.settle([index for index in given if self._judged(index) == READY])[0]

    def rename(self, names: Mapping[str, str]) -> None:
        """Let others sit where these entrants sat: two can change their seats."""
        for column in self.columns:
            for index, occupant in enumerate(column):
                if isinstance(occupant, str) and occupant in names:
                    column[index] = names[occupant]
