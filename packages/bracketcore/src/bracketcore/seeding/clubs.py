"""Entrants of one club kept apart: a seeding in which they meet as late as a bracket allows.

The share of a club in each half, quarter, eighth … of the bracket is a flow that runs from
the whole bracket down to the seats. A seat can go to another club if the flow can be led
another way, so every question has an exact answer: a path or none.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple, TypeVar, overload

from bracketcore.seeding.entrants import Entrant
from bracketcore.seeding.orders import bracket_size, standard_order

__all__ = ["separate"]

T = TypeVar("T")

# The club of those who have none, or who are the only ones of it: they sit anywhere.
ALONE: Final = -1


@overload
def separate(entrants: Iterable[Entrant]) -> list[Entrant]: ...
@overload
def separate(entrants: Iterable[T], key: Callable[[T], Hashable | None]) -> list[T]: ...
def separate(entrants: Iterable[T], key: Callable[[T], Hashable | None] | None = None) -> list[T]:
    """Reseed so that entrants of one club meet as late as a standard bracket allows.

    Each half, quarter, eighth … gets an even share of every club, so the first match in
    which two of a club can meet is as late as any bracket has it. Of all seedings that do
    so it is the one that keeps the best seeds: seat by seat from the first, the best of
    those left with whom the rest can still be parted. ``key`` tells the club, None for none.

    >>> people = [Entrant("ann", club="Lasker"), Entrant("bob"), Entrant("cyd"),
    ...           Entrant("dee", club="Lasker")]
    >>> [entrant.id for entrant in separate(people)]
    ['ann', 'bob', 'dee', 'cyd']
    >>> separate(["B1", "A1", "A2", "B2"], key=lambda name: name[0])
    ['B1', 'A1', 'B2', 'A2']
    """
    order = list(entrants)
    clubs = _numbered([_club(one) if key is None else key(one) for one in order])
    if len(set(clubs)) < 2:  # noqa: PLR2004  nobody is to be parted
        return order
    return [order[place] for place in _best_kept(clubs)]


def _club(entrant: object) -> str | None:
    return entrant.club if isinstance(entrant, Entrant) else None


def _numbered(clubs: Sequence[Hashable | None]) -> list[int]:
    members = Counter(clubs)
    numbers = {club: number for number, club in enumerate(members)}
    return [ALONE if club is None or members[club] == 1 else numbers[club] for club in clubs]


def _best_kept(clubs: Sequence[int]) -> list[int]:
    """For each seat the place of its entrant in the old seeding."""
    seating = _Seating(clubs)
    left = list(range(len(clubs)))
    kept = []
    for seat in range(len(clubs)):
        # Members of one club are alike to the others: the best of each stands for it.
        best = {clubs[place]: place for place in reversed(left)}
        place = next(one for one in sorted(best.values()) if seating.give(seat, clubs[one]))
        left.remove(place)
        kept.append(place)
    return kept


class _Share(NamedTuple):
    """A club in a part of the bracket: 2**depth parts are numbered from the top."""

    club: int
    depth: int
    part: int


# A step of the flow: a share of a club, or a seat by its number.
_Point = _Share | int


class _Seating:
    """A seating in which every club is spread evenly, and what it can still become."""

    def __init__(self, clubs: Sequence[int]) -> None:
        size = bracket_size(len(clubs))
        self._depth = size.bit_length() - 1
        at = {seed: place for place, seed in enumerate(standard_order(size))}
        self._places = [at[seed] for seed in range(1, len(clubs) + 1)]
        self._members = Counter(clubs)
        self._club_at: dict[int, int] = {}
        self._spread(sorted(range(len(clubs)), key=self._places.__getitem__), sorted(clubs), size)
        self._settled: Counter[_Share] = Counter()
        self._counts: Counter[_Share] = Counter()
        self._seats_in: dict[tuple[int, int], list[int]] = defaultdict(list)
        for seat, club in self._club_at.items():
            self._counts.update(self._shares(club, seat))
            for depth in range(self._depth + 1):
                self._seats_in[depth, self._part(seat, depth)].append(seat)

    def _spread(self, seats: list[int], clubs: list[int], size: int) -> None:
        """Deal the members of each club in turn to the two halves, then so in each half."""
        if len(seats) == 1:
            self._club_at[seats[0]] = clubs[0]
            return
        half = size // 2
        halves: tuple[list[int], list[int]] = [], []
        for seat in seats:
            halves[self._places[seat] // half % 2].append(seat)
        for dealt, seated in enumerate(sorted(halves, key=len, reverse=True)):
            self._spread(seated, clubs[dealt::2], half)

    def _part(self, seat: int, depth: int) -> int:
        return self._places[seat] >> (self._depth - depth)

    def _shares(self, club: int, seat: int) -> Iterator[_Share]:
        for depth in range(self._bottom(club) + 1):
            yield _Share(club, depth, self._part(seat, depth))

    def _bottom(self, club: int) -> int:
        """The depth from which a part has one of a club at most; 0 for those without one."""
        return 0 if club == ALONE else (self._members[club] - 1).bit_length()

    def _share(self, club: int, seat: int) -> _Share:
        """The smallest part that counts for a club at a seat."""
        depth = self._bottom(club)
        return _Share(club, depth, self._part(seat, depth))

    def give(self, seat: int, club: int) -> bool:
        """Settle the next seat for a club, if all others can still be spread evenly."""
        held = self._club_at[seat]
        if held != club:
            # Most answers are no, and most of those can be told without a search.
            if any(self._settled[share] == self._most(share) for share in self._parted(club, seat)):
                return False
            path = self._path(self._share(held, seat), self._share(club, seat), seat)
            if path is None:
                return False
            for start, end in pairwise(path):
                self._move(start, end)
            self._club_at[seat] = club
        self._settled.update(self._parted(club, seat))
        return True

    def _most(self, share: _Share) -> int:
        return -(-self._members[share.club] >> share.depth)

    def _parted(self, club: int, seat: int) -> list[_Share]:
        """The shares that a member of a club at a seat counts in; none for those without one."""
        return [] if club == ALONE else list(self._shares(club, seat))

    def _path(self, start: _Share, goal: _Share, seat: int) -> list[_Point] | None:
        """The way of the entrant who leaves the seat, and of those whom it displaces."""
        came_from: dict[_Point, _Point] = {start: start}
        waiting: list[_Point] = [start]
        while waiting:
            point = waiting.pop()
            for after in self._onward(point, seat):
                if after not in came_from:
                    came_from[after] = point
                    waiting.append(after)
            if goal in came_from:
                return _traced(came_from, goal)
        return None

    def _onward(self, point: _Point, seat: int) -> Iterator[_Point]:
        if isinstance(point, int):
            yield self._share(self._club_at[point], point)
            return
        club, depth, part = point
        if depth == self._bottom(club):
            for other in self._seats_in[depth, part]:
                if other > seat and self._club_at[other] != club:
                    yield other
        else:
            for below in (_Share(club, depth + 1, 2 * part), _Share(club, depth + 1, 2 * part + 1)):
                if self._counts[below] < self._most(below):
                    yield below
        if depth and self._counts[point] > self._members[club] >> depth:
            yield _Share(club, depth - 1, part // 2)

    def _move(self, start: _Point, end: _Point) -> None:
        match start, end:
            case _Share(club), int(number):
                self._club_at[number] = club
            case _Share(depth=depth), _Share(depth=deeper) if deeper > depth:
                self._counts[end] += 1
            case _Share(), _Share():
                self._counts[start] -= 1
            case _:
                pass


def _traced(came_from: dict[_Point, _Point], end: _Point) -> list[_Point]:
    path = [end]
    while came_from[path[-1]] != path[-1]:
        path.append(came_from[path[-1]])
    return path[::-1]
