"""Forms of a round: its window, one time for all its matches, and the games of each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tournament_engine.bracket.limits import MOST_GAMES
from tournament_engine.forms import EngineForm, MomentField

__all__ = ["GamesForm", "RoundTimeForm", "WindowForm"]


class WindowForm(EngineForm):
    """From when up to when a round is played."""

    opens_at = MomentField(label=_("From"), required=False)
    closes_at = MomentField(
        label=_("Up to"),
        required=False,
        help_text=_("Empty: open. The sides move their matches within."),
    )


class RoundTimeForm(EngineForm):
    """One time for every match of a round."""

    scheduled_at = MomentField(
        label=_("Time of every match"), required=False, help_text=_("Empty: no time yet.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("The sides read it.")
    )
    force = forms.BooleanField(
        label=_("Plan it so, though it gets in the way of other matches"), required=False
    )


class GamesForm(EngineForm):
    """How many games a match of a round has."""

    best_of = forms.IntegerField(label=_("Best of"), min_value=1, max_value=MOST_GAMES)
    version = forms.IntegerField(label=_("Version"), widget=forms.HiddenInput)
