"""Forms of those who compete: a place asked for, names pasted, a file of names."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.forms import TournamentForm
from tournament_engine.core.models import MAX_ENTRANTS
from tournament_engine.forms import EngineForm
from tournament_engine.hooks.teams import TeamRef
from tournament_engine.registration.models import MAX_NAME
from tournament_engine.registration.names import parse_csv, parse_names

__all__ = ["NamesForm", "NewTournamentForm", "SoloForm", "TeamForm", "UploadForm"]

#: All the names there can be, with room for their line ends.
_MAX_PASTE = MAX_ENTRANTS * (MAX_NAME + 2)

_ONE_A_LINE = _("One name on each line.")


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

    names = NamesField(label=_("Names"), help_text=_ONE_A_LINE)

    def entrant_names(self) -> list[str]:
        """Return the names."""
        return parse_names(self.cleaned_data["names"])


class UploadForm(EngineForm):
    """A file of names, shown before anything is added."""

    file = NameFileField(
        label=_("CSV file"),
        help_text=_("With a column “name”, and “seed” if you want to set the order."),
    )

    stand_ins: Mapping[str, str] = MappingProxyType({"names": "file"})

    def entrant_names(self) -> list[str]:
        """Return the names of the file in its order, or by its seeds."""
        return parse_csv(self.cleaned_data["file"])


class SoloForm(EngineForm):
    """A single player asks for a place."""

    name = forms.CharField(
        label=_("Your name in the tournament"),
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def details(self) -> dict[str, Any]:
        """Return what the service of registration is told."""
        return {"name": self.cleaned_data["name"]}


class TeamForm(EngineForm):
    """A team asks for a place: one of the person's own, or one named here."""

    team_ref = forms.ChoiceField(label=_("Team"), required=False)
    name = forms.CharField(
        label=_("Name of the team"),
        max_length=MAX_NAME,
        required=False,
        error_messages={"required": _("Enter the name of the team.")},
    )
    members = NamesField(label=_("Members"), required=False, help_text=_ONE_A_LINE)

    stand_ins: Mapping[str, str] = MappingProxyType({"names": "members"})

    def __init__(self, data: Mapping[str, Any] | None = None, *, teams: Sequence[TeamRef]) -> None:
        super().__init__(data)
        choices = [(team.id, team.name) for team in teams]
        if choices:
            self.fields["team_ref"] = forms.ChoiceField(
                label=_("Team"),
                required=False,
                choices=[*choices, ("", _("another team, named below"))],
                initial=teams[0].id,
            )
        else:
            del self.fields["team_ref"]
            self.fields["name"].required = True

    def clean(self) -> dict[str, Any]:
        super().clean()
        needs_name = "name" not in self.errors and not self.cleaned_data.get("team_ref")
        if needs_name and not self.cleaned_data.get("name"):
            self.add_error("name", self.fields["name"].error_messages["required"])
        return self.cleaned_data

    def details(self) -> dict[str, Any]:
        """Return what the service of registration is told; a known team brings its own."""
        if self.cleaned_data.get("team_ref"):
            return {"team_ref": self.cleaned_data["team_ref"]}
        members = parse_names(self.cleaned_data["members"])
        return {"name": self.cleaned_data["name"], "members": members}
