"""Tables that spreadsheets read: lines of CSV that run no formula, and the answer with them."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse

from tournament_engine.text import safe_cell

__all__ = ["attached", "lines"]

#: It lets spreadsheets read the file as UTF-8.
_MARK = "\ufeff"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Iterable[str | int | None]]) -> Iterator[str]:
    """Yield the line of each row, the titles among them, as the rows come."""
    writer: Any = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    mark = _MARK
    for row in rows:
        yield mark + writer.writerow(map(safe_cell, row))
        mark = ""


def attached(content: Iterable[str], name: str) -> HttpResponseBase:
    """Return the answer by which a browser saves lines as a file, and nobody keeps them."""
    answer = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
