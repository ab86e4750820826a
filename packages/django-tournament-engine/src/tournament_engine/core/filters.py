"""What visitors may narrow the list of tournaments by."""

from typing import Any

from django import forms
from django.db.models import Case, TextChoices, When
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.lifecycle import GROUPS
from tournament_engine.core.models import Game, Tournament
from tournament_engine.core.queries import TournamentQuerySet
from tournament_engine.users import AnyUser

__all__ = ["TournamentFilter"]


class Status(TextChoices):
    """The groups of states that a visitor thinks in; `mine` are those one helps to run."""

    LIVE = "live", _("Live")
    OPEN = "open", _("Open for registration")
    UPCOMING = "upcoming", _("Upcoming")
    FINISHED = "finished", _("Finished")


_MINE = ("mine", _("Mine"))


def _urgency() -> Case:
    """Rank the groups of states as `Status` lists them; drafts, which only `mine` shows, lead."""
    groups = enumerate(Status, start=1)
    return Case(
        *(When(state__in=GROUPS[group.value], then=rank) for rank, group in groups), default=0
    )


class TournamentFilter(forms.Form):
    """Search, status and game. What cannot be understood narrows nothing."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    game = forms.ChoiceField(label=_("Game"), required=False)

    def __init__(self, data: Any, *, user: AnyUser) -> None:
        super().__init__(data)
        self.user = user
        mine = [_MINE] if user.is_authenticated else []
        games = Game.objects.filter(tournaments__in=Tournament.objects.listed()).distinct()
        choices: dict[str, list[tuple[Any, Any]]] = {
            "status": [("", _("Any")), *Status.choices, *mine],
            "game": [("", _("Any")), *games.values_list("slug", "name")],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
            field.choices = options

    @property
    def is_narrowed(self) -> bool:
        """Say whether the list is less than everything."""
        return any(self._chosen().values())

    def apply(self) -> TournamentQuerySet:
        """Return the tournaments that match: what goes on first, then the newest."""
        chosen = self._chosen()
        if chosen.get("status") == "mine":
            rows = Tournament.objects.staffed_by(self.user)
        else:
            rows = Tournament.objects.listed()
            if status := chosen.get("status"):
                rows = rows.filter(state__in=GROUPS[status])
        if game := chosen.get("game"):
            rows = rows.filter(game__slug=game)
        if text := chosen.get("q"):
            rows = rows.search(text)
        return rows.for_list().order_by(_urgency(), "-created_at", "-pk")

    def _chosen(self) -> dict[str, str]:
        self.is_valid()
        return self.cleaned_data
