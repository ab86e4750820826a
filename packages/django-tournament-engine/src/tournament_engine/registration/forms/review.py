"""Forms in which the staff decides on requests, and people put theirs right."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.custom_fields.forms import CustomFieldsForm
from tournament_engine.core.models import Tournament
from tournament_engine.forms import EngineForm, RowsField
from tournament_engine.registration.corrections import MEMBERS, NAME
from tournament_engine.registration.forms.names import NamesField
from tournament_engine.registration.models import (
    MAX_NAME,
    Correction,
    Registration,
)
from tournament_engine.registration.names import parse_names

__all__ = ["BulkForm", "ChangesForm", "CorrectionForm", "DeskForm", "RejectForm", "RowsForm"]


class RejectForm(EngineForm):
    """Why a request is turned down: the words that the person reads."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class RowsForm(EngineForm):
    """One act on the rows of a tournament that were ticked."""

    def __init__(self, data: Any = None, *, tournament: Tournament) -> None:
        super().__init__(data)
        self.fields["row"] = RowsField(
            label=_("Rows"),
            queryset=Registration.objects.for_list().filter(tournament=tournament),
            error_messages={"required": _("Tick at least one row.")},
        )

    def rows(self) -> list[Registration]:
        """Return the rows that were ticked, first come first."""
        return list(self.cleaned_data["row"].order_by("pk"))


class DeskForm(RowsForm):
    """Who is there, who is not after all, and who came late."""

    action = forms.ChoiceField(
        label=_("Act"),
        choices=[("check_in", _("Check in")), ("undo", _("Undo")), ("restore", _("Let in again"))],
    )


class BulkForm(RowsForm):
    """One decision on the rows that were ticked; a reason where people are turned down."""

    action = forms.ChoiceField(
        label=_("Act"), choices=[("approve", _("Approve")), ("reject", _("Turn down"))]
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("action") == "reject" and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say why: the people read it."))
        return self.cleaned_data


class ChangesForm(EngineForm):
    """What is to be put right, a note for each value; empty ones are fine as they are."""

    def __init__(self, data: Any = None, *, fields: Mapping[str, str]) -> None:
        super().__init__(data)
        for name, label in fields.items():
            # The names of the form's own fields are those that the service knows.
            self.fields[name] = forms.CharField(
                label=_("What is wrong with: %(field)s") % {"field": label},
                max_length=300,
                required=False,
            )

    def wanted(self) -> dict[str, str]:
        """Return the notes that were written."""
        return {name: note for name, note in self.cleaned_data.items() if note}


class CorrectionForm(EngineForm):
    """What was asked for, sent again."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        tournament: Tournament,
        wanted: Sequence[Correction],
        present: Mapping[str, Any],
        labels: Mapping[str, str],
    ) -> None:
        super().__init__(data, files)
        questions = CustomFieldsForm(tournament=tournament).fields
        for row in wanted:
            field = _CORRECTED[row.field]() if row.field in _CORRECTED else questions[row.field]
            field.label, field.help_text = labels[row.field], escape(row.note)
            value = present[row.field]
            field.initial = "\n".join(value) if row.field == MEMBERS else value
            self.fields[row.field] = field

    def values(self) -> dict[str, Any]:
        """Return the values as the service takes them."""
        sent = dict(self.cleaned_data)
        if MEMBERS in sent:
            sent[MEMBERS] = parse_names(sent[MEMBERS])
        return sent


_CORRECTED: Mapping[str, Callable[[], forms.Field]] = {
    NAME: lambda: forms.CharField(max_length=MAX_NAME),
    MEMBERS: lambda: NamesField(required=False),
}
