"""The options of a stage as one types them: places, games by round, lists of numbers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tournament_engine.core.stages import StageSpec

__all__ = ["READERS", "places_of", "shown_values"]

#: Places of one source that go on: more do not fit into any stage.
_MOST_PLACES = 1024


def places_of(text: str) -> list[int]:
    """Read "1, 3-4" as [1, 3, 4]."""
    places = list[int]()
    for part in text.split(","):
        first, dash, last = part.partition("-")
        start, end = int(first), int(last) if dash else int(first)
        if not 1 <= start <= end <= _MOST_PLACES:
            raise ValueError(text)
        places.extend(range(start, end + 1))
    return places


def _games(text: str) -> int | dict[str, int]:
    """Read "3" as 3, and "1, 4: 3, GF: 5" as a number of games by round."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 and ":" not in parts[0]:
        return int(parts[0])
    named = dict[str, int]()
    for part in parts:
        key, colon, games = part.partition(":")
        if not colon:
            raise ValueError(text)
        named[key.strip()] = int(games)
    return named


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def _codes(text: str) -> list[str]:
    return [part.strip().upper() for part in text.split(",") if part.strip()]


READERS: Mapping[str, Callable[[str], Any]] = {
    "best_of": _games,
    "heat_points": _numbers,
    "tiebreaks": _codes,
}


def shown_values(spec: StageSpec) -> dict[str, Any]:
    """Return what the form shows of a stage."""
    shown: dict[str, Any] = {"name": spec.name, "format": spec.format.replace("-", "_")}
    for name, value in spec.options.items():
        match name, value:
            case "points", Mapping():
                shown |= value
            case "points", _:
                shown["heat_points"] = _joined(value)
            case "best_of", Mapping():
                shown[name] = ", ".join(f"{key}: {games}" for key, games in value.items())
            case "tiebreaks", _:
                shown[name] = _joined(value)
            case _:
                shown[name] = value
    for number, source in enumerate(spec.sources):
        shown[f"source{number}"] = source["stage"]
        shown[f"places{number}"] = _joined(source["places"])
    if isinstance(spec.seeding, str):
        shown["seeding"] = spec.seeding
    return shown


def _joined(values: Sequence[Any]) -> str:
    return ", ".join(map(str, values))
