"""What an organiser asks of those who register, checked before it becomes rows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from tournament_engine.core.custom_fields.models import CustomField, FieldKind
from tournament_engine.core.custom_fields.patterns import compile_pattern
from tournament_engine.core.custom_fields.presets import PRESETS
from tournament_engine.core.models import Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.text import one_line

__all__ = ["MAX_FIELDS", "MAX_OPTIONS", "FieldSpec", "field_rows", "same_questions", "spec_of"]

MAX_FIELDS = 30
MAX_OPTIONS = 50

_LONGEST = {"label": 120, "help_text": 300, "shown_when": 200}
_LONGEST_OPTION = 100
_CHOOSING = frozenset({FieldKind.CHOICE, FieldKind.MULTI_CHOICE})


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One question, as CustomField stores it; its place is that in the sequence."""

    code: str
    label: str
    kind: str = FieldKind.TEXT
    help_text: str = ""
    is_required: bool = False
    is_public: bool = False
    options: Sequence[str] = ()
    preset: str = ""
    pattern: str = ""
    shown_by: str = ""
    shown_when: str = ""


def spec_of(row: CustomField) -> FieldSpec:
    """Return what a row asks, without its place."""
    names = FieldSpec.__dataclass_fields__
    return FieldSpec(**{name: getattr(row, name) for name in names})


def same_questions(specs: Sequence[FieldSpec], tournament: Tournament) -> bool:
    """Return whether the specs ask what the tournament's rows ask already."""
    stored = [spec_of(row) for row in tournament.custom_fields.all()]
    return [spec_of(row) for row in field_rows(specs, tournament)] == stored


def field_rows(specs: Sequence[FieldSpec], tournament: Tournament) -> list[CustomField]:
    """Return unsaved rows of valid questions, or say which of them is wrong and why."""
    if len(specs) > MAX_FIELDS:
        raise _refusal(_("Ask at most %(most)d questions.") % {"most": MAX_FIELDS})
    earlier: dict[str, FieldSpec] = {}
    rows = list[CustomField]()
    for position, spec in enumerate(specs, start=1):
        _check_code(spec, earlier)
        _check_kind(spec)
        _check_condition(spec, earlier)
        earlier[spec.code] = spec
        values = {**asdict(spec), "options": _options(spec), **_texts(spec)}
        rows.append(CustomField(tournament=tournament, position=position, **values))
    return rows


def _texts(spec: FieldSpec) -> Mapping[str, str]:
    told: dict[str, Any] = {name: getattr(spec, name) for name in _LONGEST}
    return {
        name: one_line(text, field="custom_fields", longest=_LONGEST[name])
        if text or name == "label"
        else ""
        for name, text in told.items()
    }


def _check_code(spec: FieldSpec, earlier: Mapping[str, FieldSpec]) -> None:
    code = spec.code
    if not code or slugify(code) != code or len(code) > 40:  # noqa: PLR2004 - the column's length
        message = _("“%(code)s” is no name of a question; use small letters, digits and hyphens.")
        raise _refusal(message % {"code": code})
    if code in earlier:
        raise _refusal(_("Two questions have the name “%(code)s”.") % {"code": code})


def _check_kind(spec: FieldSpec) -> None:
    words = {"label": spec.label}
    if spec.kind not in FieldKind.values:
        raise _refusal(_("“%(label)s” has no kind of answer: choose one.") % words)
    if spec.kind != FieldKind.TEXT and (spec.preset or spec.pattern):
        raise _refusal(_("“%(label)s” has a pattern: only texts have one.") % words)
    if spec.preset and spec.pattern:
        message = _("“%(label)s” has two patterns: choose one of the list, or write your own.")
        raise _refusal(message % words)
    if spec.preset and spec.preset not in PRESETS:
        raise _refusal(_("“%(label)s” has a pattern that nobody knows: choose another.") % words)
    if spec.pattern:
        _check_pattern(spec)


def _check_pattern(spec: FieldSpec) -> None:
    try:
        compile_pattern(spec.pattern)
    except InvalidInput as error:
        words = {"label": spec.label, "why": error.message}
        raise _refusal(_("“%(label)s”: %(why)s") % words, code="bad_pattern") from error


def _options(spec: FieldSpec) -> list[str]:
    if spec.kind not in _CHOOSING:
        return []
    options = [
        one_line(text, field="custom_fields", longest=_LONGEST_OPTION) for text in spec.options
    ]
    words = {"label": spec.label, "most": MAX_OPTIONS}
    if not options or len(options) > MAX_OPTIONS:
        raise _refusal(_("Give “%(label)s” between 1 and %(most)d answers to choose from.") % words)
    if len(set(options)) < len(options):
        raise _refusal(_("“%(label)s” offers the same answer twice.") % words)
    return options


def _check_condition(spec: FieldSpec, earlier: Mapping[str, FieldSpec]) -> None:
    if not spec.shown_by:
        return
    words = {"label": spec.label, "other": spec.shown_by}
    other = earlier.get(spec.shown_by)
    if other is None:
        message = _("“%(label)s” depends on “%(other)s”, which must be asked before it.")
        raise _refusal(message % words)
    answers = ["yes", "no"] if other.kind == FieldKind.TOGGLE else list(other.options)
    if other.kind not in _CHOOSING | {FieldKind.TOGGLE}:
        message = _("“%(label)s” can depend on a list or on yes or no, not on “%(other)s”.")
        raise _refusal(message % words)
    if spec.shown_when not in answers:
        words["answers"] = ", ".join(answers)
        message = _("“%(label)s” is shown at an answer of “%(other)s”: %(answers)s.")
        raise _refusal(message % words)


def _refusal(message: str, *, code: str = "invalid_fields") -> InvalidInput:
    return InvalidInput(message, code=code, field="custom_fields")
