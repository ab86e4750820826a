"""What visitors may narrow the list of matches by."""

from django import forms
from django.db.models import Exists, OuterRef, TextChoices
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.models import Tournament
from tournament_engine.match.lifecycle import SETTLED, MatchState
from tournament_engine.match.models import Match, MatchSide
from tournament_engine.match.queries import MatchQuerySet

__all__ = ["MatchFilter"]


class Progress(TextChoices):
    """What a visitor asks of a match."""

    NOW = "now", _("Being played")
    AHEAD = "ahead", _("To be played")
    OVER = "over", _("Finished")


_NOW = (MatchState.LIVE, MatchState.PENDING_RESULT, MatchState.DISPUTED)


class MatchFilter(forms.Form):
    """An entrant's name and how far the match is. What is not understood narrows nothing."""

    q = forms.CharField(
        label=_("Entrant"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    progress = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("All matches")), *Progress.choices]
    )

    @property
    def is_narrowed(self) -> bool:
        """Say whether the list is less than everything."""
        return any(self._chosen().values())

    def apply(self, tournament: Tournament) -> MatchQuerySet:
        """Return the matches that are asked for, in playing order, stage after stage."""
        rows = Match.objects.filter(tournament=tournament).public().with_sides()
        chosen = self._chosen()
        if name := chosen.get("q"):
            sides = MatchSide.objects.filter(match=OuterRef("pk"), entrant__name__icontains=name)
            rows = rows.filter(Exists(sides))
        match chosen.get("progress"):
            case Progress.NOW:
                rows = rows.filter(state__in=_NOW)
            case Progress.AHEAD:
                rows = rows.exclude(state__in=(*SETTLED, *_NOW))
            case Progress.OVER:
                rows = rows.filter(state=MatchState.COMPLETED)
            case _:
                pass
        ordered = rows.select_related("bracket__stage")
        ordered = ordered.defer("bracket__snapshot", "bracket__seeding")
        return ordered.order_by("bracket__stage__position", "position")

    def _chosen(self) -> dict[str, str]:
        self.is_valid()
        return self.cleaned_data
