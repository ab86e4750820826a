"""The form of a tournament's own questions: built from its rows, checked by their rules."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _

from tournament_engine.core.custom_fields.answers import MEDIA, Answer, check_answers, name_of
from tournament_engine.core.custom_fields.models import CustomField, FieldKind
from tournament_engine.core.custom_fields.patterns import LONGEST_TEXT
from tournament_engine.core.models import Tournament
from tournament_engine.forms import EngineForm
from tournament_engine.uploads.fields import UploadField

__all__ = ["CustomFieldsForm"]


class CustomFieldsForm(EngineForm):
    """What a tournament asks beside name and team.

    `answers` are those known already, by the questions' codes. The names of the fields start
    with "field_", so that the form stands beside another in one page and one request.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        tournament: Tournament,
        answers: Mapping[str, Answer] | None = None,
    ) -> None:
        self.asked = list(tournament.custom_fields.all())
        known = answers or {}
        initial = {name_of(row.code): known[row.code] for row in self.asked if row.code in known}
        super().__init__(data, files, initial=initial)
        labels = {row.code: row.label for row in self.asked}
        for row in self.asked:
            field = _MAKERS[FieldKind(row.kind)](row)
            # Pages show the help as it is: what an organiser typed into it is no markup.
            words = filter(None, (escape(_help(row, labels)), str(field.help_text)))
            field.label, field.help_text = row.label, " ".join(words)
            # A question that depends on another is not required of everybody.
            field.required = row.is_required and not row.shown_by
            field.error_messages["required"] = _("Fill this in.")
            self.fields[name_of(row.code)] = field

    @property
    def asks_something(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.asked)

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = {row.code: self.cleaned_data.get(name_of(row.code)) for row in self.asked}
        self.answers, problems = check_answers(self.asked, data)
        for code, message in problems.items():
            if name_of(code) not in self.errors:
                self.add_error(name_of(code), message)
        return self.cleaned_data

    def values(self) -> dict[str, Answer]:
        """Return the answers of the valid form by the questions' codes."""
        return self.answers


def _help(row: CustomField, labels: Mapping[str, str]) -> str:
    if not row.shown_by:
        return row.help_text
    answer = {"yes": _("yes"), "no": _("no")}.get(row.shown_when, row.shown_when)
    words = {"question": labels.get(row.shown_by, row.shown_by), "answer": answer}
    condition = _("Only if “%(question)s” is answered with “%(answer)s”.") % words
    return f"{row.help_text} {condition}".strip()


def _line(widget: forms.Widget) -> forms.Field:
    return forms.CharField(max_length=LONGEST_TEXT, widget=widget)


def _toggle(row: CustomField) -> forms.Field:
    return forms.BooleanField(required=row.is_required)


def _choice(row: CustomField) -> forms.Field:
    return forms.ChoiceField(choices=[("", "---------"), *((one, one) for one in row.options)])


def _choices(row: CustomField) -> forms.Field:
    choices = [(one, one) for one in row.options]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)


_MAKERS: Mapping[FieldKind, Callable[[CustomField], forms.Field]] = {
    FieldKind.TEXT: lambda _row: _line(forms.TextInput()),
    FieldKind.NUMBER: lambda _row: _line(forms.TextInput(attrs={"inputmode": "decimal"})),
    FieldKind.TOGGLE: _toggle,
    FieldKind.DATE: lambda _row: _line(forms.TextInput(attrs={"type": "date"})),
    FieldKind.URL: lambda _row: _line(forms.URLInput()),
    FieldKind.EMAIL: lambda _row: _line(forms.EmailInput()),
    FieldKind.CHOICE: _choice,
    FieldKind.MULTI_CHOICE: _choices,
    FieldKind.IMAGE: lambda _row: UploadField(purpose=MEDIA),
}
