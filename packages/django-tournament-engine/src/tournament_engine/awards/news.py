"""Who hears of prizes and badges: those who have them, and the site's profiles."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from tournament_engine import events, hooks
from tournament_engine.awards.lifecycle import GiftState
from tournament_engine.awards.models import Badge, Gift
from tournament_engine.core.models import Tournament
from tournament_engine.economy.lifecycle import PayoutState
from tournament_engine.economy.models import Payout, PayoutKind
from tournament_engine.errors import HookError
from tournament_engine.registration.permissions import speakers
from tournament_engine.users import User

__all__ = ["declare", "facts_of"]


#: Achievement by achievement; the keys of badges are drawn at random.
_IN_TURN = ("achievement_id", "user_id", "entrant_id")


def declare() -> None:
    """Let people and profiles hear of what is theirs. Harmless when it is done again."""
    events.then(events.tournament_concluded, _tell_winners)
    events.then(events.achievements_awarded, _tell_site)
    events.then(events.achievements_awarded, _tell_holders)
    events.then(events.achievements_awarded, _tell_profiles)
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


def facts_of(badge: Badge) -> dict[str, Any]:
    """Return what the signals carry of a badge."""
    return {
        "badge": str(badge.pk),
        "achievement": badge.achievement.code,
        "user": None if badge.user_id is None else str(badge.user_id),
        "entrant": badge.entrant_id,
        "tournament": badge.tournament_id,
    }


def _tell_site(*, badges: Sequence[str], **_: Any) -> None:
    """Send the site's code its signal for each badge."""
    news = events.achievement_awarded
    rows = Badge.objects.filter(pk__in=badges).select_related("achievement")
    for badge in rows.order_by(*_IN_TURN):
        key = f"{news.name}:{badge.pk}"
        events.deliver(name=news.name, key=key, payload=facts_of(badge))


@transaction.atomic
def _tell_holders(*, key: str, badges: Sequence[str], **_: Any) -> None:
    """Tell everybody of a badge, those who have the same one in one notice."""
    told: defaultdict[tuple[int, str, str, str], list[User]] = defaultdict(list)
    for row in _standing(badges):
        tournament = "" if row.tournament is None else row.tournament.name
        alike = row.achievement_id, row.achievement.name, tournament, row.reason
        told[alike].extend([] if row.user is None else [row.user])
    for (achievement, name, tournament, reason), people in told.items():
        context = {
            "achievement": name,
            "tournament": tournament,
            "reason": reason,
            "url": reverse("tournament_engine:own_badges"),
        }
        events.notify("badge_awarded", to=people, key=f"{key}:{achievement}", context=context)


def _tell_profiles(*, badges: Sequence[str], **_: Any) -> None:
    """Tell the profiles of each badge: one that fails keeps none of the others waiting."""
    failed: HookError | None = None
    for row in _standing(badges):
        if row.user is not None:
            try:
                hooks.profiles().on_achievement(row.user, row.achievement.code, _key(str(row.pk)))
            except HookError as error:
                failed = error if failed is None or error.retryable else failed
    if failed is not None:
        raise failed


def _standing(badges: Sequence[str]) -> QuerySet[Badge]:
    """Return those that stand: news of a loss may be faster than news that is tried again."""
    rows = Badge.objects.filter(pk__in=badges, revoked_at=None)
    return rows.select_related("achievement", "tournament", "user").order_by(*_IN_TURN)


def _tell_profiles_of_loss(*, badge: str, achievement: str, user: str | None, **_: Any) -> None:
    for person in _person(user):
        hooks.profiles().on_achievement_revoked(person, achievement, _key(badge))


def _person(key: str | None) -> Iterator[User]:
    """Yield the person; nobody where the account is gone."""
    if key is not None:
        yield from get_user_model()._default_manager.filter(pk=key)


def _key(badge: str) -> str:
    return f"badge:{badge}"
