"""The form that asks a person to work for a tournament."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine.core.people import find_people, person_of
from tournament_engine.forms import EngineForm
from tournament_engine.users import User

__all__ = ["InviteForm"]


class InviteForm(EngineForm):
    """Who is asked, and for which role. Where a name fits several, one of them is chosen."""

    person = forms.CharField(
        label=gettext_lazy("Name, login or e-mail address"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    chosen = forms.ChoiceField(
        label=gettext_lazy("Who of them"), required=False, widget=forms.RadioSelect
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, roles: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = list(roles)
        self.found = {one.id: one for one in find_people(self._typed())} if data else {}
        if len(self.found) > 1:
            several = self.fields["chosen"]
            assert isinstance(several, forms.ChoiceField)  # noqa: S101  declared above
            several.choices = [(one.id, one.name) for one in self.found.values()]
        else:
            del self.fields["chosen"]

    def clean(self) -> dict[str, Any]:
        if "person" in self.cleaned_data and not self.found:
            message = _("Nobody is found by that: type the login or the whole e-mail address.")
            self.add_error("person", message)
        if len(self.found) > 1 and not self.cleaned_data.get("chosen"):
            self.add_error("chosen", _("Several people go by that: choose one of them."))
        return self.cleaned_data

    def user(self) -> User:
        """Return who is meant, once the form is valid."""
        key = self.cleaned_data.get("chosen") or next(iter(self.found))
        return person_of(self.found[key])

    def _typed(self) -> str:
        typed = str(self.data.get("person", "")).strip()[:150]
        # The form refuses that sign as well, and no database may be asked for it.
        return "" if "\0" in typed else typed
