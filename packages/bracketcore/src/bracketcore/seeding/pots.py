"""A draw from pots: one of each pot to each pool, some never together, and no dead end."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from random import Random
from typing import Generic, TypeVar

from bracketcore.errors import InvalidStage, NoLegalPairing

__all__ = ["draw_pots"]

T = TypeVar("T", bound=Hashable)

# For each entrant who is not drawn yet the pools that it can go to.
Open = Mapping[T, list[int]]

# Who must not all be in the pool that an entrant comes to.
Ban = frozenset[T]


def draw_pots(
    pots: Sequence[Sequence[T]],
    pools: int,
    forbidden: Iterable[Collection[T]] = (),
    *,
    rng: Random,
    uniform: bool = False,
) -> list[list[T]]:
    """Draw the pools: each takes one of every pot, and no pool has all of a forbidden set.

    A forbidden set of two keeps a pair apart; all sets of three of a club let a pool have
    two of them at most. The last pot can be short and fills the first pools then.

    The draw is that of a ceremony: pot after pot an entrant is drawn and goes to the first
    pool from which the rest can still be drawn, which is looked up exactly. Some draws are
    then likelier than others. With ``uniform`` every possible draw is as likely as any
    other: whole draws are made and thrown away until one has no forbidden set, so the cost
    is the number of all draws for each possible one. Either way the same generator gives
    the same draw, and `NoLegalPairing` says that none is possible.

    >>> pots = [["ann", "bob"], ["cyd", "dee"]]
    >>> draw_pots(pots, 2, [("ann", "cyd")], rng=Random(1))
    [['ann', 'dee'], ['bob', 'cyd']]
    """
    _check_pots(pots, pools)
    drawing = _Drawing(pots, pools, _bans(forbidden, pots))
    if not drawing.can_be_finished():
        raise NoLegalPairing("No draw keeps all of these apart: forbid less, or change the pots.")
    if uniform:
        return _first_possible(pots, pools, drawing.bans, rng)
    return drawing.drawn(rng)


def _check_pots(pots: Sequence[Sequence[T]], pools: int) -> None:
    if type(pools) is not int or pools < 1:
        raise InvalidStage("pools is a whole number from 1.")
    if not pots or any(len(pot) != pools for pot in pots[:-1]) or not 0 < len(pots[-1]) <= pools:
        raise InvalidStage(f"Each pot has {pools} entrants, one a pool: only the last has fewer.")
    everybody = [entrant for pot in pots for entrant in pot]
    if len(set(everybody)) < len(everybody):
        raise InvalidStage("An entrant is in the pots twice: name each of them once.")


def _bans(
    forbidden: Iterable[Collection[T]], pots: Sequence[Sequence[T]]
) -> Mapping[T, list[Ban[T]]]:
    """For each entrant the sets that it makes forbidden in a pool."""
    everybody = {entrant for pot in pots for entrant in pot}
    bans: dict[T, list[Ban[T]]] = defaultdict(list)
    for one in dict.fromkeys(map(frozenset, forbidden)):
        if len(one) < 2 or not one <= everybody:  # noqa: PLR2004  nobody is apart alone
            raise InvalidStage("A forbidden set has two entrants of the pots or more.")
        for entrant in one:
            bans[entrant].append(one - {entrant})
    return bans


def _fits(entrant: T, pool: AbstractSet[T], bans: Mapping[T, list[Ban[T]]]) -> bool:
    return not any(ban <= pool for ban in bans.get(entrant, ()))


def _first_possible(
    pots: Sequence[Sequence[T]], pools: int, bans: Mapping[T, list[Ban[T]]], rng: Random
) -> list[list[T]]:
    while (drawn := _any_draw(pots, pools, bans, rng)) is None:
        pass
    return drawn


def _any_draw(
    pots: Sequence[Sequence[T]], pools: int, bans: Mapping[T, list[Ban[T]]], rng: Random
) -> list[list[T]] | None:
    """A draw in which all are as likely; None at the first forbidden set."""
    dealt: list[list[T]] = [[] for _ in range(pools)]
    for pot in pots:
        for pool, entrant in zip(dealt, rng.sample(pot, len(pot)), strict=False):
            if not _fits(entrant, set(pool), bans):
                return None
            pool.append(entrant)
    return dealt


class _Drawing(Generic[T]):
    """A draw under way: who sits in which pool, and who still waits in which pot."""

    def __init__(
        self, pots: Sequence[Sequence[T]], pools: int, bans: Mapping[T, list[Ban[T]]]
    ) -> None:
        self.bans = bans
        self._pots = pots
        self._seated: list[dict[int, T]] = [{} for _ in range(pools)]
        self._pot_of = {entrant: number for number, pot in enumerate(pots) for entrant in pot}
        # The pools of a draw that can still come about, once one is known.
        self._known: dict[T, int] = {}

    def drawn(self, rng: Random) -> list[list[T]]:
        """Draw a possible draw: `can_be_finished` has found that there is one."""
        open_pools = self._all_open()
        for pot in self._pots:
            for entrant in rng.sample(pot, len(pot)):
                pools = open_pools[entrant]
                pool = next(
                    one
                    for one in pools
                    if self._known[entrant] == one or self._leads_on(entrant, one, open_pools)
                )
                open_pools = self._seat(entrant, pool, open_pools)
        return [list(pool.values()) for pool in self._seated]

    def can_be_finished(self) -> bool:
        return self._finishes(self._all_open())

    def _all_open(self) -> Open[T]:
        return {
            entrant: list(range(len(self._pots[number])))
            for entrant, number in self._pot_of.items()
        }

    def _leads_on(self, entrant: T, pool: int, open_pools: Open[T]) -> bool:
        """Whether all others can still be drawn when this entrant goes to this pool."""
        can_be = self._finishes(self._seat(entrant, pool, open_pools))
        del self._seated[pool][self._pot_of[entrant]]
        if can_be:
            self._known[entrant] = pool
        return can_be

    def _finishes(self, open_pools: Open[T]) -> bool:
        """Try the entrant with the fewest pools first; every pot must fit by itself."""
        if not self._pots_fit(open_pools):
            return False
        if not open_pools:
            return True
        entrant = min(open_pools, key=lambda one: len(open_pools[one]))
        return any(self._leads_on(entrant, pool, open_pools) for pool in open_pools[entrant])

    def _seat(self, entrant: T, pool: int, open_pools: Open[T]) -> Open[T]:
        """Seat an entrant: the pools that are open to the others then."""
        number = self._pot_of[entrant]
        seated = self._seated[pool]
        seated[number] = entrant
        members = set(seated.values())
        return {
            other: [
                one
                for one in pools
                if one != pool
                or (self._pot_of[other] != number and _fits(other, members, self.bans))
            ]
            for other, pools in open_pools.items()
            if other != entrant
        }

    def _pots_fit(self, open_pools: Open[T]) -> bool:
        """Whether the entrants of each pot find different pools, the other pots apart."""
        taken: dict[tuple[int, int], T] = {}
        return all(self._finds(entrant, open_pools, taken, set()) for entrant in open_pools)

    def _finds(
        self,
        entrant: T,
        open_pools: Open[T],
        taken: dict[tuple[int, int], T],
        asked: set[int],
    ) -> bool:
        """Take a pool that is free, or one whose holder finds another."""
        number = self._pot_of[entrant]
        for pool in open_pools[entrant]:
            if pool not in asked:
                asked.add(pool)
                holder = taken.get((number, pool))
                if holder is None or self._finds(holder, open_pools, taken, asked):
                    taken[number, pool] = entrant
                    return True
        return False
