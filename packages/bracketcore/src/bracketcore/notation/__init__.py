"""Stages, tournaments, events and results as plain data and as JSON.

A JSON Schema of it is in the package: ``importlib.resources.files("bracketcore")`` has it at
``schema/bracketcore-1.json``. ``FORMATS`` has the class of each format by its name there.
"""

import json
from typing import Any, Never, TypeVar, overload

from bracketcore.errors import InvalidNotation
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
from bracketcore.notation.stages import stage_from_data, stage_to_data
from bracketcore.notation.tournaments import tournament_from_data, tournament_to_data
from bracketcore.notation.versions import VERSION, upgraded
from bracketcore.reading import Data, as_object, member, only
from bracketcore.stage import Stage
from bracketcore.tournament import RunningTournament, Tournament

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

T = TypeVar("T")

# What can be written: a stage, the plan of a tournament, or one with its stages.
Written = Stage | Tournament | RunningTournament


def dumps(written: Written) -> str:
    """A stage or a tournament as JSON.

    >>> from bracketcore import Stepladder
    >>> dumps(Stepladder().create(["ann", "bob"])).splitlines()[1]
    ' "bracketcore": 1,'
    """
    return json.dumps(to_dict(written), ensure_ascii=False, indent=1)


@overload
def loads(text: str) -> Any: ...
@overload
def loads(text: str, kind: type[T]) -> T: ...
def loads(text: str, kind: type[Any] | None = None) -> Any:
    """What a JSON text holds: a stage or a tournament, and only the ``kind`` that is given.

    >>> from bracketcore import Stepladder
    >>> loads(dumps(Stepladder().create(["ann", "bob"])), Stage).pairing("R1.1")
    ('ann', 'bob')
    """
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidNotation(
            "This is no JSON: give the file that a stage was saved in."
        ) from error
    return from_dict(data) if kind is None else from_dict(data, kind)


def _refuse_constant(name: str) -> Never:
    raise ValueError(name)


def to_dict(written: Written) -> Data:
    """A stage or a tournament as plain data: what it started from, and what has happened.

    >>> from bracketcore import Stepladder
    >>> list(to_dict(Stepladder().create(["ann", "bob"])))
    ['bracketcore', 'format', 'entrants', 'history']
    """
    if not isinstance(written, Stage):
        return {"bracketcore": VERSION} | tournament_to_data(written)
    return {"bracketcore": VERSION, "format": format_to_dict(written.format)} | stage_to_data(
        written
    )


@overload
def from_dict(data: object) -> Any: ...
@overload
def from_dict(data: object, kind: type[T]) -> T: ...
def from_dict(data: object, kind: type[Any] | None = None) -> Any:
    """The stage or the tournament of `to_dict`: its history is played again.

    >>> from bracketcore import Stepladder
    >>> plain = to_dict(Stepladder().create(["ann", "bob"]))
    >>> from_dict(plain) == from_dict(plain, Stage)
    True
    """
    body = upgraded(as_object(data, "A stage"))
    read: Written
    if "tournament" in body:
        read = tournament_from_data(body)
    else:
        only(body, {"bracketcore", "format", "entrants", "history"})
        own = {key: value for key, value in body.items() if key in {"entrants", "history"}}
        read = stage_from_data(format_from_dict(member(body, "format")), own)
    if kind is not None and not isinstance(read, kind):
        raise InvalidNotation(
            f"This is a {_name(type(read))}, and a {_name(kind)} is wanted: give another file."
        )
    return read


def _name(kind: type[Any]) -> str:
    return {Stage: "stage", Tournament: "plan of a tournament", RunningTournament: "tournament"}[
        kind
    ]
