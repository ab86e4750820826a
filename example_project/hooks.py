"""One example of each hook: what this site knows better than the engine.

`TOURNAMENT_ENGINE["HOOKS"]` in the settings names these classes. Take away a line there and
the engine's default is back: nothing else refers to them.
"""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from bracketcore.ratings import Elo
from clubs import purses
from clubs.models import Award, Booking, Club, Handle, Membership
from tournament_engine.core.models import Game, Tournament
from tournament_engine.hooks.economy import CLEARED, Money, PayoutCheck, Quote, Receipt
from tournament_engine.hooks.economy import Economy as EconomyHook
from tournament_engine.hooks.elo import EloRankings
from tournament_engine.hooks.notifications import Notifications as NotificationsHook
from tournament_engine.hooks.notifications import Urgency, urgency_of
from tournament_engine.hooks.profiles import ProfileBadge
from tournament_engine.hooks.profiles import Profiles as ProfilesHook
from tournament_engine.hooks.site_ui import NavigationLink
from tournament_engine.hooks.site_ui import SiteUI as SiteUIHook
from tournament_engine.hooks.teams import TeamMember, TeamRef
from tournament_engine.hooks.teams import Teams as TeamsHook
from tournament_engine.hooks.users import ALLOWED, Decision
from tournament_engine.hooks.users import Users as UsersHook
from tournament_engine.users import User

__all__ = ["Economy", "Notifications", "Profiles", "Rankings", "SiteUI", "Teams", "Users"]

logger = logging.getLogger(__name__)

DAY = 24 * 60 * 60
NUMBER = re.compile("[0-9]{1,9}")

#: In minor units, whatever the currency.
IDENTITY_ABOVE = 1_000_00


class Users(UsersHook):
    """Who plays here: everybody but the staff, and names begin with a capital."""

    def display_name(self, user: User) -> str:
        # What tournament pages call a person. Never a whole e-mail address: pages are public.
        name = super().display_name(user)
        return name[:1].upper() + name[1:]

    def can_register(self, user: User, tournament: Tournament) -> Decision:
        # A rule of the site. The reason is the sentence that the person reads.
        if user.is_staff and user.pk != tournament.organizer_id:
            return Decision(
                allowed=False,
                reason="Staff of this site do not play: log in with an account of your own.",
            )
        return ALLOWED


class Teams(TeamsHook):
    """Teams are the clubs of this site: the captain enters the club and reports for it.

    Ids go in and out as text: `str(pk)`. What comes from a form may be anything.
    """

    def teams_for(self, user: User, game: Game | None = None) -> Sequence[TeamRef]:
        # Offered to this person on the registration page, where the game is known.
        clubs = captained(user)
        if game is not None:
            clubs = clubs.filter(game__in=("", game.name))
        return [reference(club) for club in clubs]

    def get_many(self, ids: Iterable[str]) -> Mapping[str, TeamRef]:
        # One query however many teams: list pages call this.
        return {str(club.pk): reference(club) for club in existing(ids)}

    def members(self, team_id: str) -> Sequence[TeamMember]:
        # Copied into the tournament at registration, so that a later transfer changes nothing.
        people = Membership.objects.filter(club__in=existing([team_id])).select_related("user")
        name = Users().display_name
        return [TeamMember(str(one.user_id), name(one.user), one.role) for one in people]

    def roster(self, team_id: str) -> Sequence[TeamMember]:
        return self.members(team_id)

    def can_manage(self, user: User, team_id: str) -> bool:
        # Asked whenever somebody acts for the team: registers, withdraws, reports a score.
        return captained(user).filter(pk__in=existing([team_id])).exists()

    def snapshot(self, team_id: str) -> Mapping[str, Any]:
        # What stays known when the club itself is gone.
        team = self.get_many([team_id]).get(team_id)
        return {"name": team.name} if team else {}


