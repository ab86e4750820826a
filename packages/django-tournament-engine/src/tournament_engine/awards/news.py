"""Who hears of prizes and badges: those who have them, and the site's profiles."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse

from tournament_engine import events, hooks
from tournament_engine.awards.lifecycle import GiftState
from tournament_engine.awards.models import Badge, Gift
from tournament_engine.core.models import Tournament
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.registration.permissions import speakers
from tournament_engine.users import User

__all__ = ["declare"]


def declare() -> None:
    """Let people and profiles hear of what is theirs. Harmless when it is done again."""
    events.then(events.tournament_concluded, _tell_winners)
    events.then(events.achievement_awarded, _tell_holder)
    events.then(events.achievement_awarded, _tell_profiles)
    events.then(events.badge_revoked, _tell_profiles_of_loss)


@transaction.atomic
def _tell_winners(*, key: str, tournament: int, **_: Any) -> None:
    """Lead everybody who has won something to the page where it is claimed, once."""
    lines = Payout.objects.filter(tournament=tournament, kind=PayoutKind.PRIZE)
    paid = lines.exclude(state=PayoutState.CANCELLED).select_related("recipient")
    gifts = Gift.objects.filter(tournament=tournament, state=GiftState.PENDING)
    winners = {line.recipient for line in paid}
    winners |= set(speakers(list(gifts.values_list("entrant", flat=True))))
    name = Tournament.objects.values_list("name", flat=True).get(pk=tournament)
    context = {"tournament": name, "url": reverse("tournament_engine:own_prizes")}
    events.notify("prize_won", to=winners, key=key, context=context)


@transaction.atomic
def _tell_holder(*, key: str, badge: str, **_: Any) -> None:
    rows = Badge.objects.filter(pk=badge, revoked_at=None).exclude(user=None)
    for row in rows.select_related("achievement", "tournament", "user"):
        context = {
            "achievement": row.achievement.name,
            "tournament": "" if row.tournament is None else row.tournament.name,
            "reason": row.reason,
            "url": reverse("tournament_engine:own_badges"),
        }
        events.notify("badge_awarded", to=[row.user], key=key, context=context)


def _tell_profiles(*, badge: str, achievement: str, user: str | None, **_: Any) -> None:
    # News of a loss may be faster than news that had to be tried again.
    if Badge.objects.filter(pk=badge, revoked_at=None).exists():
        for person in _person(user):
            hooks.profiles().on_achievement(person, achievement, _key(badge))


def _tell_profiles_of_loss(*, badge: str, achievement: str, user: str | None, **_: Any) -> None:
    for person in _person(user):
        hooks.profiles().on_achievement_revoked(person, achievement, _key(badge))


def _person(key: str | None) -> Iterator[User]:
    """Yield the person; nobody where the account is gone."""
    if key is not None:
        yield from get_user_model()._default_manager.filter(pk=key)


def _key(badge: str) -> str:
    return f"badge:{badge}"
