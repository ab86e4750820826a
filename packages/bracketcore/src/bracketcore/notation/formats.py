"""Formats and entrants as plain data."""

from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from typing import Any, Final

from bracketcore.errors import BracketError, InvalidNotation
from bracketcore.formats import (
    DoubleElimination,
    DualTournament,
    FreeForAll,
    PagePlayoff,
    Points,
    Pools,
    RoundRobin,
    SingleElimination,
    Stepladder,
)
from bracketcore.reading import (
    Data,
    as_object,
    exact,
    flag,
    items,
    member,
    number,
    only,
    text,
)
from bracketcore.recipe import Format
from bracketcore.seeding import Entrant
from bracketcore.tiebreaks import Given, Tiebreak

__all__ = [
    "FORMATS",
    "entrant_from_dict",
    "entrant_to_dict",
    "format_from_dict",
    "format_to_dict",
    "given_from_dict",
    "given_to_dict",
]

FORMATS: Final[Mapping[str, type[Format]]] = {
    "single-elimination": SingleElimination,
    "double-elimination": DoubleElimination,
    "round-robin": RoundRobin,
    "pools": Pools,
    "stepladder": Stepladder,
    "page-playoff": PagePlayoff,
    "dual-tournament": DualTournament,
    "free-for-all": FreeForAll,
}


def format_to_dict(format: Format) -> Data:  # noqa: A002  the field's word
    """A format with all its options.

    >>> format_to_dict(Stepladder(best_of=3))
    {'name': 'stepladder', 'best_of': 3}
    """
    name = next(name for name, kind in FORMATS.items() if type(format) is kind)
    values = {one.name: getattr(format, one.name) for one in fields(format)}  # type: ignore[arg-type]  # each of FORMATS is a dataclass
    return {"name": name} | {key: _plain_option(value) for key, value in values.items()}


def _plain_option(value: Any) -> Any:
    match value:
        case Points(win, draw, loss):
            return {"win": _plain(win), "draw": _plain(draw), "loss": _plain(loss)}
        case Mapping():
            return {str(key): games for key, games in value.items()}
        case tuple():
            return [_plain_option(one) for one in value]
        case Fraction():
            return str(value)
        case Given():
            return given_to_dict(value)
        case _:
            return value


def _plain(number: int | Fraction) -> int | str:
    return number if isinstance(number, int) else str(number)


def format_from_dict(data: object) -> Format:
    """The format of `format_to_dict`; options that are left out have their defaults.

    >>> format_from_dict({"name": "stepladder"})
    Stepladder(best_of=1)
    """
    body = as_object(data, "A format")
    name = text(body, "name")
    if name not in FORMATS:
        raise InvalidNotation(f"There is no format {name!r}: choose from {', '.join(FORMATS)}.")
    kind = FORMATS[name]
    known = {one.name for one in fields(kind)}  # type: ignore[arg-type]  # as above
    only(body, {"name", *known})
    options = {key: _option(kind, key, body) for key in known & body.keys()}
    try:
        return kind(**options)
    except BracketError as error:
        raise InvalidNotation(str(error)) from error
    except TypeError as error:
        raise InvalidNotation(f"The format {name} lacks an option that it needs.") from error


def _option(kind: type[Format], key: str, body: Data) -> Any:
    match key:
        case "third_place":
            return flag(body, key)
        case "best_of":
            return _best_of(body[key])
        case "points":
            return _place_points(body) if kind is FreeForAll else _points(body[key])
        case "tiebreaks":
            return tuple(map(_tiebreak, items(body, key)))
        case "legs" | "pools" | "upper_entrants" | "heat_size" | "advance":
            return None if body[key] is None else number(body, key)
        case _:
            return text(body, key)


def _best_of(value: object) -> int | dict[int | str, int]:
    if not isinstance(value, dict):
        return number({"best_of": value}, "best_of")
    return {
        int(key) if key.isascii() and key.isdigit() else key: number(value, key) for key in value
    }


def _tiebreak(value: object) -> Tiebreak:
    if isinstance(value, str):
        return value
    return given_from_dict(value)


def given_to_dict(given: Given) -> Data:
    """Numbers from outside as JSON has them."""
    plain = {entrant: _plain(number) for entrant, number in given.numbers.items()}
    return {"code": given.code, "numbers": plain, "words": given.words}


def given_from_dict(data: object) -> Given:
    """The numbers of `given_to_dict`."""
    body = as_object(data, "A tie-break")
    only(body, {"code", "numbers", "words"})
    numbers = as_object(member(body, "numbers"), "numbers")
    try:
        return Given(
            text(body, "code"), {key: exact(numbers, key) for key in numbers}, text(body, "words")
        )
    except BracketError as error:
        raise InvalidNotation(str(error)) from error


def _points(value: object) -> Points:
    body = as_object(value, "points")
    only(body, {"win", "draw", "loss"})
    try:
        return Points(**{key: exact(body, key) for key in body})
    except BracketError as error:
        raise InvalidNotation(str(error)) from error


def _place_points(body: Data) -> tuple[int | Fraction, ...]:
    return tuple(exact({"points": one}, "points") for one in items(body, "points"))


def entrant_to_dict(entrant: Entrant) -> str | Data:
    """An entrant with an id alone is that id; otherwise a dict of what is known.

    >>> entrant_to_dict(Entrant("ann")), entrant_to_dict(Entrant("bob", rating=1900))
    ('ann', {'id': 'bob', 'rating': 1900})
    """
    known = {one.name: getattr(entrant, one.name) for one in fields(entrant)}
    given = {key: value for key, value in known.items() if value is not None}
    return entrant.id if len(given) == 1 else given


def entrant_from_dict(data: object) -> Entrant:
    """The entrant of `entrant_to_dict`.

    >>> str(entrant_from_dict({"id": "a1", "name": "Ann"}))
    'Ann'
    """
    if isinstance(data, str):
        return Entrant(data)
    body = as_object(data, "An entrant")
    only(body, {"id", "name", "rating", "club"})
    return Entrant(
        text(body, "id"),
        name=text(body, "name") if "name" in body else None,
        rating=number(body, "rating") if "rating" in body else None,
        club=text(body, "club") if "club" in body else None,
    )
