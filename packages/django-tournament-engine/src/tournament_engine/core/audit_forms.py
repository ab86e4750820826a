"""The form that narrows the audit log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.audit.models import Category
from tournament_engine.forms import DayField

__all__ = ["AuditForm"]


class AuditForm(forms.Form):
    """Who, what, on what and when. What cannot be understood narrows nothing."""

    actor = forms.CharField(label=_("Name or login"), required=False, max_length=150)
    action = forms.CharField(label=_("Action"), required=False, max_length=60)
    category = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("Any")), *Category.choices]
    )
    subject = forms.CharField(label=_("Subject or its number"), required=False, max_length=100)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)

    def chosen(self) -> dict[str, object]:
        """Return what narrows the log."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
