"""List scheduling: a court that is free takes the match with the most to come after it."""

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain
from typing import Final

from bracketcore.schedule.clock import Span, earliest
from bracketcore.schedule.work import Work

__all__ = ["Court", "Place", "TooLate", "placed"]

# How many matches of an entrant are looked at together when somebody is away at times, so
# that the others need not wait for the absent. Otherwise everybody plays round by round,
# which leaves the fewest courts empty.
WINDOW: Final = 4


@dataclass(frozen=True, slots=True)
class Court:
    name: str
    closed: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """When, where and by its position in the work which match is played."""

    begin: int
    court: int
    position: int


class TooLate(Exception):
    """A match would end after the end.

    ``ready`` is when its feeders are over and its entrants rested, ``possible`` when they
    are there as well.
    """

    def __init__(self, position: int, end: int, ready: int, possible: int) -> None:
        super().__init__(position)
        self.position = position
        self.end = end
        self.ready = ready
        self.possible = possible


def placed(work: Work, courts: Sequence[Court], *, rest: int, end: int | None) -> list[Place]:
    """A place for all of the work, in order of time and court."""
    placing = _Placing(work, courts, rest, end)
    placing.run()
    return sorted(placing.places)


class _Placing:
    """A schedule in the making: what is free, and which matches can be taken now or later."""

    def __init__(self, work: Work, courts: Sequence[Court], rest: int, end: int | None) -> None:
        self.places: list[Place] = []
        self._work = work
        self._courts = courts
        self._rest = rest
        self._end = end
        self._idle = list(range(len(courts)))
        self._busy: list[tuple[int, int]] = []
        # When the feeders of a match, and an entrant's last match, have ended, with the rest.
        self._fed = [0] * len(work.matches)
        self._rested: dict[str, int] = {}
        self._fed_by = _fed_by(work)
        self._opened_by = _opened_by(work)
        self._missing = Counter(chain.from_iterable(chain(self._fed_by, self._opened_by)))
        self._urgency = _urgencies(work, rest, self._fed_by)
        # Matches that wait for no other one: those to look at later, and those to take now.
        everything = range(len(work.matches))
        self._later = [(0, position) for position in everything if not self._missing[position]]
        self._now: list[tuple[int, int, int]] = []

    def run(self) -> None:
        while len(self.places) < len(self._work.matches):
            time = min(heap[0][0] for heap in (self._later, self._busy) if heap)
            self._advance(time)
            full = []
            while self._idle and self._now:
                court = heappop(self._idle)
                full.append((self._fill(court, time), court))
            for free, court in full:
                heappush(self._busy, (free, court))

    def _advance(self, time: int) -> None:
        """Take up the courts and the matches that are free by now."""
        while self._busy and self._busy[0][0] <= time:
            heappush(self._idle, heappop(self._busy)[1])
        while self._later and self._later[0][0] <= time:
            ready, position = heappop(self._later)
            heappush(self._now, (-self._urgency[position], ready, position))

    def _fill(self, court: int, time: int) -> int:
        """Give a court the first match that fits; when to look at the court again."""
        closed = self._courts[court].closed
        too_long: list[tuple[int, int, int]] = []
        again: list[int] = []
        while self._now:
            candidate = heappop(self._now)
            position = candidate[2]
            length = self._work.lengths[position]
            if (possible := self._possible(position, time)) > time:
                heappush(self._later, (possible, position))
            elif (fits := earliest(time, length, closed)) > time:
                too_long.append(candidate)
                again.append(fits)
            else:
                self._place(position, court, time)
                again = [time + length]
                break
        for candidate in too_long:
            heappush(self._now, candidate)
        return min(again, default=time)

    def _ready(self, position: int) -> int:
        rested = [self._rested.get(one, 0) for one in self._work.entrants[position]]
        return max(self._fed[position], *rested, 0)

    def _possible(self, position: int, time: int) -> int:
        ready = max(time, self._ready(position))
        return earliest(ready, self._work.lengths[position], self._work.closed[position])

    def _place(self, position: int, court: int, time: int) -> None:
        ends = time + self._work.lengths[position]
        if self._end is not None and ends > self._end:
            ready = self._ready(position)
            raise TooLate(position, self._end, ready, self._possible(position, ready))
        self.places.append(Place(time, court, position))
        free = ends + self._rest
        for entrant in self._work.entrants[position]:
            self._rested[entrant] = free
        for fed in self._fed_by[position]:
            self._fed[fed] = max(self._fed[fed], free)
        for follower in chain(self._fed_by[position], self._opened_by[position]):
            self._missing[follower] -= 1
            if not self._missing[follower]:
                heappush(self._later, (self._ready(follower), follower))


def _fed_by(work: Work) -> list[list[int]]:
    """For each match those that wait for it to know who plays."""
    fed: list[list[int]] = [[] for _ in work.matches]
    for position, feeders in enumerate(work.feeders):
        for feeder in feeders:
            fed[feeder].append(position)
    return fed


def _opened_by(work: Work) -> list[list[int]]:
    """For each match those of its entrants that are not looked at before it has a place."""
    opened: list[list[int]] = [[] for _ in work.matches]
    window = WINDOW if any(work.closed) else 1
    latest: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=window))
    for position, entrants in enumerate(work.entrants):
        for entrant in entrants:
            before = latest[entrant]
            if len(before) == window:
                opened[before[0]].append(position)
            before.append(position)
    return opened


def _urgencies(work: Work, rest: int, fed_by: Sequence[Sequence[int]]) -> list[int]:
    """For each match the time from its begin to the end, had everything its court at once."""
    urgencies = list(work.lengths)
    following: dict[str, int] = {}
    for position in reversed(range(len(urgencies))):
        entrants = work.entrants[position]
        after = [urgencies[fed] for fed in fed_by[position]]
        after += [following[one] for one in entrants if one in following]
        if after:
            urgencies[position] += rest + max(after)
        following.update(dict.fromkeys(entrants, urgencies[position]))
    return urgencies
