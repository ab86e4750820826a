"""Dividing a pool: exact to the unit, whoever shares a place or is in a team.

A remainder goes to the highest place, and among equals to the lowest id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tournament_engine.money import split

__all__ = ["HUNDRED", "Award", "Share", "amounts_of", "awards_of"]

#: The whole, in hundredths of a per cent.
HUNDRED = 10_000


@dataclass(frozen=True, kw_only=True)
class Share:
    """What a place gets: hundredths of a per cent of the pool, an amount, or neither."""

    place: int
    hundredths: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Award:
    """What one entrant gets for a place, which may be shared."""

    place: int
    entrant: int
    amount: int


def amounts_of(pool: int, shares: Sequence[Share]) -> dict[int, int]:
    """Return what each place gets of a pool, the highest place first.

    What the percentages together make of the pool is divided among them, so that 100 % are
    the whole pool, whatever its size.

    >>> amounts_of(101, [Share(place=1, hundredths=5000), Share(place=2, hundredths=5000)])
    {1: 51, 2: 50}
    """
    ordered = sorted(shares, key=lambda share: share.place)
    relative = [share for share in ordered if share.hundredths]
    weights = [share.hundredths for share in relative]
    parts = split(pool * sum(weights) // HUNDRED, weights) if weights else []
    of_pool = {share.place: part for share, part in zip(relative, parts, strict=True)}
    return {share.place: share.amount + of_pool.get(share.place, 0) for share in ordered}


def awards_of(amounts: Mapping[int, int], tiers: Sequence[Sequence[int]]) -> list[Award]:
    """Return what each entrant gets; `tiers` are the entrants, the best first, equals together.

    Equals share what the places get that they take up together.

    >>> [award.amount for award in awards_of({3: 7, 4: 4}, [[11], [12], [14, 13]])]
    [6, 5]
    """
    return list(_awards(amounts, tiers))


def _awards(amounts: Mapping[int, int], tiers: Sequence[Sequence[int]]) -> Iterator[Award]:
    place = 1
    for tier in tiers:
        total = sum(amounts.get(place + offset, 0) for offset in range(len(tier)))
        equals = sorted(tier)
        if total:
            parts = split(total, [1] * len(equals))
            for entrant, part in zip(equals, parts, strict=True):
                if part:
                    yield Award(place, entrant, part)
        place += len(tier)
