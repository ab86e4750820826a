"""What every form of the engine has: refusals put on their field, focus on the first error."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, TypeVar

from django import forms
from django.db.models import BigIntegerField, Model, QuerySet
from django.forms.fields import Field
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from tournament_engine.errors import Conflict, NotAllowed, StaleVersion, TournamentError
from tournament_engine.text import whole_number

__all__ = ["DayField", "EngineForm", "MomentField", "RowsField"]

T = TypeVar("T")

_YEARS = range(1900, 3000)


class EngineForm(forms.Form):
    """A form that speaks the words of the engine's own refusals.

    The first field with an error gets the focus, so that a keyboard or a screen reader
    lands where something is to be done, with no script.
    """

    #: What the page that shows this form answers with.
    status = HTTPStatus.OK
    #: What a service refused.
    refusal: TournamentError | None = None
    #: The field that stands for one that a service names and the form has under another name.
    stand_ins: Mapping[str, str] = MappingProxyType({})

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Do what the form asks for; None when it is not valid or the act was refused."""
        if not self.is_valid():
            return None
        try:
            return act()
        except NotAllowed:
            raise
        except TournamentError as error:
            self.refuse(error)
            return None

    def refuse(self, error: TournamentError) -> None:
        """Show what a service refused, at the field that it names where there is one."""
        field = self.stand_ins.get(error.field or "", error.field)
        self.add_error(field if field in self.fields else None, error.message)
        self._mark_errors()
        self.refusal = error
        if isinstance(error, StaleVersion) and error.version is not None:
            # The page shows what stands now: who sends the form again has read that.
            self.rebase_on(error.version)
        if isinstance(error, Conflict):
            self.status = HTTPStatus.CONFLICT

    def rebase_on(self, version: int) -> None:
        """Put the form on top of what stands now, keeping what was entered."""
        # A copy of what a browser sent keeps the values of which one name has several.
        data = self.data.copy() if isinstance(self.data, MultiValueDict) else dict(self.data)
        data[self.add_prefix("version")] = str(version)
        self.data = data

    def full_clean(self) -> None:
        # Only now: a form may have been given fields after it was made.
        for field in self.fields.values():
            if field.error_messages["required"] == Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Fill this in.")
        super().full_clean()
        if self.is_bound:
            self._mark_errors()

    def _mark_errors(self) -> None:
        if not self.errors:
            return
        self.status = HTTPStatus.UNPROCESSABLE_ENTITY
        wrong = next((name for name in self.fields if name in self.errors), None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("autofocus", None)
            if name == wrong:
                field.widget.attrs["autofocus"] = True


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # plain when it runs
    """Rows that are ticked. A number that no row can have is as unknown as any other."""

    def clean(self, value: Any) -> QuerySet[Model]:
        for key in value or ():
            number = whole_number(str(key))
            if number is None or number > BigIntegerField.MAX_BIGINT:
                message = self.error_messages["invalid_pk_value"]
                raise forms.ValidationError(message, "invalid_pk_value", params={"pk": key})
        rows: QuerySet[Model] = super().clean(value)
        return rows


class DayField(forms.DateField):
    """A day that narrows a list, entered with the browser's own picker."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class MomentField(forms.DateTimeField):
    """A date and a time, entered with the browser's own picker in the page's time zone.

    The first and the last years that there are have moments that no other zone can say: one
    that got in would break each page that shows it.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: str | date | None) -> datetime | None:
        moment = super().to_python(value)
        if moment is not None and moment.year not in _YEARS:
            raise forms.ValidationError(_("Enter a date between the years 1900 and 2999."))
        return moment
