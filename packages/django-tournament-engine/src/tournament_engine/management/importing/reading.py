"""A tournament's file: CSV in, one typed row a match out, each with its line."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Literal, TypeAlias

from tournament_engine.errors import InvalidInput
from tournament_engine.management.importing.problems import WrongLine, hint
from tournament_engine.registration.models import MAX_NAME
from tournament_engine.text import fold, one_line, original_cell

__all__ = ["THIRD_PLACE", "KnockoutRow", "PoolRow", "Row", "read_file", "read_text"]

THIRD_PLACE: Literal["3P"] = "3P"
ROUND = re.compile(r"R?([1-9][0-9]?)", re.ASCII)
SCORE = re.compile(r"[0-9]{1,5}", re.ASCII)

REQUIRED = ("stage", "round", "first", "second", "first_score", "second_score")
OPTIONAL = ("pool", "first_penalties", "second_penalties")
COLUMNS = (*REQUIRED, *OPTIONAL)

Pair: TypeAlias = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class PoolRow:
    """A match of a pool."""

    line: int
    pool: str
    round: int
    sides: tuple[str, str]
    score: Pair


@dataclass(frozen=True, kw_only=True)
class KnockoutRow:
    """A match of the knockout; the rounds are counted from 1."""

    line: int
    round: int | Literal["3P"]
    sides: tuple[str, str]
    score: Pair
    shootout: Pair | None


Row: TypeAlias = PoolRow | KnockoutRow
Cells: TypeAlias = Mapping[str, str]


def read_file(path: Path) -> list[Row]:
    """Read a file; an InvalidInput says what is wrong with it."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"'{path.name}' is not UTF-8: save it as 'CSV UTF-8' and try again."
        raise InvalidInput(message) from error
    except OSError as error:
        message = f"'{path}' cannot be read ({error.strerror}): name a CSV file that is there."
        raise InvalidInput(message) from error
    return read_text(text)


def read_text(text: str) -> list[Row]:
    """Read the lines of a file, the columns' names first."""
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        numbered = [(lines.line_num, cells) for cells in lines if any(map(str.strip, cells))]
    except csv.Error as error:
        raise WrongLine(lines.line_num, f"this is no CSV ({error}); mend the line.") from error
    if not numbered:
        raise InvalidInput("The file is empty: begin with the columns' names and a line a match.")
    (line, names), *matches = numbered
    columns = checked_columns(line, names)
    if not matches:
        raise InvalidInput("The file has no matches: add a line for each below the columns' names.")
    return list(typed_rows(columns, matches))


def checked_columns(line: int, names: Sequence[str]) -> list[str]:
    """Return the columns in the order of the file."""
    columns = [name.strip().lower() for name in names]
    for name in columns:
        if name not in COLUMNS:
            wanted = hint(name, COLUMNS) or f"; the columns are {', '.join(COLUMNS)}."
            raise WrongLine(line, f"'{name}' is no column{wanted}")
        if columns.count(name) > 1:
            raise WrongLine(line, f"the column '{name}' is there twice: delete one of the two.")
    for name in REQUIRED:
        if name not in columns:
            raise WrongLine(line, f"the column '{name}' is missing: add it.")
    return columns


def typed_rows(columns: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]]) -> Iterator[Row]:
    """Yield a row for each line; a name keeps the spelling that it had first."""
    spellings: dict[str, str] = {}
    for line, values in lines:
        if len(values) != len(columns):
            message = (
                f"there are {len(values)} values for {len(columns)} columns: count the commas."
            )
            raise WrongLine(line, message)
        cells = dict.fromkeys(OPTIONAL, "") | dict(
            zip(columns, map(str.strip, values), strict=True)
        )
        yield typed_row(line, cells, spellings)


def typed_row(line: int, cells: Cells, spellings: dict[str, str]) -> Row:
    """Return the row of its stage."""
    match cells["stage"].lower():
        case "pools":
            return pool_row(line, cells, spellings)
        case "knockout":
            return knockout_row(line, cells, spellings)
        case other:
            raise WrongLine(line, f"'{other}' is no stage: write 'pools' or 'knockout'.")


