"""Registrations as a table: what a spreadsheet is given. Reads only."""

import csv
from collections.abc import Iterator
from typing import Any

from django.db.models import F

from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Registration
from tournament_engine.text import safe_cell

__all__ = ["csv_lines"]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(tournament: Tournament) -> Iterator[str]:
    """Yield the lines of a CSV file of everybody who registered, first come first."""
    writer: Any = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    # The mark lets spreadsheets read the file as UTF-8.
    yield "\ufeff" + writer.writerow(_titles())
    rows = Registration.objects.filter(tournament=tournament).annotate(seed=F("entrant__seed"))
    for row in rows.order_by("pk").prefetch_related("members").iterator(500):
        yield writer.writerow([safe_cell(cell) for cell in _cells(row)])


def _titles() -> list[str]:
    return ["name", "seed", "state", "members", "asked", "checked_in", "reason", "team"]


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
