"""Registrations as a table: what a spreadsheet is given. Reads only."""

import csv
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import F

from tournament_engine.core.models import Tournament
from tournament_engine.registration.answers import with_answers
from tournament_engine.registration.models import Registration
from tournament_engine.text import safe_cell

__all__ = ["csv_lines"]


_TITLES = ("name", "seed", "state", "members", "asked", "checked_in", "reason", "team")

#: Rows that are read together: their answers come in one query.
_AT_ONCE = 500


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(tournament: Tournament) -> Iterator[str]:
    """Yield the lines of a CSV file of everybody who registered, first come first."""
    writer: Any = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    # The mark lets spreadsheets read the file as UTF-8.
    columns = [question.label for question in tournament.custom_fields.all()]
    yield "\ufeff" + writer.writerow(map(safe_cell, [*_TITLES, *columns]))
    rows = Registration.objects.filter(tournament=tournament).annotate(seed=F("entrant__seed"))
    listed = rows.order_by("pk").prefetch_related("members").iterator(_AT_ONCE)
    while some := list(islice(listed, _AT_ONCE)):
        for row, answers in with_answers(some, columns, public=False):
            yield writer.writerow(map(safe_cell, [*_cells(row), *answers]))


def _cells(row: Any) -> list[str | int | None]:
    members = ", ".join(member.name for member in row.members.all() if member.left_at is None)
    return [
        row.name,
        row.seed,
        row.state,
        members,
        row.created_at.isoformat(timespec="seconds"),
        row.checked_in_at.isoformat(timespec="seconds") if row.checked_in_at else "",
        row.reason,
        row.team_ref,
    ]
