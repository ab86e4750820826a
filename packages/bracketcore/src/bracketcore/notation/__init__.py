"""Stages, events and results as plain data and as JSON.

A JSON Schema of it is in the package: ``importlib.resources.files("bracketcore")`` has it at
``schema/bracketcore-1.json``.
"""

import json
from typing import Never

from bracketcore.errors import BracketError, InvalidNotation
from bracketcore.history import Event
from bracketcore.notation.events import (
    event_from_dict,
    event_to_dict,
    result_from_dict,
    result_to_dict,
)
from bracketcore.notation.formats import (
    FORMATS,
    entrant_from_dict,
    entrant_to_dict,
    format_from_dict,
    format_to_dict,
)
from bracketcore.notation.reading import Data, as_object, items, member, only
from bracketcore.notation.versions import VERSION, upgraded
from bracketcore.stage import Stage

__all__ = [
    "FORMATS",
    "dumps",
    "entrant_from_dict",
    "entrant_to_dict",
    "event_from_dict",
    "event_to_dict",
    "format_from_dict",
    "format_to_dict",
    "from_dict",
    "loads",
    "result_from_dict",
    "result_to_dict",
    "to_dict",
]


def dumps(stage: Stage) -> str:
    """The stage as JSON."""
    return json.dumps(to_dict(stage), ensure_ascii=False, indent=1)


def loads(text: str) -> Stage:
    """The stage of a JSON text."""
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidNotation(
            "This is no JSON: give the file that a stage was saved in."
        ) from error
    return from_dict(data)


def _refuse_constant(name: str) -> Never:
    raise ValueError(name)


def to_dict(stage: Stage) -> Data:
    """The stage as plain data: its format, the entrants it started with, its history."""
    return {
        "bracketcore": VERSION,
        "format": format_to_dict(stage.format),
        "entrants": [entrant_to_dict(entrant) for entrant in stage.starters],
        "history": [event_to_dict(event) for event in stage.history],
    }


def from_dict(data: object) -> Stage:
    """The stage of `to_dict`: its history is played again."""
    body = upgraded(as_object(data, "A stage"))
    entrants = [entrant_from_dict(one) for one in items(body, "entrants")]
    format = format_from_dict(member(body, "format"))  # noqa: A001  the field's word
    only(body, {"bracketcore", "format", "entrants", "history"})
    events = [event_from_dict(one) for one in items(body, "history")]
    try:
        stage = format.create(entrants)
    except BracketError as error:
        raise InvalidNotation(str(error)) from error
    for place, event in enumerate(events, start=1):
        _replay(stage, event, place)
    return stage


def _replay(stage: Stage, event: Event, place: int) -> None:
    try:
        stage.apply(event)
    except BracketError as error:
        raise InvalidNotation(f"Event {place} of the history cannot happen: {error}") from error
    if stage.history[-1] != event:
        raise InvalidNotation(f"Event {place} of the history does not clear what it says.")
