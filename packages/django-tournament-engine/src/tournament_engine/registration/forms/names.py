"""Forms of names that an organiser enters: typed, pasted, or out of a file."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.forms import TournamentForm
from tournament_engine.core.models import MAX_ENTRANTS
from tournament_engine.forms import EngineForm
from tournament_engine.registration.models import (
    MAX_NAME,
)
from tournament_engine.registration.names import parse_csv, parse_names, text_of

__all__ = [
    "ONE_A_LINE",
    "ImportForm",
    "NameFileField",
    "NamesField",
    "NamesForm",
    "NewTournamentForm",
    "UploadForm",
]

#: All the names there can be, with room for their line ends.
_MAX_PASTE = MAX_ENTRANTS * (MAX_NAME + 2)


#: A line of 1,024 entrants with everything that can be said of each.
_MAX_TABLE = 1_000_000


ONE_A_LINE = _("One name on each line.")


class NamesField(forms.CharField):
    """Names, one on each line."""

    widget = forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=_MAX_PASTE, strip=False, **options)


class NameFileField(forms.FileField):
    """A CSV file with a column of names."""

    widget = forms.FileInput(attrs={"accept": ".csv,text/csv"})


class NewTournamentForm(TournamentForm):
    """The create page: a tournament and, if they are known, the names of its entrants."""

    max_entrants = forms.IntegerField(
        label=_("Places"),
        required=False,
        min_value=2,
        max_value=MAX_ENTRANTS,
        help_text=_("Leave it empty for 64, or for as many as there are names."),
    )
    names = NamesField(
        label=_("Names of the entrants"),
        required=False,
        help_text=_("One on each line, best first. Leave it empty to let people register."),
    )
    file = NameFileField(
        label=_("Or a CSV file of names"), required=False, help_text=_("With a column “name”.")
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("file") and self.cleaned_data.get("names"):
            self.add_error("file", _("Give the names in one place: the list or the file."))
        return self.cleaned_data

    def entrant_names(self) -> list[str]:
        """Return the names that were pasted or sent as a file."""
        if self.cleaned_data["file"]:
            self.stand_ins = MappingProxyType({**self.stand_ins, "names": "file"})
            return parse_csv(self.cleaned_data["file"])
        return parse_names(self.cleaned_data["names"])


class NamesForm(EngineForm):
    """Names that an organiser adds."""

    names = NamesField(label=_("Names"), help_text=ONE_A_LINE)

    def entrant_names(self) -> list[str]:
        """Return the names."""
        return parse_names(self.cleaned_data["names"])


class UploadForm(EngineForm):
    """A file of entrants, shown before anything is added."""

    file = NameFileField(
        label=_("CSV file"),
        help_text=_("With a column “name”, and as many others of the template as you like."),
    )

    stand_ins: Mapping[str, str] = MappingProxyType({"names": "file"})

    def text(self) -> str:
        """Return what the file holds."""
        return text_of(self.cleaned_data["file"])


class ImportForm(EngineForm):
    """The text of a file that was looked over, sent again to be added."""

    table = forms.CharField(strip=False, max_length=_MAX_TABLE, widget=forms.HiddenInput)

    def text(self) -> str:
        """Return what the file held."""
        return str(self.cleaned_data["table"])
