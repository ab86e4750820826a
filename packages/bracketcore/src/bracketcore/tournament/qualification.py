"""Who has qualified for a stage, in seed order."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bracketcore.errors import InvalidStage, QualifiersUndecided
from bracketcore.seeding import Entrant, Qualifier, cross, from_bracket_order
from bracketcore.stage import Stage
from bracketcore.standings import Row, Standings, ordinal
from bracketcore.tiebreaks import Tiebreak
from bracketcore.tournament.advance import Advance, BracketOrder, shared_order

__all__ = ["qualifiers"]


@dataclass(frozen=True, slots=True)
class _Going:
    """Somebody who goes on, and where from; ``rank`` is the place among all of the stage."""

    entrant: Entrant
    seed: int
    stage: str
    pool: str
    place: int
    rank: int
    is_best: bool

    @property
    def label(self) -> str:
        return f"{self.pool}{self.place}"


def qualifiers(
    advances: Sequence[Advance],
    stages: Mapping[str, Stage],
    *,
    tiebreaks: Mapping[str, Iterable[Tiebreak]] | None = None,
) -> tuple[str, ...]:
    """The ids of those who go on, in seed order: what the next stage is created with.

    ``tiebreaks`` are those of a stage by its name, in place of its own.

    >>> from bracketcore import RoundRobin, Win
    >>> league = RoundRobin().create(["ann", "bob"])
    >>> _ = league.record("R1.1", Win("bob"))
    >>> qualifiers([Advance("league", places=(1,), to="cup")], {"league": league})
    ('bob',)
    """
    chosen = {name: tuple(given) for name, given in (tiebreaks or {}).items()}
    going = [
        _going_on(way, _complete(way.stage, stages), chosen.get(way.stage)) for way in advances
    ]
    everybody = [one for those in going for one in those]
    order = shared_order(advances)
    if order is not None:
        everybody = from_bracket_order(_in_bracket_order(order, everybody))
    elif any(way.seeding == "cross" for way in advances):
        everybody = _crossed(advances, going)
    ids = tuple(one.entrant.id for one in everybody)
    if len(set(ids)) < len(ids):
        raise QualifiersUndecided("An entrant goes on twice: let each stage send other places.")
    return ids


def _complete(name: str, stages: Mapping[str, Stage]) -> Stage:
    if name not in stages:
        raise QualifiersUndecided(f"{name} is not there yet: create and play it first.")
    if not stages[name].is_complete:
        waiting = ", ".join(match.id for match in stages[name].ready_matches()[:3])
        raise QualifiersUndecided(
            f"{name} is not complete: record its other results first ({waiting}, …)."
        )
    return stages[name]


def _going_on(way: Advance, stage: Stage, chosen: tuple[Tiebreak, ...] | None) -> list[_Going]:
    """All first places in the order of the pools, then all second ones, and so on.

    The better first where the standings of the whole stage choose or seed them.
    """
    overall = stage.standings(tiebreaks=chosen)
    pools = list(stage.pools)
    tables = {pool: stage.standings(pool=pool, tiebreaks=chosen) for pool in pools} or {"": overall}
    rank = {row.entrant: row.place for row in overall}
    seed = {entrant.id: number for number, entrant in enumerate(stage.entrants)}
    going = [
        _Going(
            entrant=stage.entrant(row.entrant),
            seed=seed[row.entrant],
            stage=way.stage,
            pool=pool,
            place=row.place,
            rank=rank[row.entrant],
            is_best=way.best is not None,
        )
        for pool, table in tables.items()
        for row in _at_places(table, way, pool)
    ]
    if way.best is None and way.seeding != "standings":
        return sorted(going, key=lambda one: (one.place, list(tables).index(one.pool), one.seed))
    going.sort(key=lambda one: (one.place, one.rank, one.seed))
    return going if way.best is None else _best(going, way.best, way.stage)


def _at_places(table: Standings, way: Advance, pool: str) -> list[Row]:
    where = f"pool {pool} of {way.stage}" if pool else way.stage
    for place in sorted(way.places):
        found = [row for row in table if row.place <= place <= row.place + len(row.shared_with)]
        # Pools can be too small to have one of the best of a place.
        if not found and way.best is None:
            raise QualifiersUndecided(
                f"There is no {ordinal(place)} place in {where}: send fewer places on."
            )
        if _is_open(found, way):
            raise QualifiersUndecided(
                f"{', '.join(row.entrant for row in found)} share a place in {where}, so its "
                f"{ordinal(place)} place is open: add a tie-break that parts them."
            )
    return [row for row in table if row.place in way.places]


def _is_open(found: Sequence[Row], way: Advance) -> bool:
    """Whether a place is open: a knockout's places are shared for good, so all can go on."""
    if len(found) < 2:  # noqa: PLR2004  one alone shares with nobody
        return False
    first = found[0]
    shared = range(first.place, first.place + len(found))
    return first.points is not None or not set(shared) <= set(way.places)


