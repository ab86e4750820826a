"""Reading plain data that nobody has checked: a value of the right kind, or one sentence."""

import re
from fractions import Fraction
from typing import Any, Final

from bracketcore.errors import InvalidNotation

__all__ = [
    "Data",
    "as_object",
    "exact",
    "flag",
    "items",
    "member",
    "number",
    "only",
    "text",
    "texts",
    "whole",
]

Data = dict[str, Any]

EXACT: Final = re.compile(r"-?[0-9]{1,18}(/[0-9]{1,18})?")


def whole(value: object) -> int:
    if type(value) is not int:
        raise InvalidNotation("Scores and points of a result are whole numbers.")
    return value


def as_object(data: object, what: str) -> Data:
    if not isinstance(data, dict):
        raise InvalidNotation(f"{what} is written as an object with named members.")
    return data


def member(body: Data, key: str) -> Any:
    if key not in body:
        raise InvalidNotation(f"{key!r} is missing: add it.")
    return body[key]


def only(body: Data, known: set[str]) -> None:
    for key in body:
        if key not in known:
            raise InvalidNotation(f"{key!r} has no meaning here: leave it out.")


def text(body: Data, key: str) -> str:
    value = member(body, key)
    if not isinstance(value, str):
        raise InvalidNotation(f"{key!r} is a text.")
    return value


def texts(body: Data, key: str) -> tuple[str, ...]:
    values = items(body, key)
    if not all(isinstance(value, str) for value in values):
        raise InvalidNotation(f"{key!r} is a list of texts.")
    return tuple(values)


def items(body: Data, key: str) -> list[Any]:
    value = member(body, key)
    if not isinstance(value, list):
        raise InvalidNotation(f"{key!r} is a list.")
    return value


def number(body: Data, key: str) -> int:
    value = member(body, key)
    if type(value) is not int:
        raise InvalidNotation(f"{key!r} is a whole number.")
    return value


def flag(body: Data, key: str) -> bool:
    value = member(body, key)
    if not isinstance(value, bool):
        raise InvalidNotation(f"{key!r} is true or false.")
    return value


def exact(body: Data, key: str) -> int | Fraction:
    """A whole number, or a fraction as text: "1/2"."""
    value = body[key]
    if not isinstance(value, str):
        return number(body, key)
    if EXACT.fullmatch(value) is None or value.endswith("/0"):
        raise InvalidNotation(f"{key!r} is a whole number or a fraction as 1/2.")
    number_read = Fraction(value)
    return number_read.numerator if number_read.denominator == 1 else number_read
