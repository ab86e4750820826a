"""The entrants and the history of a stage as plain data."""

from bracketcore.errors import BracketError, InvalidNotation
from bracketcore.history import Event
from bracketcore.notation.events import event_from_dict, event_to_dict
from bracketcore.notation.formats import entrant_from_dict, entrant_to_dict
from bracketcore.reading import Data, items, only
from bracketcore.recipe import Format
from bracketcore.stage import Stage

__all__ = ["stage_from_data", "stage_to_data"]


def stage_to_data(stage: Stage) -> Data:
    return {
        "entrants": [entrant_to_dict(entrant) for entrant in stage.starters],
        "history": [event_to_dict(event) for event in stage.history],
    }


def stage_from_data(format: Format, body: Data) -> Stage:  # noqa: A002  the field's word
    only(body, {"entrants", "history"})
    entrants = [entrant_from_dict(one) for one in items(body, "entrants")]
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
