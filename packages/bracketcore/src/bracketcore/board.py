"""The table of occupants of a stage, and the one rule that keeps it true.

The outcome of a match fills the slots that it feeds, and a match whose occupants change
loses its result. A record fills one or two slots, whatever the size of the stage; a
correction is the same with results in the way.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Literal

from bracketcore.results import Placement, Result, Walkover, outcome
from bracketcore.structure import BYE, BYE_SOURCE, Occupant, Structure

__all__ = ["Board", "State"]

State = Literal["waiting", "ready", "played", "skipped"]


class Board:
    """Occupants and results by the index of match and slot. It checks nothing."""

    __slots__ = ("occupants", "results", "structure", "withdrawn")

    def __init__(self, structure: Structure, entrants: Sequence[str]) -> None:
        self.structure = structure
        self.results: list[Result | None] = [None] * len(structure)
        # The order counts: between two who left, the one who left first gives the walkover.
        self.withdrawn: dict[str, int] = {}
        known: dict[int, Occupant] = dict(zip(count(-1, -1), entrants, strict=False))
        known[BYE_SOURCE] = BYE
        self.occupants: list[Occupant] = [None] * (len(structure) * structure.width)
        byes: list[int] = []
        for first, sources in structure.parts():
            # A range has winners or losers, who are not known yet.
            if not isinstance(sources, range):
                self.occupants[first : first + len(sources)] = map(known.get, sources)
                if BYE_SOURCE in sources:
                    slots = enumerate(sources, first)
                    byes += [at // structure.width for at, source in slots if source == BYE_SOURCE]
        self.settle(byes)

    def sides(self, index: int) -> tuple[Occupant, ...]:
        width = self.structure.width
        return tuple(self.occupants[index * width : index * width + width])

    def state(self, index: int) -> State:
        if self.results[index] is not None:
            return "played"
        sides = self.sides(index)
        if not self.withdrawn and not self._has_bye(index):
            return "waiting" if None in sides else "ready"
        met = [side for side in sides if side is not BYE]
        if len(met) < 2 or self.walkover(sides):  # noqa: PLR2004  two must meet
            return "skipped"
        return "waiting" if None in met else "ready"

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

    def advance(self, index: int, winner: str) -> tuple[int, ...] | None:
        """Carry on the winner of a match of two, where that only fills empty slots.

        The matches touched; None where it takes `settle`, and nothing has changed then.
        """
        structure = self.structure
        first, second = structure.winner_to[index], structure.loser_to[index]
        alone = first < 0 or first ^ 1 != second
        if self.withdrawn or structure.place_to or index in structure.second_to or not alone:
            return None
        occupants = self.occupants
        # The other side of a slot is the slot with the last bit changed: a bye would go on.
        if first >= 0 and (occupants[first] is not None or occupants[first ^ 1] is BYE):
            return None
        if second >= 0 and (occupants[second] is not None or occupants[second ^ 1] is BYE):
            return None
        touched = [index]
        if first >= 0:
            occupants[first] = winner
            touched.append(first >> 1)
        if second >= 0:
            beaten = occupants[2 * index]
            occupants[second] = occupants[2 * index + 1] if beaten == winner else beaten
            touched.append(second >> 1)
        return tuple(touched)

    def settle(self, starts: Iterable[int]) -> tuple[set[int], dict[int, Result]]:
        """Carry outcomes on as far as they change anything: the matches touched and cleared.

        Matches are settled in playing order, so that the sides of each are final by then.
        """
        pending = sorted(starts)
        touched = set(pending)
        cleared: dict[int, Result] = {}
        while pending:
            index = heappop(pending)
            for slot, occupant in self._fills(index):
                before = self.occupants[slot]
                if before == occupant:
                    continue
                self.occupants[slot] = occupant
                fed = slot // self.structure.width
                touched.add(fed)
                if (result := self.results[fed]) is not None:
                    cleared[fed] = result
                    self.results[fed] = None
                    heappush(pending, fed)
                elif before is BYE or self.withdrawn or self._has_bye(fed):
                    # Only these have an outcome without a result, now or before.
                    heappush(pending, fed)
        return touched, cleared

    def _has_bye(self, index: int) -> bool:
        width = self.structure.width
        for side in self.occupants[index * width : index * width + width]:  # noqa: SIM110  hot path
            if side is BYE:
                return True
        return False

    def _fills(self, index: int) -> list[tuple[int, Occupant]]:
        """The slots that a match feeds, each with the occupant that it sends there."""
        structure = self.structure
        winner_slot, loser_slot = structure.winner_to[index], structure.loser_to[index]
        if winner_slot < 0 and loser_slot < 0 and not structure.place_to:
            return []
        winner, loser = self.outcome(index)
        fills = [(winner_slot, winner)] if winner_slot >= 0 else []
        if loser_slot >= 0:
            fills.append((loser_slot, loser))
        if index in structure.second_to:
            unbeaten = self.occupants[index * structure.width]
            chance = loser if loser is None or loser == unbeaten else BYE
            fills.append((structure.second_to[index], chance))
        if index in structure.place_to:
            fills += [(slot, self._at(index, place)) for place, slot in structure.place_to[index]]
        return fills

    def _at(self, index: int, place: int) -> Occupant:
        """Who came in at a place of a heat: a bye where nobody did, None while undecided."""
        result = self.results[index]
        order: Sequence[Occupant] = (
            result.order if isinstance(result, Placement) else self.outcome(index)
        )
        if order[0] is None:
            return None
        return order[place - 1] if place <= len(order) else BYE

    def put_back(self, results: dict[int, Result]) -> set[int]:
        """Give matches their former results, the earliest first: the matches touched."""
        touched: set[int] = set()
        for index in sorted(results):
            self.results[index] = results[index]
            touched |= self.settle([index])[0]
        return touched

    def seats(self, entrant: str) -> list[int]:
        """The matches in which an entrant sits, in playing order."""
        width = self.structure.width
        return [at // width for at, occupant in enumerate(self.occupants) if occupant == entrant]

    def leave(self, entrant: str) -> set[int]:
        """Let every match that an entrant has still to play be a walkover."""
        ready = [index for index in self.seats(entrant) if self.state(index) == "ready"]
        self.withdrawn[entrant] = len(self.withdrawn)
        return self.settle(index for index in ready if self.state(index) == "skipped")[0]

    def come_back(self, entrant: str) -> set[int]:
        """Undo `leave`, when nothing has happened since."""
        given = [index for index in self.seats(entrant) if self.state(index) == "skipped"]
        del self.withdrawn[entrant]
        return self.settle(index for index in given if self.state(index) == "ready")[0]

    def rename(self, names: Mapping[str, str]) -> None:
        """Let others sit where these entrants sat: two can change their seats."""
        for slot, occupant in enumerate(self.occupants):
            if isinstance(occupant, str) and occupant in names:
                self.occupants[slot] = names[occupant]
