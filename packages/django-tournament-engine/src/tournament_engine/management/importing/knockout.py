"""The bracket behind the matches of a knockout: who stands where in it.

Where every entrant plays in the first round, its matches are listed from the top of the
bracket to its bottom. Where some have a bye, the second round lists them all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bracketcore.seeding import standard_order
from tournament_engine.management.importing.problems import WrongLine, hint
from tournament_engine.management.importing.reading import THIRD_PLACE, KnockoutRow

__all__ = ["KnockoutPlan", "plan_knockout"]

#: Entrants from the top of the bracket to its bottom; None is a bye.
Seats: TypeAlias = list[str | None]


@dataclass(frozen=True, kw_only=True)
class KnockoutPlan:
    """The entrants in bracket order, byes apart, and the match id of each line."""

    entrants: tuple[str, ...]
    third_place: bool
    codes: Mapping[int, str]


def plan_knockout(rows: Sequence[KnockoutRow]) -> KnockoutPlan:
    """Find the bracket that all these matches belong to."""
    rounds = by_round(rows)
    seats = seat(rounds, rows[0].line)
    return KnockoutPlan(
        entrants=tuple(name for name in seats if name is not None),
        third_place=any(row.round == THIRD_PLACE for row in rows),
        codes=codes(rows, seats),
    )


def by_round(rows: Sequence[KnockoutRow]) -> dict[int, list[KnockoutRow]]:
    """Return the rows of each numbered round; nobody plays twice in one."""
    rounds: defaultdict[int, list[KnockoutRow]] = defaultdict(list)
    for row in rows:
        if row.round != THIRD_PLACE:
            check_once(row, rounds[row.round])
            rounds[row.round].append(row)
    return dict(rounds)


def check_once(row: KnockoutRow, earlier: Sequence[KnockoutRow]) -> None:
    """Refuse a match that is there already, and anybody's second match of a round."""
    for other in earlier:
        if set(other.sides) == set(row.sides):
            again = f"this is the match of line {other.line} again: delete one of the two."
            raise WrongLine(row.line, again)
        if twice := set(other.sides) & set(row.sides):
            message = (
                f"{twice.pop()} plays in R{row.round} already, in line {other.line}: mend one."
            )
            raise WrongLine(row.line, message)


def seat(rounds: Mapping[int, Sequence[KnockoutRow]], line: int) -> Seats:
    """Return the first round of the bracket, top to bottom."""
    first, second = rounds.get(1, ()), rounds.get(2, ())
    if not first:
        raise WrongLine(line, "the knockout has no first round: add its matches with round R1.")
    in_first = {name for row in first for name in row.sides}
    if all(name in in_first for row in second for name in row.sides):
        check_power_of_two(len(first), "R1", first[-1].line)
        return [name for row in first for name in row.sides]
    check_power_of_two(len(second), "R2", second[-1].line)
    return put_byes_in_place(seats_with_byes(first, second), second[0].line)


def check_power_of_two(matches: int, label: str, line: int) -> None:
    """Refuse a number of matches that fills no round of a bracket."""
    if matches & (matches - 1):
        message = (
            f"{label} has {matches} matches, which make no bracket: list 1, 2, 4, 8 … of them"
            " (a side without a match in R1 has a bye and begins in R2)."
        )
        raise WrongLine(line, message)


def seats_with_byes(first: Sequence[KnockoutRow], second: Sequence[KnockoutRow]) -> Seats:
    """Return the bracket that the second round shows, with a bye for who is new in it."""
    before = {name: row for row in first for name in row.sides}
    used: set[int] = set()
    seats: Seats = []
    for row in second:
        for name in row.sides:
            played = before.get(name)
            seats += played.sides if played else (name, None)
            if played and played.line in used:
                message = f"only one side of line {played.line} goes on to R2: take the other out."
                raise WrongLine(row.line, message)
            used.update([played.line] if played else [])
    for row in first:
        if row.line not in used:
            message = f"neither {row.sides[0]} nor {row.sides[1]} is in R2: add the winner's match."
            raise WrongLine(row.line, message)
    return seats


def put_byes_in_place(seats: Seats, line: int) -> Seats:
    """Turn parts of the bracket over until the byes are where the best seeds have them."""
    entrants = sum(name is not None for name in seats)
    byes = [seed > entrants for seed in standard_order(len(seats))]
    fitting = turned(seats, byes)
    if fitting is None:
        message = (
            "too many of the sides that begin in R2 stand in one part of the bracket:"
            " spread them over its halves, quarters and so on, as seeding does."
        )
        raise WrongLine(line, message)
    return fitting


def turned(seats: Seats, byes: Sequence[bool]) -> Seats | None:
    """Return the same bracket with its byes as asked, None where it has no such side."""
    if len(seats) == 1:
        return seats if (seats[0] is None) == byes[0] else None
    half = len(seats) // 2
    for top, bottom in ((seats[:half], seats[half:]), (seats[half:], seats[:half])):
        upper, lower = turned(top, byes[:half]), turned(bottom, byes[half:])
        if upper is not None and lower is not None:
            return upper + lower
    return None


def codes(rows: Sequence[KnockoutRow], seats: Seats) -> dict[int, str]:
    """Return the match id of each line."""
    places = {name: place for place, name in enumerate(seats) if name is not None}
    lines: dict[str, int] = {}
    for row in rows:
        code = code_of(row, places, rounds=len(seats).bit_length() - 1)
        if code in lines:
            message = f"this is the match of line {lines[code]} again: delete one of the two."
            raise WrongLine(row.line, message)
        lines[code] = row.line
    return {line: code for code, line in lines.items()}


def code_of(row: KnockoutRow, places: Mapping[str, int], *, rounds: int) -> str:
    """Return the id of the one match in which these two can meet."""
    for name in row.sides:
        if name not in places:
            wanted = hint(name, places) or ": add it, or mend the name."
            raise WrongLine(row.line, f"{name} has no match in R1 or R2{wanted}")
    first, second = (places[name] for name in row.sides)
    # Two places share a part of the bracket, and meet where the two smaller parts of it do.
    meeting = (first ^ second).bit_length()
    if row.round == THIRD_PLACE:
        if meeting != rounds or rounds == 1:
            raise WrongLine(
                row.line, f"{names(row)} cannot both lose a semi-final: mend the names."
            )
        return THIRD_PLACE
    if row.round != meeting:
        message = f"{names(row)} cannot meet in R{row.round}: the bracket has them in R{meeting}."
        raise WrongLine(row.line, message)
    return f"R{meeting}.{(first >> meeting) + 1}"


def names(row: KnockoutRow) -> str:
    """Return the two sides as words."""
    return " and ".join(row.sides)
