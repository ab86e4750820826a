"""Answers to a tournament's questions: understood, checked, and who is asked what."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import EmailValidator, URLValidator
from django.utils.translation import gettext as _

from tournament_engine.core.custom_fields.models import CustomField, FieldKind
from tournament_engine.core.custom_fields.patterns import LONGEST_TEXT, compile_pattern
from tournament_engine.core.custom_fields.presets import PRESETS
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.text import one_line
from tournament_engine.uploads.models import StoredFile

__all__ = ["MEDIA", "Answer", "check_answers", "clean_field_values", "name_of"]

#: For which purpose a picture is judged that answers a question.
MEDIA = "media"

#: What is stored: a text, yes or no, several of a list, a picture, or nothing. Numbers are texts
#: such as "12.5", dates such as "2026-05-01". A picture is a file until it is stored, and then
#: {"file": its number}.
Answer: TypeAlias = "str | bool | list[str] | dict[str, int] | File[bytes] | None"

_MOST_DIGITS = 15


def name_of(code: str) -> str:
    """Return the name of a question's field in a form, which no other field has."""
    return f"field_{code}"


def clean_field_values(
    tournament: Tournament, data: Mapping[str, Any], *, fields: Iterable[CustomField] | None = None
) -> dict[str, Answer]:
    """Return the answers by the questions' codes, or raise InvalidInput for the first bad one.

    What was not asked is left out, and so is what is empty and may be. The error's field is
    the name that the question has in CustomFieldsForm.
    """
    asked = list(tournament.custom_fields.all() if fields is None else fields)
    answers, problems = check_answers(asked, data)
    for code, message in problems.items():
        raise InvalidInput(message, code="invalid_answer", field=name_of(code))
    for code, answer in answers.items():
        if isinstance(answer, File):
            # Storages may be far away: it is stored before the transaction begins.
            message = _("Store the picture before it is an answer.")
            raise InvalidInput(message, code="not_stored", field=name_of(code))
    return answers


def check_answers(
    fields: Iterable[CustomField], data: Mapping[str, Any]
) -> tuple[dict[str, Answer], dict[str, str]]:
    """Return the good answers and what is wrong with the others, by the questions' codes."""
    answers, problems = dict[str, Answer](), dict[str, str]()
    for field in fields:
        if not _is_asked(field, answers):
            continue
        given = data.get(field.code)
        try:
            answer = _read(given, field)
        except InvalidInput as error:
            problems[field.code] = error.message
            continue
        if answer in (None, False) and field.is_required:
            problems[field.code] = _missing(field)
        elif answer is not None:
            answers[field.code] = answer
    return answers, problems


def _read(given: object, field: CustomField) -> Answer:
    if field.kind == FieldKind.TOGGLE:
        # A box that is not ticked is an answer: no.
        return _toggle(False if given is None else given)
    is_empty = given is None or given in ("", [])
    return None if is_empty else _READERS[FieldKind(field.kind)](given, field)


def _missing(field: CustomField) -> str:
    if field.kind == FieldKind.TOGGLE:
        return _("Tick this to register.")
    return _("Fill this in.")


def _is_asked(field: CustomField, answers: Mapping[str, Answer]) -> bool:
    """Whether the answers so far lead to this question."""
    if not field.shown_by:
        return True
    match answers.get(field.shown_by):
        case bool(is_so):
            return field.shown_when == ("yes" if is_so else "no")
        case list(chosen):
            return field.shown_when in chosen
        case answer:
            return answer == field.shown_when


def _text(given: object, field: CustomField) -> str:
    text = _line(given)
    if field.preset and not PRESETS[field.preset].accepts(text):
        raise _wrong(str(PRESETS[field.preset].sentence))
    if field.pattern and not compile_pattern(field.pattern).matches(text):
        raise _wrong(field.help_text or _("This does not look as it should: correct it."))
    return text


def _line(given: object) -> str:
    if not isinstance(given, str):
        raise _wrong(_("Enter a text."))
    return one_line(given, field="", longest=LONGEST_TEXT)


def _number(given: object, _field: CustomField) -> str:
    message = _("Enter a number.")
    if isinstance(given, bool) or not isinstance(given, (str, int, Decimal)):
        raise _wrong(message)
    text = str(given).strip().replace(",", ".")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise _wrong(message) from error
    if not number.is_finite():
        raise _wrong(message)
    plain = f"{number.normalize():f}" if abs(number.adjusted()) <= _MOST_DIGITS else ""
    if not plain or len(plain) > _MOST_DIGITS + 2:
        message = _("Enter a number of at most %(most)d digits.") % {"most": _MOST_DIGITS}
        raise _wrong(message)
    return "0" if number == 0 else plain


def _toggle(given: object) -> bool:
    if not isinstance(given, bool):
        raise _wrong(_("Answer yes or no."))
    return given


def _date(given: object, _field: CustomField) -> str:
    if isinstance(given, date):
        return given.isoformat()
    try:
        return date.fromisoformat(str(given).strip()).isoformat()
    except ValueError as error:
        raise _wrong(_("Enter a date, such as 2026-05-01.")) from error


def _url(given: object, _field: CustomField) -> str:
    return _valid(
        URLValidator(schemes=("http", "https")),
        _line(given),
        _("Enter a web address, such as https://example.org."),
    )


def _email(given: object, _field: CustomField) -> str:
    return _valid(
        EmailValidator(), _line(given), _("Enter an e-mail address, such as ann@example.org.")
    )


def _valid(validator: Callable[[str], None], text: str, message: str) -> str:
    try:
        validator(text)
    except ValidationError as error:
        raise _wrong(message) from error
    return text


def _choice(given: object, field: CustomField) -> str:
    if given not in field.options:
        raise _wrong(_("Choose one of the answers."))
    return str(given)


def _choices(given: object, field: CustomField) -> list[str]:
    chosen = list(given) if isinstance(given, (list, tuple)) else [given]
    if any(one not in field.options for one in chosen):
        raise _wrong(_("Choose among the answers."))
    return [option for option in field.options if option in chosen]


def _picture(given: object, field: CustomField) -> Answer:
    match given:
        case File():
            return given
        case {"file": int(number)} if _is_picture_of(number, field):
            return {"file": number}
        case _:
            raise _wrong(_("Send a picture."))


def _is_picture_of(number: int, field: CustomField) -> bool:
    pictures = StoredFile.objects.filter(purpose=MEDIA, tournament=field.tournament_id)
    return pictures.filter(pk=number).exists()


_READERS: Mapping[FieldKind, Callable[[object, CustomField], Answer]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.URL: _url,
    FieldKind.EMAIL: _email,
    FieldKind.CHOICE: _choice,
    FieldKind.MULTI_CHOICE: _choices,
    FieldKind.IMAGE: _picture,
}


def _wrong(message: str) -> InvalidInput:
    return InvalidInput(message, code="invalid_answer")
