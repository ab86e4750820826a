"""The forms of badges: one given by hand, one taken back."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from tournament_engine import hooks
from tournament_engine.awards.careers import players_of
from tournament_engine.awards.models import Achievement
from tournament_engine.awards.rulebook import rules
from tournament_engine.core.models import Tournament
from tournament_engine.forms import EngineForm
from tournament_engine.permissions import is_site_staff
from tournament_engine.registration.models import Entrant
from tournament_engine.users import User

__all__ = ["BadgeForm", "RevokeForm"]


class BadgeForm(EngineForm):
    """What somebody is given, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, tournament: Tournament, by: User
    ) -> None:
        super().__init__(data)
        people = people_of(tournament)
        names = [(key, name) for key, (name, _holder) in people.items()]
        self.fields["achievement"] = forms.ModelChoiceField(
            label=_("Badge"), queryset=given_by_hand(tournament, by)
        )
        self.fields["holder"] = forms.TypedChoiceField(
            label=_("For"), choices=[("", "—"), *names], coerce=lambda key: people[key][1]
        )
        self.order_fields(("achievement", "holder", "reason"))


class RevokeForm(EngineForm):
    """Which badge is taken back, and why."""

    badge = forms.UUIDField(label=_("Badge"), widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=300)


def given_by_hand(tournament: Tournament, by: User) -> QuerySet[Achievement]:
    """Return the achievements that somebody may give in a tournament."""
    by_hand = [code for code, rule in rules().items() if rule.is_by_hand]
    here = Q(tournament=tournament) | Q(tournament=None) & (Q(game=None) | Q(game=tournament.game))
    rows = Achievement.objects.filter(here, rule__in=by_hand, is_active=True)
    if not is_site_staff(by):
        rows = rows.filter(Q(per_tournament=True) | Q(tournament=tournament))
    return rows


def people_of(tournament: Tournament) -> dict[str, tuple[str, User | Entrant]]:
    """Return who plays here by a key of the form: the name, and the person or the entrant."""
    players = players_of(tournament)
    users = get_user_model()._default_manager.in_bulk([one.user for one in players if one.user])
    entrants = Entrant.objects.select_related("registration").in_bulk(
        [one.entrant for one in players if one.entrant is not None]
    )
    names = hooks.users().get_many(str(key) for key in users)
    found: dict[str, tuple[str, User | Entrant]] = {}
    for key, user in users.items():
        known = names.get(str(key))
        found[f"user:{key}"] = ("" if known is None else known.name, user)
    for number, entrant in entrants.items():
        found[f"entrant:{number}"] = (entrant.name, entrant)
    return dict(sorted(found.items(), key=lambda item: (item[1][0].casefold(), item[0])))
