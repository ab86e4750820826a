"""Forms of the tournament itself: what it is, how it is played, and why it is called off."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.configuration import EDITABLE, MOMENTS
from tournament_engine.core.formats import FormatForm, plan_values
from tournament_engine.core.models import (
    MAX_ENTRANTS,
    MAX_PROMOTION_MINUTES,
    EntrantKind,
    Game,
    Tournament,
    Visibility,
)
from tournament_engine.core.recipes import Plan, plan_of, stages_of
from tournament_engine.core.services import PICTURES
from tournament_engine.errors import StaleVersion
from tournament_engine.forms import EngineForm, MomentField
from tournament_engine.uploads.fields import UploadField

__all__ = ["EditForm", "PicturesForm", "ReasonForm", "TournamentForm"]

# What the pages write besides the stages. The address is made from the name, once.
_APART = frozenset(
    {
        "slug",
        "stages",
        "custom_fields",
        "eligibility",
        "fee_amount",
        "fee_currency",
        "payment_methods",
        "payment_instructions",
        "pay_by_hours",
        "refund_policy",
    }
)
_FACTS = tuple(name for name in EDITABLE if name not in _APART)


#: A day: nobody waits longer for a match.
_MOST_MINUTES = 1440


def _minutes(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=_MOST_MINUTES
    )


class TournamentForm(FormatForm):
    """What an organiser says of a tournament, when it is made and later."""

    name = forms.CharField(label=_("Name"), max_length=120)
    game = forms.CharField(
        label=_("Game, of the list or a new one"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "games", "autocomplete": "off"}),
    )
    entrant_kind = forms.ChoiceField(
        label=_("Who competes"),
        choices=[(EntrantKind.SOLO, _("Single players")), (EntrantKind.TEAM, _("Teams"))],
        initial=EntrantKind.SOLO,
        widget=forms.RadioSelect,
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    rules = forms.CharField(
        label=_("Rules"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    visibility = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[
            (Visibility.PUBLIC, _("Everybody")),
            (Visibility.UNLISTED, _("Everybody who has the link")),
            (Visibility.PRIVATE, _("The organiser and the entrants")),
        ],
        initial=Visibility.PUBLIC,
    )
    max_entrants = forms.IntegerField(label=_("Places"), min_value=2, max_value=MAX_ENTRANTS)
    opens_at = MomentField(label=_("Registration opens"), required=False)
    closes_at = MomentField(label=_("Registration closes"), required=False)
    check_in_opens_at = MomentField(
        label=_("Check-in opens"),
        required=False,
        help_text=_("Leave both times of the check-in empty to play without one."),
    )
    check_in_closes_at = MomentField(label=_("Check-in closes"), required=False)
    starts_at = MomentField(label=_("Starts"), required=False)

    needs_approval = forms.BooleanField(label=_("Each registration needs approval"), required=False)
    promotion_minutes = forms.IntegerField(
        label=_("Minutes to accept a place that became free"),
        required=False,
        min_value=1,
        max_value=MAX_PROMOTION_MINUTES,
        help_text=_("Leave it empty to let people move up at once."),
    )
    members_check_in = forms.BooleanField(
        label=_("Any member may check the team in"), required=False
    )

    def entry(self) -> dict[str, Any]:
        """Return how people come in."""
        return {
            name: self.cleaned_data[name]
            for name in ("needs_approval", "promotion_minutes", "members_check_in")
        }

    def moments(self) -> dict[str, Any]:
        """Return the times of the tournament."""
        return {name: self.cleaned_data[name] for name in MOMENTS}

    def games(self) -> list[str]:
        """Return the names that the field of the game suggests."""
        return list(Game.objects.values_list("name", flat=True))


class EditForm(TournamentForm):
    """A change to a tournament that somebody read at `version`.

    The form has the fields that the tournament's state still lets change, and no other.
    """

    min_entrants = forms.IntegerField(label=_("Fewest entrants"), min_value=2)
    summary = forms.CharField(
        label=_("Summary for search engines"),
        max_length=200,
        required=False,
        help_text=_("What they and links to the page show. Empty: the description's beginning."),
    )
    has_questions = forms.BooleanField(
        label=_("Everybody may ask questions on the tournament's page"), required=False
    )
    match_check_in_minutes = _minutes(
        _("Check-in before a match"), _("Minutes. 0: nobody checks in for a match.")
    )
    no_show_minutes = _minutes(
        _("Grace after the time of a match"),
        _("Minutes. Who is not checked in by then loses by walkover."),
    )
    auto_confirm_minutes = _minutes(
        _("Time to answer a reported score"),
        _("Minutes. Then silence confirms it; 0: it never does."),
    )
    lobby_minutes = _minutes(
        _("Lobby before a match"), _("Minutes before its time that the sides see how to get in.")
    )
    dispute_window_minutes = forms.IntegerField(
        label=_("Time to dispute a result"),
        help_text=_("Minutes; as long again to appeal against a decision. 0: no time at all."),
        min_value=0,
        max_value=7 * _MOST_MINUTES,
    )
    dispute_sla_hours = forms.IntegerField(
        label=_("Time to decide a dispute"),
        help_text=_("Hours. Then it goes to the head referee."),
        min_value=1,
        max_value=720,
    )
    version = forms.IntegerField(label=_("Version"), widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, tournament: Tournament) -> None:
        self.plan_before = _plan_of(tournament)
        values = _values_of(tournament, self.plan_before)
        super().__init__(data, initial=values)
        for name in self.fields.keys() - values.keys():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        # A format that can no longer be changed is not in the form, nor checked by it.
        return self.cleaned_data if self.plan_before is None else super().clean()

    @property
    def is_stale(self) -> bool:
        """Whether somebody else changed the tournament after this form was read."""
        return isinstance(self.refusal, StaleVersion)

    def changes(self) -> dict[str, Any]:
        """Return what is to be written, and nothing else that was sent."""
        facts = {name: self.cleaned_data[name] for name in _FACTS if name in self.fields}
        if self.plan_before is None:
            return facts
        stages = stages_of(self.plan())
        # The same format again must not touch the stages: they may have names of their own.
        return facts | ({} if stages == stages_of(self.plan_before) else {"stages": stages})

    def rebase(self, now: Tournament) -> list[tuple[str, Any]]:
        """Put the form on top of the tournament as it is now, keeping what was entered.

        Return the label and the present value of each field that differs.
        """
        present = EditForm(tournament=now)
        self.rebase_on(now.version)
        return [
            (str(field.label), present.shown(name))
            for name, field in self.fields.items()
            if name != "version"
            and name in self.cleaned_data
            and name in present.fields
            and self.cleaned_data[name] != present.initial.get(name)
        ]

    def shown(self, name: str) -> Any:
        """Return the initial value of a field in the words of its choices."""
        value, field = self.initial.get(name), self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return value
        words = dict(field.choices)  # type: ignore[arg-type]  # no choice of ours is a group
        return words.get(value, value)


def _plan_of(tournament: Tournament) -> Plan | None:
    """Return how the tournament is played, while that may still be changed here."""
    if tournament.state not in EDITABLE["stages"]:
        return None
    return plan_of(tournament.stages.all())


def _values_of(tournament: Tournament, plan: Plan | None) -> dict[str, Any]:
    """Return what may still be changed of a tournament, as it is now."""
    facts = {
        name: getattr(tournament, name) for name in _FACTS if tournament.state in EDITABLE[name]
    }
    if "game" in facts:
        facts["game"] = tournament.game.name
    told = {} if plan is None else plan_values(plan)
    return facts | told | {"version": tournament.version}


class PicturesForm(EngineForm):
    """The banner and the logo of a tournament."""

    def __init__(self, data: Any = None, files: Any = None, *, tournament: Tournament) -> None:
        super().__init__(data, files, auto_id="picture_%s")
        labels = {"banner": _("Banner"), "logo": _("Logo")}
        for name, purpose in PICTURES.items():
            self.fields[name] = UploadField(purpose=purpose, label=labels[name], required=False)
            if getattr(tournament, f"{name}_id") is not None:
                gone = _("Take it away: %(picture)s") % {"picture": labels[name]}
                self.fields[f"drops_{name}"] = forms.BooleanField(label=gone, required=False)

    def changes(self) -> dict[str, Any]:
        """Return what the service is told: files that were sent, and what is to go."""
        data = self.cleaned_data
        drops = [name for name in PICTURES if data.get(f"drops_{name}")]
        return {**{name: data[name] for name in PICTURES}, "drops": drops}


class ReasonForm(EngineForm):
    """Why something is called off: the words that those concerned will read."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