class Profiles(ProfilesHook):
    """Everybody has a page in this site, and says there what they are called in a game."""

    def url(self, user: User) -> str:
        return reverse("person", args=(user.pk,))

    def game_identity(self, user: User, game: Game) -> str:
        handle = Handle.objects.filter(user=user, game=game.name).first()
        return handle.name if handle else ""

    def badges(self, user: User) -> Sequence[ProfileBadge]:
        awards = Award.objects.filter(user=user)
        return [ProfileBadge(award.code, award.code.replace("_", " ")) for award in awards]

    def on_achievement(self, user: User, code: str, idempotency_key: str) -> None:
        # May be told twice: the key is unique in our own table, too.
        Award.objects.get_or_create(key=idempotency_key, defaults={"user": user, "code": code})

    def on_achievement_revoked(self, user: User, code: str, idempotency_key: str) -> None:  # noqa: ARG002 - the hook's signature
        # The key is that of the award: whoever earned the same twice keeps the other one.
        Award.objects.filter(key=idempotency_key).delete()


class Rankings(EloRankings):
    """The engine's own Elo, faster than it comes: few play here often."""

    elo = Elo(k=32)


class SiteUI(SiteUIHook):
    """The clubs have a link in the head of every page."""

    def navigation(self, request: HttpRequest) -> Sequence[NavigationLink]:  # noqa: ARG002 - the same for everybody
        return [NavigationLink("Clubs", reverse("clubs"))]


class Economy(EconomyHook):
    """Everybody has a purse in this site: see `clubs/purses.py`, where each key books once."""

    def quote(self, user: User, price: Money) -> Quote:
        return Quote(price, is_covered=purses.balance(user, price.currency) >= price.amount)

    def balance(self, user: User, currency: str) -> Money:
        return Money(purses.balance(user, currency), currency)

    def charge(self, user: User, price: Money, idempotency_key: str) -> Receipt:
        booking = purses.book(
            user=user, amount=-price.amount, currency=price.currency, key=idempotency_key
        )
        return receipt(booking)

    def refund(self, charge_key: str, amount: Money, idempotency_key: str) -> Receipt:
        return receipt(purses.give_back(charge_key=charge_key, money=amount, key=idempotency_key))

    def payout(self, user: User, amount: Money, idempotency_key: str) -> Receipt:
        booking = purses.book(
            user=user, amount=amount.amount, currency=amount.currency, key=idempotency_key
        )
        return receipt(booking)

    def check_payout(self, user: User, amount: Money, kind: str) -> PayoutCheck:
        # The law wants to know who wins much. The reason stands on the winner's own page.
        is_known = amount.amount < IDENTITY_ABOVE or kind != "prize"
        if is_known or user.groups.filter(name="identity checked").exists():
            return CLEARED
        return PayoutCheck("pending", "Show your passport at the office of the club first.")

    def lookup(self, idempotency_key: str) -> Receipt | None:
        booking = Booking.objects.filter(key=idempotency_key).first()
        return receipt(booking) if booking else None


class Notifications(NotificationsHook):
    """Writes a line to the log for each notice, besides the inbox and the e-mail.

    A chat, a push service or a queue takes its place. `send` runs after commit, and may be
    called again with the same key when it is not sure that the first call came through.
    """

    def supports(self, event: str) -> bool:
        # Only what is urgent enough to interrupt somebody.
        return urgency_of(event) is Urgency.HIGH

    def send(
        self,
        event: str,
        recipients: Sequence[str],
        context: Mapping[str, Any],  # noqa: ARG002 - a mail would be made of it
        idempotency_key: str,
        *,
        action_url: str = "",
        **_more: Any,
    ) -> None:
        # Many services take such a key and do this for us.
        if cache.add(f"notice:{idempotency_key}", value=True, timeout=DAY):
            # Ids, never names or addresses: logs are kept for long and read by many.
            logger.info("%s: users %s at %s", event, ", ".join(recipients), action_url)


def existing(ids: Iterable[str]) -> QuerySet[Club]:
    """Return those of the clubs that exist."""
    return Club.objects.filter(pk__in=[int(id) for id in ids if NUMBER.fullmatch(id)])


def captained(user: User) -> QuerySet[Club]:
    """Return the clubs that this person speaks for."""
    role = Membership.Role.CAPTAIN
    return Club.objects.filter(memberships__user=user, memberships__role=role)


def reference(club: Club) -> TeamRef:
    """Return a club as the engine shows a team."""
    return TeamRef(id=str(club.pk), name=club.name)


def receipt(booking: Booking) -> Receipt:
    """Return a booking as proof for the engine."""
    money = Money(abs(booking.amount), booking.currency)
    return Receipt(booking.key, str(booking.pk), money)
