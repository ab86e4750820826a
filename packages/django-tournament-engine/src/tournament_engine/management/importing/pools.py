"""The pools behind their matches: who is in which, in which order, and who came in where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations, zip_longest
from typing import TypeAlias

from bracketcore import Draw, Pools, RoundRobin, Stage, Win
from bracketcore.seeding import pool_labels
from tournament_engine.management.importing.problems import WrongLine
from tournament_engine.management.importing.reading import PoolRow

__all__ = ["Place", "PoolsPlan", "plan_pools"]

#: The pools up to this size are put in an order that gives the file's own rounds.
LARGEST_SEARCHED = 6

#: Two numbers in a pool: the round in which they meet, and which of them is the first side.
Meetings: TypeAlias = Mapping[frozenset[int], tuple[int, int]]
Pool: TypeAlias = Sequence[PoolRow]


@dataclass(frozen=True)
class Place:
    """Where somebody came in: place 2 of pool A is written A2."""

    pool: str
    number: int

    def __str__(self) -> str:
        return f"{self.pool}{self.number}"


@dataclass(frozen=True, kw_only=True)
class PoolsPlan:
    """The entrants in seed order, and the match id of each line.

    `missing` has the pairs that the file lacks. `places` is empty while there are any, and
    never has those who share a place.
    """

    pools: int
    distribution: str
    entrants: tuple[str, ...]
    codes: Mapping[int, str]
    missing: tuple[tuple[str, str], ...]
    places: Mapping[str, Place]


def plan_pools(rows: Sequence[PoolRow], tiebreaks: Sequence[str]) -> PoolsPlan:
    """Find the pools that all these matches belong to."""
    pools = by_pool(rows)
    check_sizes(pools)
    orders = [ordered(pool) for pool in pools]
    # Dealt always from the first pool on, this seeding gives the pools of the file.
    dealt = zip_longest(*orders)
    entrants = tuple(name for turn in dealt for name in turn if name is not None)
    planned = Pools(pools=len(pools), distribution="effort", tiebreaks=tuple(tiebreaks))
    stage = played(planned.create(entrants), rows)
    return PoolsPlan(
        pools=planned.pools,
        distribution=planned.distribution,
        entrants=entrants,
        codes=codes(stage, rows),
        missing=tuple(two_sides(stage, match.id) for match in stage.ready_matches()),
        places=dict(places(stage, len(pools))) if stage.is_complete else {},
    )


def by_pool(rows: Sequence[PoolRow]) -> list[list[PoolRow]]:
    """Return the rows of each pool, by the pools' names; nobody is in two, no two meet twice."""
    homes: dict[str, PoolRow] = {}
    met: dict[frozenset[str], int] = {}
    pools: dict[str, list[PoolRow]] = {row.pool: [] for row in rows}
    for row in rows:
        check_homes(row, homes)
        if (earlier := met.setdefault(frozenset(row.sides), row.line)) != row.line:
            message = f"this is the match of line {earlier} again: delete one of the two."
            raise WrongLine(row.line, message)
        pools[row.pool].append(row)
    return [pools[name] for name in sorted(pools, key=lambda name: (len(name), name))]


def check_homes(row: PoolRow, homes: dict[str, PoolRow]) -> None:
    """Refuse an entrant who is known in another pool."""
    for name in row.sides:
        home = homes.setdefault(name, row)
        if home.pool != row.pool:
            message = f"{name} is in pool {home.pool} (line {home.line}) and in pool {row.pool}:"
            raise WrongLine(row.line, f"{message} mend the name or the pool.")


def check_sizes(pools: Sequence[Pool]) -> None:
    """Refuse pools that differ by more than one, or grow from the first to the last."""
    sizes = [len(entrants_of(pool)) for pool in pools]
    for pool, size in zip(pools, sizes, strict=True):
        if size > sizes[0] or size < sizes[0] - 1:
            message = (
                f"pool {pool[0].pool} has {size} entrants and pool {pools[0][0].pool} has"
                f" {sizes[0]}: pools differ by one at most, and the larger ones come first."
            )
            raise WrongLine(pool[0].line, message)
    if sizes != sorted(sizes, reverse=True):
        smaller = pools[sizes.index(min(sizes))]
        message = (
            f"pool {smaller[0].pool} is smaller than a later one: name the larger pools first."
        )
        raise WrongLine(smaller[0].line, message)


def entrants_of(pool: Pool) -> list[str]:
    """Return the entrants of a pool as they come up in the file."""
    return list(dict.fromkeys(name for row in pool for name in row.sides))


def ordered(pool: Pool) -> list[str]:
    """Return the entrants in the order whose Berger table has the rounds of the file.

    Among such orders the one with most sides as in the file is taken. Where there is none,
    the entrants stay as they come up in the file, and the table's own rounds count.
    """
    entrants = entrants_of(pool)
    if len(entrants) > LARGEST_SEARCHED:
        return entrants
    table = meetings(len(entrants))
    fitting = [
        (agreeing, order)
        for order in map(list, permutations(entrants))
        if (agreeing := sides_in_place(pool, order, table)) is not None
    ]
    return max(fitting, key=lambda found: found[0])[1] if fitting else entrants


def sides_in_place(pool: Pool, order: Sequence[str], table: Meetings) -> int | None:
    """Return how many matches have their first side first, None if a round is another."""
    numbers = {name: number for number, name in enumerate(order)}
    agreeing = 0
    for row in pool:
        first, second = (numbers[name] for name in row.sides)
        round_number, leader = table[frozenset((first, second))]
        if round_number != row.round:
            return None
        agreeing += leader == first
    return agreeing


@cache
def meetings(size: int) -> Meetings:
    """Return when the entrants of a pool meet, numbered from 0 in its order."""
    stage = RoundRobin().create([str(number) for number in range(size)])
    return {
        frozenset(map(int, sides)): (match.round, int(sides[0]))
        for match in stage.matches
        for sides in [two_sides(stage, match.id)]
    }


def two_sides(stage: Stage, code: str) -> tuple[str, str]:
    """Return the entrants of a match: in a pool both are known from the start."""
    first, second = stage.pairing(code)
    return str(first), str(second)


def codes(stage: Stage, rows: Sequence[PoolRow]) -> dict[int, str]:
    """Return the match id of each line."""
    by_sides = {frozenset(two_sides(stage, match.id)): match.id for match in stage.matches}
    return {row.line: by_sides[frozenset(row.sides)] for row in rows}


def played(stage: Stage, rows: Sequence[PoolRow]) -> Stage:
    """Record every match of the file."""
    by_line = codes(stage, rows)
    for row in rows:
        code = by_line[row.line]
        straight = two_sides(stage, code) == row.sides
        first, second = row.score
        score = (first, second) if straight else (second, first)
        level = first == second
        stage.record(code, Draw(score) if level else Win(row.sides[second > first], score))
    return stage


def places(stage: Stage, pools: int) -> Iterator[tuple[str, Place]]:
    """Yield everybody who has a place alone."""
    for label in pool_labels(pools):
        for row in stage.standings(pool=label):
            if not row.shared_with:
                yield row.entrant, Place(label, row.place)
