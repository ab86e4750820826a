"""The form of a claim: which prize, and where it is to go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.forms import EngineForm

__all__ = ["ClaimForm"]


class ClaimForm(EngineForm):
    """How the organiser reaches a winner."""

    kind = forms.ChoiceField(
        label=_("Prize"), choices=[("payout", ""), ("gift", "")], widget=forms.HiddenInput
    )
    line = forms.IntegerField(label=_("Prize"), min_value=1, widget=forms.HiddenInput)
    contact = forms.CharField(
        label=_("How the organiser reaches you"), max_length=500, widget=forms.Textarea
    )

    @property
    def anchor(self) -> str:
        """Where on the page the prize is."""
        return f"{self.cleaned_data['kind']}-{self.cleaned_data['line']}"

    def typed(self, kind: str, key: int, stored: str) -> Any:
        """Return what was typed for a prize, or what is stored of it."""
        is_this = self.data.get("kind") == kind and self.data.get("line") == str(key)
        return self.data.get("contact", "") if is_this else stored
