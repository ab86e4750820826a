"""One example of each hook: what this site knows better than the engine.

`TOURNAMENT_ENGINE["HOOKS"]` in the settings names these classes. Take away a line there and
the engine's default is back: nothing else refers to them.
"""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db.models import QuerySet

from tournament_engine.core.models import Tournament
from tournament_engine.hooks.notifications import Notifications as NotificationsHook
from tournament_engine.hooks.teams import TeamMember, TeamRef
from tournament_engine.hooks.teams import Teams as TeamsHook
from tournament_engine.hooks.users import ALLOWED, Decision
from tournament_engine.hooks.users import Users as UsersHook
from tournament_engine.users import User

__all__ = ["Notifications", "Teams", "Users"]

logger = logging.getLogger(__name__)

DAY = 24 * 60 * 60
NUMBER = re.compile("[0-9]{1,9}")


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
    """Teams are Django's own groups: whoever is in a group may enter it and report for it.

    A site with a table of teams reads that table instead. Ids go in and out as text.
    """

    def teams_for(self, user: User) -> Sequence[TeamRef]:
        # Offered to this person on the registration page.
        return [reference(group) for group in user.groups.order_by("name")]

    def get_many(self, ids: Iterable[str]) -> Mapping[str, TeamRef]:
        # One query however many teams: list pages call this.
        return {str(group.pk): reference(group) for group in groups(ids)}

    def roster(self, team_id: str) -> Sequence[TeamMember]:
        # Copied into the tournament at registration, so that a later transfer changes nothing.
        people = get_user_model().objects.filter(groups__in=groups([team_id])).order_by("pk")
        return [TeamMember(str(user.pk), Users().display_name(user)) for user in people]

    def can_manage(self, user: User, team_id: str) -> bool:
        # Asked whenever somebody acts for the team: registers, withdraws, reports a score.
        return groups([team_id]).filter(user=user).exists()

    def snapshot(self, team_id: str) -> Mapping[str, Any]:
        # What stays known when the team itself is gone.
        team = self.get_many([team_id]).get(team_id)
        return {"name": team.name} if team else {}


class Notifications(NotificationsHook):
    """Writes a line to the log for each notice, besides the inbox and the e-mail.

    A chat, a push service or a queue takes its place. `send` runs after commit, and may be
    called again with the same key when it is not sure that the first call came through.
    """

    def supports(self, event: str) -> bool:
        # Only what is urgent enough to interrupt somebody.
        return event in {"match_ready", "result_reported", "tournament_cancelled"}

    def send(
        self,
        event: str,
        recipients: Sequence[str],
        context: Mapping[str, Any],
        idempotency_key: str,
    ) -> None:
        # Many services take such a key and do this for us.
        if cache.add(f"notice:{idempotency_key}", value=True, timeout=DAY):
            # Ids, never names or addresses: logs are kept for long and read by many.
            logger.info("%s: users %s at %s", event, ", ".join(recipients), context["url"])


def groups(ids: Iterable[str]) -> QuerySet[Group]:
    """Return those of the groups that exist; what comes from a form may be anything."""
    return Group.objects.filter(pk__in=[int(id) for id in ids if NUMBER.fullmatch(id)])


def reference(group: Group) -> TeamRef:
    """Return a group as the engine shows a team."""
    return TeamRef(id=str(group.pk), name=group.name)
