"""Registrations as a table: what a spreadsheet is given. Reads only."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import islice
from typing import Any

from django.db.models import F

from tournament_engine import spreadsheet
from tournament_engine.core.custom_fields.answers import Answer
from tournament_engine.core.custom_fields.queries import shown_answers
from tournament_engine.core.models import Tournament
from tournament_engine.registration.corrections import shown
from tournament_engine.registration.imports.reading import MARK, columns_of
from tournament_engine.registration.models import Registration

__all__ = ["csv_lines", "joined", "template_lines"]


_TITLES = (
    "name",
    "seed",
    "rating",
    "club",
    "state",
    "members",
    "asked",
    "checked_in",
    "reason",
    "team",
    "identity",
)

#: Rows that are read together: their answers come in one query.
_AT_ONCE = 500


def csv_lines(tournament: Tournament) -> Iterator[str]:
    """Yield the lines of a CSV file of everybody who registered, first come first."""
    return spreadsheet.lines(_rows(tournament))


def template_lines(tournament: Tournament) -> Iterator[str]:
    """Yield the first line of a file that `read_sheet` takes, to be filled in."""
    return spreadsheet.lines([columns_of(tournament)])


def _rows(tournament: Tournament) -> Iterator[list[str | int | None]]:
    columns = [question.label for question in tournament.custom_fields.all()]
    yield [*_TITLES, *columns]
    rows = Registration.objects.filter(tournament=tournament).annotate(
        seed=F("entrant__seed"), rating=F("entrant__rating"), club=F("entrant__club")
    )
    listed = rows.order_by("pk").prefetch_related("members").iterator(_AT_ONCE)
    while some := list(islice(listed, _AT_ONCE)):
        given = shown_answers(some, public=False) if columns else {}
        for row in some:
            told = dict(given.get(row.pk, ()))
            yield [*_cells(row), *(_answer(told.get(label)) for label in columns)]


def _answer(value: Answer) -> str:
    return joined(value) if isinstance(value, list) else shown(value)


def joined(parts: Iterable[str]) -> str:
    """Return several texts as one cell, from which they are read back as they were."""
    cell = StringIO()
    csv.writer(cell, delimiter=MARK, lineterminator="").writerow(parts)
    return cell.getvalue()


def _cells(row: Any) -> list[str | int | None]:
    members = joined(member.name for member in row.members.all() if member.left_at is None)
    return [
        row.name,
        row.seed,
        row.rating,
        row.club,
        row.state,
        members,
        row.created_at.isoformat(timespec="seconds"),
        row.checked_in_at.isoformat(timespec="seconds") if row.checked_in_at else "",
        row.reason,
        row.team_ref,
        row.identity,
    ]
