"""The form of what a person wants mailed."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.forms import EngineForm
from tournament_engine.hooks.choices import SUBJECTS
from tournament_engine.hooks.models import NoticeChoices

__all__ = ["NoticeChoicesForm"]


class QuietTimeField(forms.TimeField):
    """A time of day, entered with the browser's own picker."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class NoticeChoicesForm(EngineForm):
    """Which notices are mailed, and between which hours none is."""

    mailed = forms.MultipleChoiceField(
        label=_("Mail me"),
        required=False,
        choices=list(SUBJECTS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everything is in your inbox, whatever you choose here."),
    )
    quiet_from = QuietTimeField(label=_("No mails from"), required=False)
    quiet_until = QuietTimeField(
        label=_("until"),
        required=False,
        help_text=_("What comes in between is mailed after it. Leave both empty for none."),
    )

    @classmethod
    def of(cls, chosen: NoticeChoices | None) -> Self:
        """Return the form as somebody left it; without a choice everything is mailed."""
        if chosen is None:
            return cls(initial={"mailed": list(SUBJECTS)})
        return cls(
            initial={
                "mailed": [subject for subject in SUBJECTS if subject not in chosen.unmailed],
                "quiet_from": chosen.quiet_from,
                "quiet_until": chosen.quiet_until,
            }
        )

    def clean(self) -> dict[str, Any]:
        begin = self.cleaned_data.get("quiet_from")
        end = self.cleaned_data.get("quiet_until")
        if not self.errors and ((begin is None) != (end is None) or (begin and begin == end)):
            message = _("Give two different times, or leave both empty.")
            raise forms.ValidationError(message)
        return self.cleaned_data

    def details(self) -> dict[str, Any]:
        """Return what was chosen as the service takes it."""
        data = self.cleaned_data
        hours = (data["quiet_from"], data["quiet_until"])
        return {
            "unmailed": set(SUBJECTS) - set(data["mailed"]),
            "quiet_hours": None if None in hours else hours,
        }
