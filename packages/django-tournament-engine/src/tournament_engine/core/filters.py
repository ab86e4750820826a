"""What visitors may narrow the list of tournaments by, and in what order they see it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, TextChoices, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.lifecycle import GROUPS
from tournament_engine.core.models import Game, StageConfig, Tournament
from tournament_engine.core.queries import TournamentQuerySet
from tournament_engine.core.stage_kinds import named_formats
from tournament_engine.forms import DayField
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


def _format() -> Subquery:
    """Return the name of the format of the first stage."""
    first = StageConfig.objects.filter(tournament=OuterRef("pk")).order_by("position")
    return Subquery(first.values("format")[:1])


#: What the list may be sorted by, and the columns that say so; nothing else orders it.
_SORTS: Mapping[str, tuple[Promise, tuple[Any, ...]]] = {
    "": (_("What goes on first"), ()),
    "name": (_("Name"), ("name",)),
    "game": (_("Game"), ("game__name", "name")),
    "date": (_("Start"), (F("starts_at").asc(nulls_last=True),)),
    "fee": (_("Entry fee, lowest first"), ("fee_amount", "fee_currency")),
    "prize": (
        _("Prize, highest first"),
        # Of another domain, above this one: its row is joined by the name it gives itself.
        (F("prize_pool__amount").desc(nulls_last=True),),
    ),
    "format": (_("Format"), (_format(),)),
}


class Fee(TextChoices):
    """Whether a tournament takes an entry fee."""

    FREE = "free", _("Free of charge")
    PAID = "paid", _("With an entry fee")


_FEES = {Fee.FREE: Q(fee_amount=0), Fee.PAID: Q(fee_amount__gt=0)}


class TournamentFilter(forms.Form):
    """What to look for, and the order. What cannot be understood narrows nothing."""

    #: What few visitors ask for: it stands behind a fold.
    RARE = ("format", "fee", "first", "last")

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    status = forms.ChoiceField(label=_("Status"), required=False)
    game = forms.ChoiceField(label=_("Game"), required=False)
    format = forms.ChoiceField(label=_("Format"), required=False)
    fee = forms.ChoiceField(
        label=_("Entry fee"), required=False, choices=[("", _("Any")), *Fee.choices]
    )
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[(code, label) for code, (label, _columns) in _SORTS.items()],
    )

    def __init__(self, data: Any, *, user: AnyUser) -> None:
        super().__init__(data)
        self.user = user
        mine = [_MINE] if user.is_authenticated else []
        games = Game.objects.filter(tournaments__in=Tournament.objects.listed()).distinct()
        choices: dict[str, list[tuple[Any, Any]]] = {
            "status": [("", _("Any")), *Status.choices, *mine],
            "game": [("", _("Any")), *games.values_list("slug", "name")],
            "format": [("", _("Any")), *named_formats()],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
            field.choices = options

    @property
    def is_narrowed(self) -> bool:
        """Say whether the list is less than everything."""
        return any(told for name, told in self._chosen().items() if name != "sort")

    @property
    def rare(self) -> list[forms.BoundField]:
        """The fields that stand behind a fold."""
        return [self[name] for name in self.RARE]

    @property
    def is_rare(self) -> bool:
        """Say whether one of them narrows the list, so that the fold is open."""
        chosen = self._chosen()
        return any(chosen.get(name) for name in self.RARE)

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
        rows = self._narrowed(rows, chosen)
        _label, columns = _SORTS[chosen.get("sort", "")]
        return rows.for_list().order_by(*columns, _urgency(), "-created_at", "-pk")

    def _narrowed(self, rows: TournamentQuerySet, chosen: Mapping[str, Any]) -> TournamentQuerySet:
        if name := chosen.get("format"):
            stages = StageConfig.objects.filter(tournament=OuterRef("pk"), format=name)
            rows = rows.filter(Exists(stages))
        if fee := chosen.get("fee"):
            rows = rows.filter(_FEES[fee])
        if first := chosen.get("first"):
            rows = rows.filter(starts_at__date__gte=first)
        if last := chosen.get("last"):
            rows = rows.filter(starts_at__date__lte=last)
        return rows

    def _chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data
