"""Forms in which people and teams ask for a place."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.custom_fields.answers import Answer
from tournament_engine.core.custom_fields.forms import CustomFieldsForm
from tournament_engine.core.identities import MAX_IDENTITY
from tournament_engine.core.models import Game, Tournament
from tournament_engine.forms import EngineForm
from tournament_engine.hooks.teams import TeamRef
from tournament_engine.registration import rulebook, team_sizes
from tournament_engine.registration.forms.names import ONE_A_LINE, NamesField
from tournament_engine.registration.models import (
    MAX_NAME,
)
from tournament_engine.registration.names import parse_names

__all__ = ["PlaceForm", "SoloForm", "TeamForm", "identity_field"]


def identity_field(game: Game) -> forms.CharField:
    """Return the field of what a person is known by in a game."""
    return forms.CharField(
        label=game.identity_label,
        max_length=MAX_IDENTITY,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PlaceForm(EngineForm):
    """What everybody who asks for a place is asked: the tournament's questions, and a code.

    `known` are answers that the site has already, by the questions' codes.
    """

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        tournament: Tournament,
        initial: Mapping[str, Any] | None = None,
        known: Mapping[str, Answer] | None = None,
    ) -> None:
        self.questions = CustomFieldsForm(data, files, tournament=tournament, answers=known)
        own = {"identity": (known or {}).get("game_identity", "")}
        known_here = {**own, **self.questions.initial, **(initial or {})}
        super().__init__(data, files, initial=known_here)
        if tournament.game.identity_label:
            self.fields["identity"] = identity_field(tournament.game)
        self.fields.update(self.questions.fields)
        if rulebook.asks_for_code(tournament):
            self.fields["code"] = forms.CharField(
                label=_("Invitation code"),
                max_length=64,
                widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, errors in self.questions.errors.items():
            if name not in self.errors:
                self.add_error(name, errors)
        return self.cleaned_data

    def asked(self) -> dict[str, Any]:
        """Return what the service is told whoever asks."""
        return {
            "code": self.cleaned_data.get("code", ""),
            "identity": self.cleaned_data.get("identity", ""),
            "answers": self.questions.values(),
        }


class SoloForm(PlaceForm):
    """A single player asks for a place."""

    name = forms.CharField(
        label=_("Your name in the tournament"),
        max_length=MAX_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def details(self) -> dict[str, Any]:
        """Return what the service of registration is told."""
        return {"name": self.cleaned_data["name"], **self.asked()}


class TeamForm(PlaceForm):
    """A team asks for a place: one of the person's own, or one named here."""

    team_ref = forms.ChoiceField(label=_("Team"), required=False)
    name = forms.CharField(
        label=_("Name of the team"),
        max_length=MAX_NAME,
        required=False,
        error_messages={"required": _("Enter the name of the team.")},
    )
    members = NamesField(label=_("Members"), required=False, help_text=ONE_A_LINE)

    stand_ins: Mapping[str, str] = MappingProxyType({"names": "members"})

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        tournament: Tournament,
        teams: Sequence[TeamRef],
        known: Mapping[str, Answer] | None = None,
    ) -> None:
        super().__init__(data, files, tournament=tournament, known=known)
        self.fields["members"].help_text = " ".join(
            filter(None, (str(ONE_A_LINE), team_sizes.in_captains_words(tournament.game)))
        )
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
            return {"team_ref": self.cleaned_data["team_ref"], **self.asked()}
        members = parse_names(self.cleaned_data["members"])
        return {"name": self.cleaned_data["name"], "members": members, **self.asked()}
