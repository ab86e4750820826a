"""Names as people paste them or send them in a file. Every error names the line."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Protocol

from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput
from tournament_engine.registration.models import MAX_NAME
from tournament_engine.text import fold, one_line, original_cell

__all__ = ["clean_names", "parse_csv", "parse_names", "rows_of", "text_of"]

_FIELD = "names"

#: Of a file of the most entrants there can be, with all that can be said of each.
_MOST_BYTES = 4_000_000

_SEED = re.compile("0{0,5}[1-9][0-9]{0,5}")


class _File(Protocol):
    def read(self, num_bytes: int | None = None, /) -> bytes: ...


def parse_names(text: str) -> list[str]:
    """Return the names of a text with one on each line; empty lines are passed over."""
    lines = enumerate(text.splitlines(), start=1)
    return clean_names((number, line) for number, line in lines if line.strip())


def parse_csv(file: _File) -> list[str]:
    """Return the names of a CSV file, by its seeds where it has such a column.

    The first line names the columns: `name`, and `seed` if there is one. Entrants without a
    seed follow the others in the order of the file.
    """
    rows = rows_of(text_of(file))
    _number, header = next(rows, (1, []))
    name_column, seed_column = _columns(header)
    lines: list[tuple[int, str]] = []
    line_of_seed: dict[int, int] = {}
    for number, row in rows:
        lines.append((number, _cell(row, name_column)))
        if seed := _cell(row, seed_column):
            _take_seed(line_of_seed, seed, number)
    names = dict(zip((number for number, _text in lines), clean_names(lines), strict=True))
    seeded = [names.pop(number) for _seed, number in sorted(line_of_seed.items())]
    return [*seeded, *names.values()]


def clean_names(lines: Iterable[tuple[int, str]]) -> list[str]:
    """Return names in order, each as it is stored; raise InvalidInput for the first bad line."""
    names: list[str] = []
    line_of: dict[str, int] = {}
    for number, text in lines:
        name = _clean(number, text)
        first = line_of.setdefault(fold(name), number)
        if first != number:
            message = _("'%(name)s' is there twice (line %(first)d); take one of them out.")
            raise _at(number, message % {"name": name, "first": first}, "twice")
        names.append(name)
    return names


def _clean(number: int, text: str) -> str:
    try:
        return one_line(text, field=_FIELD, longest=MAX_NAME)
    except InvalidInput as error:
        raise _at(number, error.message, error.code) from error


def text_of(file: _File) -> str:
    """Return the text of a file that somebody sent."""
    content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        message = _("The file is larger than any list of entrants; send a smaller one.")
        raise InvalidInput(message, code="too_large", field=_FIELD)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = _("The file is not UTF-8 text; save it as CSV in UTF-8 and send it again.")
        raise InvalidInput(message, code="encoding", field=_FIELD) from error


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not empty with the number of its line."""
    first_line = text.partition("\n")[0]
    delimiter = ";" if ";" in first_line and "," not in first_line else ","
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        message = _("this is no CSV (%(error)s); save the file as CSV and send it again.")
        raise _at(reader.line_num, message % {"error": error}, "csv") from error


def _columns(header: Sequence[str]) -> tuple[int, int | None]:
    """Return where the names are, and the seeds if there are any."""
    titles = [title.strip().casefold() for title in header]
    if "name" not in titles:
        message = _("The first line must name the columns, one of them 'name'; it has: %(titles)s.")
        words = {"titles": ", ".join(filter(None, titles)) or _("nothing")}
        raise InvalidInput(message % words, code="no_name_column", field=_FIELD)
    return titles.index("name"), titles.index("seed") if "seed" in titles else None


def _cell(row: Sequence[str], column: int | None) -> str:
    if column is None or column >= len(row):
        return ""
    # A file that the engine wrote itself is read back as it was meant.
    return original_cell(row[column]).strip()


def _take_seed(seeds: dict[int, int], text: str, number: int) -> None:
    """Note the line of a seed."""
    if not _SEED.fullmatch(text):
        message = _("'%(seed)s' is no seed; use 1, 2, 3, … or leave it empty.")
        raise _at(number, message % {"seed": text[:20]}, "seed")
    seed = int(text)
    if seed in seeds:
        message = _("seed %(seed)d is there twice (line %(first)d); give each entrant its own.")
        raise _at(number, message % {"seed": seed, "first": seeds[seed]}, "seed")
    seeds[seed] = number


def _at(number: int, message: str, code: str) -> InvalidInput:
    return InvalidInput(
        _("Line %(number)d: %(message)s") % {"number": number, "message": message},
        code=code,
        field=_FIELD,
    )
