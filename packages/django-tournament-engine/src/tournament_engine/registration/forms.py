"""Forms of those who compete: a place asked for, names pasted, a file of names."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.custom_fields.answers import Answer
from tournament_engine.core.custom_fields.forms import CustomFieldsForm
from tournament_engine.core.forms import TournamentForm
from tournament_engine.core.identities import MAX_IDENTITY
from tournament_engine.core.models import MAX_ENTRANTS, Game, Tournament
from tournament_engine.forms import EngineForm
from tournament_engine.hooks.teams import TeamRef
from tournament_engine.registration import rulebook, team_sizes
from tournament_engine.registration.corrections import MEMBERS, NAME
from tournament_engine.registration.models import (
    MAX_NAME,
    Correction,
    MemberRole,
    Registration,
    RosterMember,
)
from tournament_engine.registration.names import parse_csv, parse_names, text_of

__all__ = [
    "BulkForm",
    "ChangesForm",
    "CorrectionForm",
    "DeskForm",
    "ImportForm",
    "InviteForm",
    "JoinForm",
    "MemberForm",
    "NamesForm",
    "NewTournamentForm",
    "RejectForm",
    "SoloForm",
    "SubstitutionForm",
    "TeamForm",
    "UploadForm",
]

#: All the names there can be, with room for their line ends.
_MAX_PASTE = MAX_ENTRANTS * (MAX_NAME + 2)

#: A line of 1,024 entrants with everything that can be said of each.
_MAX_TABLE = 1_000_000

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
    members = NamesField(label=_("Members"), required=False, help_text=_ONE_A_LINE)

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
            filter(None, (str(_ONE_A_LINE), team_sizes.in_captains_words(tournament.game)))
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


class RejectForm(EngineForm):
    """Why a request is turned down: the words that the person reads."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class RowsForm(EngineForm):
    """One act on the rows of a tournament that were ticked."""

    def __init__(self, data: Any = None, *, tournament: Tournament) -> None:
        super().__init__(data)
        self.fields["row"] = forms.ModelMultipleChoiceField(
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


class JoinForm(EngineForm):
    """What somebody who joins a team is asked: what the game knows them by, if it does."""

    def __init__(self, data: Any = None, *, game: Game, known: str = "") -> None:
        super().__init__(data, initial={"identity": known})
        if game.identity_label:
            self.fields["identity"] = identity_field(game)


_ROLES = [(MemberRole.PLAYER, _("Player")), (MemberRole.SUBSTITUTE, _("Substitute"))]


class MemberForm(EngineForm):
    """Somebody without an account who plays for a team."""

    name = forms.CharField(label=_("Name"), max_length=MAX_NAME)
    role = forms.ChoiceField(label=_("Role"), choices=_ROLES, initial=MemberRole.PLAYER)


class InviteForm(EngineForm):
    """Whom a link lets into a team: one person, or whoever has it."""

    to = forms.CharField(
        label=_("Login or e-mail address"),
        max_length=254,
        required=False,
        help_text=_("Leave it empty for a link that you pass on yourself."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=_ROLES, initial=MemberRole.PLAYER)


class SubstitutionForm(EngineForm):
    """Who plays in place of a member, and why."""

    member = forms.ModelChoiceField(label=_("Out"), queryset=RosterMember.objects.none())
    name = forms.CharField(
        label=_("In"),
        max_length=MAX_NAME,
        help_text=_("The name of one of the substitutes, or a new one."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500)

    def __init__(self, data: Any = None, *, members: QuerySet[RosterMember]) -> None:
        super().__init__(data)
        self.fields["member"] = forms.ModelChoiceField(label=_("Out"), queryset=members)
