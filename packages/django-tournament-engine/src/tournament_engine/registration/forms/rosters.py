"""Forms of a team's roster: who comes, who goes, and who joins."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Game
from tournament_engine.forms import EngineForm
from tournament_engine.registration.forms.places import identity_field
from tournament_engine.registration.models import (
    MAX_NAME,
    MemberRole,
    RosterMember,
)

__all__ = ["InviteForm", "JoinForm", "MemberForm", "SubstitutionForm"]


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
