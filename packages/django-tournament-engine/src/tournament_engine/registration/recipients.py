"""To whom goes what an entrant wins: a player, or the people of a team by its own split."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from tournament_engine import hooks
from tournament_engine.core.models import EntrantKind
from tournament_engine.hooks.teams import PayoutAccount
from tournament_engine.money import split
from tournament_engine.registration.models import Entrant
from tournament_engine.users import User

__all__ = ["Part", "name_of", "parts_of", "people_of_entrant"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Somebody's part of what was won; without an account it is paid by hand."""

    user: User | None
    name: str
    amount: int

    @property
    def key(self) -> str:
        """Return what names this person within the entrant."""
        return "" if self.user is None else str(self.user.pk)


def parts_of(entrant: Entrant, amount: int) -> list[Part]:
    """Divide what an entrant has won among its people; the parts sum to the amount.

    The remainder goes to the person with the lowest id. Where nobody of a team has an
    account, the team gets it in one piece, by hand.
    """
    shares = _shares(entrant)
    people = sorted(shares, key=lambda user: user.pk)
    if not people:
        return [Part(user=None, name=entrant.name, amount=amount)]
    parts = split(amount, [shares[person] for person in people])
    return [
        Part(user=person, name=name_of(person, entrant.name), amount=part)
        for person, part in zip(people, parts, strict=True)
        if part
    ]


def people_of_entrant(entrant: Entrant) -> list[User]:
    """Return the people of an entrant who have accounts: the player, or the team's members."""
    if entrant.tournament.entrant_kind == EntrantKind.SOLO:
        player = entrant.registration.user
        return [] if player is None else [player]
    members = entrant.registration.members.filter(is_active=True).select_related("user")
    return [member.user for member in members if member.user is not None]


def name_of(person: User, otherwise: str) -> str:
    """Return what a line of money calls somebody."""
    return hooks.users().display_name(person)[:120] or otherwise


def _shares(entrant: Entrant) -> dict[User, int]:
    if entrant.team_ref:
        accounts = hooks.teams().payout_accounts(entrant.team_ref)
        if shares := _with_accounts(accounts):
            return shares
    return dict.fromkeys(people_of_entrant(entrant), 1)


def _with_accounts(accounts: Sequence[PayoutAccount]) -> dict[User, int]:
    """Return the shares of those who are on the site; one named twice has both shares."""
    people = {str(user.pk): user for user in _people(one.user_id for one in accounts)}
    shares: dict[User, int] = {}
    for one in accounts:
        person = people.get(one.user_id)
        if person is not None and one.share > 0:
            shares[person] = shares.get(person, 0) + one.share
    return shares


def _people(ids: Iterable[str]) -> Iterable[User]:
    model = get_user_model()
    keys = [key for key in map(_key, ids) if key is not None]
    people: Iterable[User] = model._default_manager.filter(pk__in=keys)
    return people


def _key(text: str) -> Any:
    """Return a key as the user model stores it; None where it can be no key."""
    try:
        return get_user_model()._meta.pk.to_python(text)
    except ValidationError:
        return None
