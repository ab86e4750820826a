"""Reading the tables of brackets-model, which nobody has checked: rows, or one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from bracketcore.brackets_model.places import Place
from bracketcore.errors import InvalidNotation
from bracketcore.reading import Data, as_object, flag, items, member, number, text

__all__ = ["MatchRow", "Opponent", "Tables", "read"]

T = TypeVar("T")


class Opponent(NamedTuple):
    """A side of a match: who it is, if that is known, and what the tables say of the result."""

    entrant: str | None = None
    position: int | None = None
    score: int | None = None
    result: str | None = None
    forfeit: bool = False


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A match; a side is None for a bye. ``games`` are the scores of those that have one."""

    sides: tuple[Opponent | None, Opponent | None]
    best_of: int
    games: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """What the tables hold of one stage: the entrants' names by id, and the matches."""

    type: str
    settings: Data
    names: Mapping[str, str]
    matches: Mapping[Place, MatchRow]


def read(data: object) -> Tables:
    tables = as_object(data, "The data")
    stages = _rows(tables, "stage")
    if len(stages) != 1:
        raise InvalidNotation(f"There are {len(stages)} stages: give the tables of one stage.")
    games = _games(_rows(tables, "match_game"))
    groups = {_id(row): number(row, "number") for row in _rows(tables, "group")}
    rounds = {
        _id(row): Place(_named(groups, row, "group_id"), number(row, "number"), 0)
        for row in _rows(tables, "round")
    }
    return Tables(
        text(stages[0], "type"),
        as_object(member(stages[0], "settings"), "settings"),
        {_id(row): text(row, "name") for row in _rows(tables, "participant")},
        {
            _named(rounds, row, "round_id")._replace(number=number(row, "number")): _match(
                row, games
            )
            for row in _rows(tables, "match")
        },
    )


def _match(row: Data, games: Mapping[str, Sequence[tuple[int, int]]]) -> MatchRow:
    sides = _opponent(row, "opponent1"), _opponent(row, "opponent2")
    return MatchRow(sides, max(number(row, "child_count"), 1), tuple(games.get(_id(row), ())))


def _games(rows: Sequence[Data]) -> dict[str, list[tuple[int, int]]]:
    """The scores of the games of each match, in their order, as far as there are any."""
    games: dict[str, list[tuple[int, int]]] = {}
    for row in sorted(rows, key=lambda row: number(row, "number")):
        match (_opponent(row, "opponent1"), _opponent(row, "opponent2")):
            case (Opponent(score=int() as first), Opponent(score=int() as second)):
                games.setdefault(_key(row, "parent_id"), []).append((first, second))
            case _:
                continue
    return games


def _opponent(row: Data, key: str) -> Opponent | None:
    if member(row, key) is None:
        return None
    side = as_object(row[key], key)
    return Opponent(
        None if side.get("id") is None else _key(side, "id"),
        number(side, "position") if "position" in side else None,
        number(side, "score") if side.get("score") is not None else None,
        text(side, "result") if side.get("result") is not None else None,
        flag(side, "forfeit") if "forfeit" in side else False,
    )


def _named(known: Mapping[str, T], row: Data, key: str) -> T:
    id = _key(row, key)
    if id not in known:
        raise InvalidNotation(f"{key} {id} names no row of its table: add that row.")
    return known[id]


def _rows(tables: Data, table: str) -> list[Data]:
    return [as_object(row, f"A row of {table}") for row in items(tables, table)]


def _id(row: Data) -> str:
    return _key(row, "id")


def _key(row: Data, key: str) -> str:
    """An id, which the tables have as a number or as a text."""
    value = member(row, key)
    if type(value) is not int and not isinstance(value, str):
        raise InvalidNotation(f"{key!r} is a whole number or a text.")
    return str(value)
