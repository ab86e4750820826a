"""A CSV file of entrants, column by column. Every bad cell is named with its line.

The first line names the columns. Only `name` is needed; what the engine itself writes is read
back as it was, and columns that nobody knows are passed over.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from tournament_engine.core.custom_fields.answers import check_answers
from tournament_engine.core.custom_fields.models import CustomField, FieldKind
from tournament_engine.core.identities import checked_identity
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.registration.applicant import clean_member
from tournament_engine.registration.imports.rows import EntrantRow, Problem, Sheet
from tournament_engine.registration.lifecycle import RegistrationState
from tournament_engine.registration.models import MAX_NAME
from tournament_engine.registration.names import rows_of
from tournament_engine.text import fold, one_line, original_cell

__all__ = ["MARK", "columns_of", "read_clean", "read_sheet", "split_cell"]

#: What stands between several names, or several answers, of one cell.
MARK = ";"

_MOST_RATING = 1_000_000
_MOST_SEED = 1_000_000

#: Understands a cell that is not empty, or raises InvalidInput with what to do.
_Reader: TypeAlias = Callable[[str, Tournament], Any]


def read_sheet(text: str, tournament: Tournament) -> Sheet:
    """Return what a file says; raise InvalidInput where it is no table of entrants at all."""
    lines = rows_of(text)
    _number, header = next(lines, (1, []))
    titles = [title.strip().casefold() for title in header]
    if "name" not in titles:
        raise _nameless(titles)
    questions = {one.label.casefold(): one for one in tournament.custom_fields.all()}
    known = {*_readers(tournament), *questions, "state"}
    rows, problems, left_out = list[EntrantRow](), list[Problem](), 0
    for number, cells in lines:
        told = {
            title: original_cell(cell).strip()
            for title, cell in zip(titles, cells, strict=False)
            if cell.strip()
        }
        if told.get("state", RegistrationState.CONFIRMED) != RegistrationState.CONFIRMED:
            left_out += 1
            continue
        row, wrong = _read_row(number, told, tournament, questions)
        problems += [Problem(number, message) for message in wrong]
        rows += [] if row is None else [row]
    return Sheet(
        rows=_in_order(rows),
        problems=sorted([*problems, *_twice(rows)], key=lambda problem: problem.line),
        unread=[title for title in titles if title and title not in known],
        left_out=left_out,
    )


def read_clean(text: str, tournament: Tournament) -> Sequence[EntrantRow]:
    """Return the rows of a file in which nothing is wrong; raise for the first that is."""
    sheet = read_sheet(text, tournament)
    for problem in sheet.problems:
        words = {"number": problem.line, "message": problem.message}
        message = _("Line %(number)d: %(message)s") % words
        raise InvalidInput(message, code="bad_line", field="names")
    return sheet.rows


def columns_of(tournament: Tournament) -> list[str]:
    """Return the titles of the columns that a file for this tournament may have."""
    questions = [question.label for question in tournament.custom_fields.all()]
    return [*_readers(tournament), *questions]


def split_cell(text: str) -> list[str]:
    """Return what a cell lists, as the engine writes it or as somebody types it."""
    lines = csv.reader(StringIO(text), delimiter=MARK, skipinitialspace=True)
    return [part.strip() for line in lines for part in line if part.strip()]


def _readers(tournament: Tournament) -> Mapping[str, _Reader]:
    readers: dict[str, _Reader] = {
        "name": _name,
        "seed": _seed,
        "rating": _rating,
        "club": _club,
        "login": _login,
    }
    if tournament.entrant_kind == EntrantKind.TEAM:
        readers["members"] = _members
    if tournament.game.identity_label:
        readers["identity"] = _identity
    return readers


def _read_row(
    number: int,
    told: Mapping[str, str],
    tournament: Tournament,
    questions: Mapping[str, CustomField],
) -> tuple[EntrantRow | None, list[str]]:
    """Return the row of a line, None without a name, and what is wrong with its cells."""
    values, wrong = dict[str, Any](), list[str]()
    for title, read in _readers(tournament).items():
        if title not in told:
            continue
        try:
            values[title] = read(told[title], tournament)
        except InvalidInput as error:
            wrong.append(error.message if title == "name" else f"{title}: {error.message}")
    if "name" not in told:
        wrong.append(_("Enter a name."))
    asked = [question for title, question in questions.items() if title in told]
    answers, bad = check_answers(asked, {one.code: _typed(told, one) for one in asked})
    labels = {one.code: one.label for one in asked}
    wrong += [f"{labels[code]}: {message}" for code, message in bad.items()]
    row = EntrantRow(line=number, name=values["name"]) if "name" in values else None
    return row and replace(row, **values, answers=answers), wrong


def _typed(told: Mapping[str, str], question: CustomField) -> Any:
    """Return a cell in the shape in which a form sends the answer."""
    text = told[question.label.casefold()]
    match question.kind:
        case FieldKind.TOGGLE:
            words = {"yes": True, _("yes"): True, "no": False, _("no"): False}
            return words.get(text.casefold(), text)
        case FieldKind.MULTI_CHOICE:
            return split_cell(text)
        case _:
            return text


def _in_order(rows: Sequence[EntrantRow]) -> list[EntrantRow]:
    """Return the rows by seed, then by rating, then as the file has them."""
    last = max((row.seed or 0 for row in rows), default=0) + 1
    return sorted(rows, key=lambda row: (row.seed or last, -(row.rating or 0), row.line))


def _twice(rows: Sequence[EntrantRow]) -> Iterator[Problem]:
    """Yield what two lines share and only one may have."""
    names, seeds = dict[str, int](), dict[int, int]()
    for row in rows:
        first = names.setdefault(fold(row.name), row.line)
        if first != row.line:
            message = _("'%(name)s' is there twice (line %(first)d); take one of them out.")
            yield Problem(row.line, message % {"name": row.name, "first": first})
        first = seeds.setdefault(row.seed, row.line) if row.seed is not None else row.line
        if first != row.line:
            message = _("seed %(seed)d is there twice (line %(first)d); give each entrant its own.")
            yield Problem(row.line, message % {"seed": row.seed, "first": first})


def _name(text: str, _tournament: Tournament) -> str:
    return one_line(text, field="names", longest=MAX_NAME)


def _club(text: str, _tournament: Tournament) -> str:
    return one_line(text, field="club", longest=MAX_NAME)


def _login(text: str, _tournament: Tournament) -> str:
    return one_line(text, field="login", longest=254)


def _seed(text: str, _tournament: Tournament) -> int:
    message = _("'%(text)s' is no seed; use 1, 2, 3, … or leave it empty.")
    return _whole(text, message, 1, _MOST_SEED)


def _rating(text: str, _tournament: Tournament) -> int:
    message = _("'%(text)s' is no rating; use a whole number or leave it empty.")
    return _whole(text, message, 0, _MOST_RATING)


def _whole(text: str, message: str, least: int, most: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < len(str(most * 10))
    if not is_number or not least <= int(text) <= most:
        raise InvalidInput(message % {"text": text[:20]})
    return int(text)


def _members(text: str, _tournament: Tournament) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(clean_member, split_cell(text))))


def _identity(text: str, tournament: Tournament) -> str:
    return checked_identity(tournament.game, text)


def _nameless(titles: Sequence[str]) -> InvalidInput:
    message = _("The first line must name the columns, one of them 'name'; it has: %(titles)s.")
    words = {"titles": ", ".join(filter(None, titles)) or _("nothing")}
    return InvalidInput(message % words, code="no_name_column", field="names")
