"""Forms of what surrounds a match: time and place, the lobby, another time, a whole schedule."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.forms import EngineForm, MomentField
from tournament_engine.match.models import USUAL_MINUTES, Lobby, Match
from tournament_engine.match.planning import Courts

__all__ = ["CourtsForm", "LobbyForm", "ReopenForm", "ScheduleForm", "TimeForm", "lobby_values"]

_MOST_MINUTES = 1440


class ScheduleForm(EngineForm):
    """When and where a match is played, and for how long."""

    scheduled_at = MomentField(label=_("Time"), required=False)
    station = forms.CharField(
        label=_("Station"),
        max_length=60,
        required=False,
        help_text=_("A table, a court, a server."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=_MOST_MINUTES, required=False
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("The sides read it.")
    )
    force = forms.BooleanField(
        label=_("Plan it so, though it gets in the way of other matches"), required=False
    )


class LobbyForm(EngineForm):
    """How the sides get into a match."""

    server = forms.CharField(label=_("Server"), max_length=200, required=False)
    code = forms.CharField(label=_("Lobby code"), max_length=120, required=False)
    password = forms.CharField(
        label=_("Password"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    map_name = forms.CharField(label=_("Map"), max_length=120, required=False)
    chat_url = forms.URLField(
        label=_("Chat"), max_length=500, required=False, assume_scheme="https"
    )
    opens_at = MomentField(
        label=_("Shown from"),
        required=False,
        help_text=_("Empty: from shortly before the match, as the tournament says."),
    )


def lobby_values(match: Match) -> dict[str, Any]:
    """Return what the form shows of the lobby that a match has."""
    lobby = Lobby.objects.filter(match=match).first()
    names = LobbyForm.base_fields
    return {} if lobby is None else {name: getattr(lobby, name) for name in names}


class TimeForm(EngineForm):
    """Another time for a match, and why."""

    proposed_at = MomentField(label=_("Another time"))
    note = forms.CharField(label=_("Why"), max_length=500, required=False)


class ReopenForm(EngineForm):
    """Why a result is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
    version = forms.IntegerField(label=_("Version"), widget=forms.HiddenInput)


class CourtsForm(EngineForm):
    """Where and when a whole stage is played."""

    courts = forms.CharField(
        label=_("Courts"),
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    start = MomentField(label=_("Begin"))
    minutes = forms.IntegerField(
        label=_("Minutes of a match"), min_value=1, max_value=_MOST_MINUTES, initial=USUAL_MINUTES
    )
    rest = forms.IntegerField(
        label=_("Minutes of rest between two"), min_value=0, max_value=_MOST_MINUTES, initial=0
    )
    until = MomentField(label=_("Everything over by"), required=False)
    version = forms.IntegerField(label=_("Version"), widget=forms.HiddenInput)

    def clean_courts(self) -> list[str]:
        lines = self.cleaned_data["courts"].splitlines()
        return [line.strip() for line in lines if line.strip()]

    def asked(self) -> Courts:
        """Return what was typed, for a plan to be made of."""
        data = self.cleaned_data
        return Courts(
            names=data["courts"],
            start=data["start"],
            minutes=data["minutes"],
            rest=data["rest"],
            until=data["until"],
        )