def pool_row(line: int, cells: Cells, spellings: dict[str, str]) -> PoolRow:
    """Return a match of a pool."""
    if not cells["pool"]:
        raise WrongLine(line, "the column 'pool' is empty: name the pool of this match.")
    if cells["first_penalties"] or cells["second_penalties"]:
        raise WrongLine(line, "a pool's match has no penalties: leave these columns empty.")
    round_number = numbered_round(cells["round"])
    if round_number is None:
        raise WrongLine(line, f"'{cells['round']}' is no round of a pool: number it from 1.")
    return PoolRow(
        line=line,
        pool=cells["pool"].upper(),
        round=round_number,
        sides=both_sides(line, cells, spellings),
        score=both_scores(line, cells),
    )


def knockout_row(line: int, cells: Cells, spellings: dict[str, str]) -> KnockoutRow:
    """Return a match of the knockout, which somebody has won."""
    if cells["pool"]:
        raise WrongLine(line, "a match of the knockout has no pool: leave this column empty.")
    score = both_scores(line, cells)
    return KnockoutRow(
        line=line,
        round=knockout_round(line, cells["round"]),
        sides=both_sides(line, cells, spellings),
        score=score,
        shootout=shootout(line, cells, score),
    )


def numbered_round(text: str) -> int | None:
    """Return 3 for "3" and for "R3"."""
    found = ROUND.fullmatch(text.upper())
    return int(found[1]) if found else None


def knockout_round(line: int, text: str) -> int | Literal["3P"]:
    """Return the number of a round, or the mark of the match for third place."""
    if text.upper() == THIRD_PLACE:
        return THIRD_PLACE
    if (number := numbered_round(text)) is None:
        message = f"'{text}' is no round: write R1, R2, … or {THIRD_PLACE} for third place."
        raise WrongLine(line, message)
    return number


def both_sides(line: int, cells: Cells, spellings: dict[str, str]) -> tuple[str, str]:
    """Return the names of two different entrants."""
    first, second = (entrant(line, cells, column, spellings) for column in ("first", "second"))
    if first == second:
        raise WrongLine(line, f"{first} cannot meet itself: name the other side.")
    return first, second


def entrant(line: int, cells: Cells, column: str, spellings: dict[str, str]) -> str:
    """Return a name as the tournament will store it."""
    if not cells[column]:
        raise WrongLine(line, f"the column '{column}' is empty: name the entrant.")
    try:
        name = one_line(original_cell(cells[column]), field=column, longest=MAX_NAME)
    except InvalidInput as error:
        raise WrongLine(line, error.message) from error
    return spellings.setdefault(fold(name), name)


def both_scores(line: int, cells: Cells) -> Pair:
    """Return the score, the first side's number first."""
    return number(line, cells, "first_score"), number(line, cells, "second_score")


def number(line: int, cells: Cells, column: str) -> int:
    """Return a whole number from 0 to 99999."""
    if not SCORE.fullmatch(cells[column]):
        value = f"'{cells[column]}' is no score" if cells[column] else "the score is missing"
        raise WrongLine(line, f"{value} in the column '{column}': write a whole number from 0 on.")
    return int(cells[column])


def shootout(line: int, cells: Cells, score: Pair) -> Pair | None:
    """Return the penalties that decided a level score, None where there were none."""
    is_level = score[0] == score[1]
    if not cells["first_penalties"] and not cells["second_penalties"]:
        if is_level:
            message = f"{score[0]}:{score[1]} has no winner: add the penalties that decided it."
            raise WrongLine(line, message)
        return None
    if not is_level:
        raise WrongLine(line, "the score has a winner: leave the penalties empty.")
    penalties = number(line, cells, "first_penalties"), number(line, cells, "second_penalties")
    if penalties[0] == penalties[1]:
        raise WrongLine(line, "the penalties are level, too: write those that decided the match.")
    return penalties
