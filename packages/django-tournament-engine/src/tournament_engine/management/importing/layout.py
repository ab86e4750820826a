"""The tournament behind a file: its entrants, its stages, and the match of each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bracketcore.seeding import from_bracket_order
from tournament_engine.core.stages import StageSpec
from tournament_engine.management.importing.knockout import KnockoutPlan, plan_knockout
from tournament_engine.management.importing.pools import Place, PoolsPlan, plan_pools
from tournament_engine.management.importing.problems import WrongLine, hint
from tournament_engine.management.importing.reading import KnockoutRow, PoolRow, Row

__all__ = ["KNOCKOUT", "POOLS", "Plan", "Planned", "lay_out"]

POOLS = "pools"
KNOCKOUT = "knockout"


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A row of the file and the match that it is."""

    row: Row
    stage: str
    code: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A tournament to be made: entrants in seed order, matches in the order of the file."""

    entrants: tuple[str, ...]
    stages: tuple[StageSpec, ...]
    matches: tuple[Planned, ...]


def lay_out(rows: Sequence[Row], *, tiebreaks: Sequence[str]) -> Plan:
    """Find the tournament in which all these matches were played."""
    in_pools = [row for row in rows if isinstance(row, PoolRow)]
    in_knockout = [row for row in rows if isinstance(row, KnockoutRow)]
    if not in_knockout:
        pools = plan_pools(in_pools, tiebreaks)
        return Plan(
            entrants=pools.entrants,
            stages=(pools_stage(pools, tiebreaks),),
            matches=planned(rows, pools.codes, {}),
        )
    if not in_pools:
        knockout = plan_knockout(in_knockout)
        return Plan(
            entrants=tuple(from_bracket_order(knockout.entrants)),
            stages=(knockout_stage(knockout),),
            matches=planned(rows, {}, knockout.codes),
        )
    pools = plan_pools(in_pools, tiebreaks)
    check_known(in_knockout, pools.entrants)
    knockout = plan_knockout(in_knockout)
    return Plan(
        entrants=pools.entrants,
        stages=(pools_stage(pools, tiebreaks), fed_knockout_stage(pools, knockout, in_knockout)),
        matches=planned(rows, pools.codes, knockout.codes),
    )


def planned(
    rows: Sequence[Row], in_pools: Mapping[int, str], in_knockout: Mapping[int, str]
) -> tuple[Planned, ...]:
    """Return each row with its match."""
    return tuple(
        Planned(row=row, stage=POOLS, code=in_pools[row.line])
        if isinstance(row, PoolRow)
        else Planned(row=row, stage=KNOCKOUT, code=in_knockout[row.line])
        for row in rows
    )


def check_known(rows: Sequence[KnockoutRow], entrants: Sequence[str]) -> None:
    """Refuse an entrant of the knockout who is in no pool."""
    for row in rows:
        for name in row.sides:
            if name not in entrants:
                wanted = hint(name, entrants) or ": mend the name, or add the pool's matches."
                raise WrongLine(row.line, f"{name} is in no pool{wanted}")


def pools_stage(plan: PoolsPlan, tiebreaks: Sequence[str]) -> StageSpec:
    """Return the stage of the pools."""
    options = {
        "pools": plan.pools,
        "distribution": plan.distribution,
        "tiebreaks": list(tiebreaks),
    }
    return StageSpec(code=POOLS, name="Pools", format="pools", options=options)


def knockout_stage(plan: KnockoutPlan) -> StageSpec:
    """Return the stage of the knockout, played by the tournament's own entrants."""
    return StageSpec(
        code=KNOCKOUT,
        name="Knockout",
        format="single_elimination",
        options={"third_place": plan.third_place},
    )


def fed_knockout_stage(
    pools: PoolsPlan, knockout: KnockoutPlan, rows: Sequence[KnockoutRow]
) -> StageSpec:
    """Return the stage of the knockout, played by those who went on from the pools."""
    if pools.missing:
        first, second = pools.missing[0]
        message = f"the pools are not over, {first} and {second} have not met: add their match."
        raise WrongLine(rows[0].line, message)
    places = {name: place_of(name, pools, rows) for name in knockout.entrants}
    check_whole_places(places, pools, rows)
    source = {"stage": POOLS, "places": sorted({place.number for place in places.values()})}
    seeding = [str(place) for place in places.values()]
    return replace(knockout_stage(knockout), sources=(source,), seeding=seeding)


def place_of(name: str, pools: PoolsPlan, rows: Sequence[KnockoutRow]) -> Place:
    """Return where somebody who went on came in."""
    if name not in pools.places:
        message = f"{name} shares a place in its pool, so nothing says who went on:"
        raise WrongLine(line_of(name, rows), f"{message} choose another rule with --tiebreaks.")
    return pools.places[name]


def check_whole_places(
    places: Mapping[str, Place], pools: PoolsPlan, rows: Sequence[KnockoutRow]
) -> None:
    """Refuse a place that leads on from one pool and not from another."""
    on = set(places.values())
    for name, place in places.items():
        for other in pools.places.values():
            if other.number == place.number and other not in on:
                message = f"{name} goes on as {place}, and {other} does not: the same places of"
                raise WrongLine(line_of(name, rows), f"{message} every pool must go on.")


def line_of(name: str, rows: Sequence[KnockoutRow]) -> int:
    """Return the first line that has somebody in the knockout."""
    return next(row.line for row in rows if name in row.sides)
