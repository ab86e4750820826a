"""Stages in sequence, and who goes on from one to the next."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from bracketcore.errors import InvalidStage, QualifiersUndecided
from bracketcore.seeding import Entrant, Qualifier, cross, from_bracket_order
from bracketcore.stage import Format, Stage
from bracketcore.standings import Standings, ordinal

__all__ = ["Advance", "Tournament", "qualifiers"]

PLACE_IN_POOL: Final = re.compile(r"(?P<pool>[A-Z]*)(?P<place>[1-9][0-9]*)")


@dataclass(frozen=True)
class Advance:
    """Who goes on from a stage: these places, of each pool where it has pools.

    ``seeding`` says how they are seeded there: "cross", so that entrants of one pool meet
    again as late as the bracket allows; "standings", all first places before all second
    ones and the better first; or the places in bracket order, as ("A1", "B2", "B1", "A2").
    """

    stage: str
    places: Sequence[int] = (1, 2)
    to: str = ""
    seeding: str | Sequence[str] = "cross"

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", tuple(self.places))
        if not isinstance(self.seeding, str):
            object.__setattr__(self, "seeding", tuple(self.seeding))
            _check_named_places(self.seeding, self.places)
        elif self.seeding not in {"cross", "standings"}:
            raise InvalidStage(
                f"There is no seeding {self.seeding!r}: choose cross, standings or the places."
            )
        if not self.places or any(type(place) is not int or place < 1 for place in self.places):
            raise InvalidStage("The places that go on are whole numbers from 1.")
        if len(set(self.places)) < len(self.places):
            raise InvalidStage("Name each place that goes on once.")


def _check_named_places(names: Sequence[str], places: Sequence[int]) -> None:
    for name in names:
        found = PLACE_IN_POOL.fullmatch(name)
        if found is None or int(found["place"]) not in places:
            raise InvalidStage(
                f"{name!r} is no place that goes on: write a pool and one of the places, as A1."
            )
    if len(set(names)) < len(names):
        raise InvalidStage("Name each place of the bracket order once.")


@dataclass(frozen=True)
class Tournament:
    """A plan of stages: the first takes the entrants, each later one is fed by earlier ones."""

    stages: Sequence[tuple[str, Format]]
    advance: Sequence[Advance] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "stages", tuple(self.stages))
        object.__setattr__(self, "advance", tuple(self.advance))
        names = [name for name, _ in self.stages]
        if not names or len(set(names)) < len(names):
            raise InvalidStage("A tournament needs stages, each with its own name.")
        for step in self.advance:
            if step.stage not in names or step.to not in names[names.index(step.stage) + 1 :]:
                raise InvalidStage(
                    f"From {step.stage!r} to {step.to!r} leads no way: "
                    "name a stage and a later one of the tournament."
                )
        for name in names[1:]:
            if all(step.to != name for step in self.advance):
                raise InvalidStage(f"Nobody goes on to {name!r}: add an Advance that leads there.")

    def create(self, entrants: Iterable[str | Entrant], *, rng: Random | None = None) -> Stage:
        """The first stage, of entrants in seed order."""
        _, first = self.stages[0]
        return first.create(entrants, rng=rng)

    def create_next(self, name: str, stages: Mapping[str, Stage]) -> Stage:
        """A later stage, of those who qualified for it in the stages that feed it."""
        formats = dict(self.stages[1:])
        if name not in formats:
            raise InvalidStage(f"{name!r} is no later stage: choose from {', '.join(formats)}.")
        steps = [step for step in self.advance if step.to == name]
        people = {one.id: one for step in steps for one in stages[step.stage].entrants}
        return formats[name].create([people[id] for id in qualifiers(steps, stages)])


def qualifiers(advances: Sequence[Advance], stages: Mapping[str, Stage]) -> tuple[str, ...]:
    """The ids of those who go on, in seed order: what the next stage is created with."""
    seeded = [one for advance in advances for one in _seeded(advance, stages)]
    if len(advances) > 1 and any(advance.seeding == "cross" for advance in advances):
        seeded = cross(seeded)
    ids = tuple(one.entrant for one in seeded)
    if len(set(ids)) < len(ids):
        raise QualifiersUndecided("An entrant goes on twice: let each stage send other places.")
    return ids


def _seeded(advance: Advance, stages: Mapping[str, Stage]) -> list[Qualifier]:
    """Those who go on from one stage, in seed order."""
    if advance.stage not in stages:
        raise QualifiersUndecided(f"{advance.stage} is not there yet: create and play it first.")
    stage = stages[advance.stage]
    if not stage.is_complete:
        waiting = ", ".join(match.id for match in stage.ready_matches()[:3])
        raise QualifiersUndecided(
            f"{advance.stage} is not complete: record its other results first ({waiting}, …)."
        )
    going = _going_on(advance, stage)
    if not isinstance(advance.seeding, str):
        return from_bracket_order(_in_bracket_order(advance.seeding, going))
    return cross(going) if advance.seeding == "cross" else _by_standings(going, stage)


def _going_on(advance: Advance, stage: Stage) -> list[Qualifier]:
    """All first places in the order of the pools, then all second ones, and so on."""
    tables = {pool: stage.standings(pool=pool) for pool in stage.pools} or {"": stage.standings()}
    return [
        Qualifier(_at_place(table, place, advance.stage, pool), f"{advance.stage} {pool}", place)
        for place in sorted(advance.places)
        for pool, table in tables.items()
    ]


def _at_place(table: Standings, place: int, stage: str, pool: str) -> str:
    where = f"pool {pool} of {stage}" if pool else stage
    found = [row for row in table if row.place <= place <= row.place + len(row.shared_with)]
    if not found:
        raise QualifiersUndecided(
            f"There is no {ordinal(place)} place in {where}: send fewer places on."
        )
    if len(found) > 1:
        raise QualifiersUndecided(
            f"{', '.join(row.entrant for row in found)} share a place in {where}, so its "
            f"{ordinal(place)} place is open: add a tie-break that parts them."
        )
    return found[0].entrant


def _by_standings(going: list[Qualifier], stage: Stage) -> list[Qualifier]:
    """By the place in the pool, then as the standings of all pools have them."""
    order = {row.entrant: number for number, row in enumerate(stage.standings())}
    return sorted(going, key=lambda one: (one.place, order[one.entrant]))


def _in_bracket_order(places: Sequence[str], going: list[Qualifier]) -> list[Qualifier]:
    named = {f"{one.pool.rpartition(' ')[2]}{one.place}": one for one in going}
    if sorted(named) != sorted(places):
        raise InvalidStage(
            f"The bracket order must name {', '.join(sorted(named))}, each of them once."
        )
    return [named[name] for name in places]