def _best(going: Sequence[_Going], best: int, stage: str) -> list[_Going]:
    if len(going) < best:
        raise QualifiersUndecided(
            f"{stage} has {len(going)} at these places: let no more than that go on as the best."
        )
    last = (going[best - 1].place, going[best - 1].rank)
    level = [one.entrant.id for one in going if (one.place, one.rank) == last]
    if any((one.place, one.rank) == last for one in going[best:]):
        raise QualifiersUndecided(
            f"{', '.join(level)} are level in {stage}, so who goes on as one of the best is "
            "open: add a tie-break that parts them."
        )
    return list(going[:best])


def _crossed(advances: Sequence[Advance], going: Sequence[Sequence[_Going]]) -> list[_Going]:
    """Cross all who go on; stages that send the same places are as pools of one stage."""
    tiers: list[list[_Going]] = []
    ways = zip(advances, going, strict=True)
    for _, alike in groupby(ways, key=lambda pair: (pair[0].places, pair[0].best)):
        together = sorted((one for _, those in alike for one in those), key=lambda it: it.place)
        tiers += (list(tier) for _, tier in groupby(together, key=lambda one: one.place))
    people = {one.entrant.id: one for tier in tiers for one in tier}
    crossed = cross(
        [
            Qualifier(one.entrant.id, f"{one.stage} {one.pool}", number, one.entrant.club)
            for number, tier in enumerate(tiers, start=1)
            for one in tier
        ]
    )
    return [people[one.entrant] for one in crossed]


def _in_bracket_order(order: BracketOrder, going: Sequence[_Going]) -> list[_Going]:
    named = _named(going)
    match order:
        case tuple():
            places: Sequence[str] = order
        case Mapping():
            places = _order_for(order, sorted(name for name, one in named.items() if one.is_best))
        case _:
            places = order(tuple(named))
    full = {f"{one.stage}:{one.label}": name for name, one in named.items()}
    names = [full.get(place, place) for place in places]
    if sorted(names) != sorted(named):
        raise InvalidStage(
            f"The bracket order must name {', '.join(sorted(named))}, each of them once."
        )
    return [named[name] for name in names]


def _named(going: Sequence[_Going]) -> dict[str, _Going]:
    """Those who go on by their labels, with the stage where two have the same label."""
    labels = Counter(one.label for one in going)
    named: dict[str, _Going] = {}
    for one in going:
        name = one.label if labels[one.label] == 1 else f"{one.stage}:{one.label}"
        if name in named:
            raise QualifiersUndecided(
                f"{named[name].entrant.id} and {one.entrant.id} are both {name}: "
                "seed by cross or standings, or name a place that one of them has."
            )
        named[name] = one
    return named


def _order_for(orders: Mapping[str, Sequence[str]], best: Sequence[str]) -> Sequence[str]:
    key = " ".join(best)
    if key not in orders:
        raise InvalidStage(f"There is no bracket order for {key!r}: add it to the mapping.")
    return orders[key]
