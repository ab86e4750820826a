"""Who hears of a badge: its holder, and the site's profiles."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse

from tournament_engine import events, hooks
from tournament_engine.awards.models import Badge
from tournament_engine.users import User

__all__ = ["declare"]


def declare() -> None:
    """Let people and profiles hear of badges. Harmless when it is done again."""
    events.then(events.achievement_awarded, _tell_holder)
    events.then(events.achievement_awarded, _tell_profiles)
    events.then(events.badge_revoked, _tell_profiles_of_loss)


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
