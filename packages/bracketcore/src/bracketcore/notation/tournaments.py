"""Tournaments as plain data: the plan, and the stages that are there."""

from collections.abc import Mapping
from typing import Any

from bracketcore.errors import BracketError, InvalidNotation
from bracketcore.notation.formats import format_from_dict, format_to_dict
from bracketcore.notation.stages import stage_from_data, stage_to_data
from bracketcore.reading import Data, as_object, items, member, number, only, text, texts
from bracketcore.tournament import Advance, RunningTournament, Tournament

__all__ = ["tournament_from_data", "tournament_to_data"]


def tournament_to_data(tournament: Tournament | RunningTournament) -> Data:
    if isinstance(tournament, Tournament):
        return {"tournament": _plan_to_data(tournament)}
    stages = {name: stage_to_data(stage) for name, stage in tournament.stages.items()}
    return {"tournament": _plan_to_data(tournament.plan), "stages": stages}


def _plan_to_data(plan: Tournament) -> Data:
    return {
        "stages": [{"name": name, "format": format_to_dict(one)} for name, one in plan.stages],
        "advance": [_way_to_data(way) for way in plan.advance],
    }


def _way_to_data(way: Advance) -> Data:
    best = {} if way.best is None else {"best": way.best}
    plain = {"stage": way.stage, "places": list(way.places), "to": way.to} | best
    return plain | {"seeding": _seeding_to_data(way)}


def _seeding_to_data(way: Advance) -> Any:
    match way.seeding:
        case str() as word:
            return word
        case Mapping() as orders:
            return {best: list(order) for best, order in orders.items()}
        case tuple() as order:
            return list(order)
        case _:
            raise InvalidNotation(
                f"The seeding of {way.to!r} is a function, which cannot be written: "
                "give its bracket order as a list or a mapping."
            )


def tournament_from_data(body: Data) -> Tournament | RunningTournament:
    only(body, {"bracketcore", "tournament", "stages"})
    try:
        plan = _plan_from_data(as_object(member(body, "tournament"), "A tournament"))
        if "stages" not in body:
            return plan
        return RunningTournament(plan, _stages_from_data(plan, as_object(body["stages"], "stages")))
    except InvalidNotation:
        raise
    except BracketError as error:
        raise InvalidNotation(str(error)) from error


def _plan_from_data(body: Data) -> Tournament:
    only(body, {"stages", "advance"})
    stages = []
    for one in items(body, "stages"):
        stage = as_object(one, "A stage of a plan")
        only(stage, {"name", "format"})
        stages.append((text(stage, "name"), format_from_dict(member(stage, "format"))))
    return Tournament(stages, [_way_from_data(one) for one in items(body, "advance")])


def _way_from_data(data: object) -> Advance:
    body = as_object(data, "A way from one stage to another")
    only(body, {"stage", "places", "to", "best", "seeding"})
    return Advance(
        text(body, "stage"),
        places=items(body, "places"),
        to=text(body, "to"),
        seeding=_seeding_from_data(body),
        best=number(body, "best") if "best" in body else None,
    )


def _seeding_from_data(body: Data) -> Any:
    match member(body, "seeding"):
        case str() as word:
            return word
        case dict() as orders:
            return {best: texts(orders, best) for best in orders}
        case _:
            return texts(body, "seeding")


def _stages_from_data(plan: Tournament, body: Data) -> Data:
    formats = dict(plan.stages)
    only(body, set(formats))
    return {
        name: stage_from_data(formats[name], as_object(part, f"The stage {name}"))
        for name, part in body.items()
    }
