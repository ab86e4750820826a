"""For the tests of a site: hooks that do as they are told, and contracts for its own hooks.

A contract is a function that raises AssertionError when a hook breaks what the engine relies
on. Call it from a test with an instance of your class:

    def test_our_users_keep_the_contract(db):
        assert_users_contract(Users(), user=a_user())
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from django.utils.translation import check_for_language

from tournament_engine.core.models import Tournament
from tournament_engine.errors import HookError
from tournament_engine.hooks.notifications import Notifications
from tournament_engine.hooks.teams import TeamMember, TeamRef, Teams
from tournament_engine.hooks.users import Decision, UserRef, Users
from tournament_engine.registration.models import MemberRole
from tournament_engine.users import User

__all__ = [
    "FakeNotifications",
    "FakeTeam",
    "FakeTeams",
    "FakeUsers",
    "Sent",
    "assert_notifications_contract",
    "assert_teams_contract",
    "assert_users_contract",
]


class FakeUsers(Users):
    """The default hook, with people banned and refused as a test wants it, by id."""

    def __init__(self) -> None:
        self.banned: set[str] = set()
        self.refused: dict[str, str] = {}

    def is_banned(self, user: User) -> bool:
        return str(user.pk) in self.banned

    def can_register(self, user: User, tournament: Tournament) -> Decision:
        reason = self.refused.get(str(user.pk))
        return (
            super().can_register(user, tournament)
            if reason is None
            else Decision(allowed=False, reason=reason)
        )


@dataclass(frozen=True)
class FakeTeam:
    """A team that a test made up; `managers` are ids of users."""

    name: str
    managers: frozenset[str] = frozenset()
    members: tuple[TeamMember, ...] = ()


class FakeTeams(Teams):
    """Knows the teams that a test puts into `teams`, by id."""

    def __init__(self) -> None:
        self.teams: dict[str, FakeTeam] = {}

    def teams_for(self, user: User) -> Sequence[TeamRef]:
        return [
            TeamRef(id, team.name)
            for id, team in self.teams.items()
            if str(user.pk) in team.managers
        ]

    def get_many(self, ids: Iterable[str]) -> Mapping[str, TeamRef]:
        return {id: TeamRef(id, self.teams[id].name) for id in ids if id in self.teams}

    def roster(self, team_id: str) -> Sequence[TeamMember]:
        team = self.teams.get(team_id)
        return team.members if team else ()

    def can_manage(self, user: User, team_id: str) -> bool:
        team = self.teams.get(team_id)
        return team is not None and str(user.pk) in team.managers

    def snapshot(self, team_id: str) -> Mapping[str, Any]:
        team = self.teams.get(team_id)
        return {"name": team.name} if team else {}


@dataclass(frozen=True)
class Sent:
    """What a FakeNotifications was asked to send."""

    event: str
    recipients: tuple[str, ...]
    context: Mapping[str, Any]
    key: str


@dataclass
class FakeNotifications(Notifications):
    """Keeps what it sends. `refuse` calls fail; `lose` calls send and then seem to have failed."""

    sent: list[Sent] = field(default_factory=list)
    refuse: int = 0
    lose: int = 0

    def send(
        self,
        event: str,
        recipients: Sequence[str],
        context: Mapping[str, Any],
        idempotency_key: str,
    ) -> None:
        if self.refuse:
            self.refuse -= 1
            raise HookError("refused", "The service is down.", retryable=True)
        if idempotency_key not in {notice.key for notice in self.sent}:
            self.sent.append(Sent(event, tuple(recipients), dict(context), idempotency_key))
        if self.lose:
            self.lose -= 1
            raise HookError("lost", "The answer was lost.", retryable=True)


def assert_users_contract(hook: Users, *, user: User) -> None:
    """Check a users hook with a person whom it knows."""
    id = str(user.pk)
    name = hook.display_name(user)
    _hold(bool(name.strip()), "display_name() returns a name.")
    _hold(hook.get_many([id]) == {id: UserRef(id, name)}, "get_many() knows people by str(pk).")
    _hold(hook.get_many(["", "nobody"]) == {}, "get_many() leaves out ids that it does not know.")
    _hold(len(hook.search(name, limit=1)) <= 1, "search() returns no more than `limit`.")
    _hold(list(hook.search("", limit=5)) == [], "search() finds nobody for an empty text.")
    _hold(isinstance(hook.email(user), str), "email() returns text, empty for no address.")
    _hold(check_for_language(hook.language(user)), "language() returns the code of a language.")
    _hold(isinstance(hook.timezone(user), tzinfo), "timezone() returns a tzinfo.")
    _hold(isinstance(hook.is_banned(user), bool), "is_banned() returns a bool.")


def assert_teams_contract(hook: Teams, *, user: User, stranger: User) -> None:
    """Check a teams hook with a person who may register a team there, and one who may not."""
    teams = list(hook.teams_for(user))
    _hold(bool(teams), "teams_for() returns the teams of a person who has one.")
    for team in teams:
        _hold(hook.get_many([team.id]) == {team.id: team}, "get_many() knows teams by their id.")
        _hold(hook.can_manage(user, team.id), "can_manage() agrees with teams_for().")
        _hold(not hook.can_manage(stranger, team.id), "can_manage() keeps strangers out.")
        _hold(hook.snapshot(team.id).get("name") == team.name, "snapshot() holds the name.")
        roles = {member.role for member in hook.roster(team.id)}
        _hold(roles <= set(MemberRole.values), "roster() uses captain, player and substitute.")
    gone = "no such team"
    _hold(hook.get_many([gone]) == {}, "get_many() leaves out teams that are gone.")
    _hold(list(hook.roster(gone)) == [], "roster() of a team that is gone is empty.")
    _hold(hook.snapshot(gone) == {}, "snapshot() of a team that is gone is empty.")
    _hold(not hook.can_manage(user, gone), "nobody manages a team that is gone.")


def assert_notifications_contract(
    hook: Notifications, *, recipients: Sequence[str], count_sent: Callable[[], int]
) -> None:
    """Check a notifications hook; `count_sent` says how many notices have gone out so far."""
    _hold(isinstance(hook.supports("match_ready"), bool), "supports() returns a bool.")
    context = {"tournament": "Cup", "url": "/cup/", "name": "Ann", "reason": ""}
    event, key = "registration_confirmed", "registration_confirmed:contract"
    hook.send(event, recipients, context, key)
    once = count_sent()
    hook.send(event, recipients, context, key)
    _hold(count_sent() == once, "send() sends nothing again under the same key.")
    hook.send(event, recipients, context, f"{key}:2")
    _hold(count_sent() > once, "send() sends again under another key.")


def _hold(is_so: bool, promise: str) -> None:  # noqa: FBT001 - a fact, not a switch
    if not is_so:
        raise AssertionError(f"The hook breaks its contract: {promise}")
